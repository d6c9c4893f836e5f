namespace PanelActors.Tests.Docs;

/// <summary>Code, tests and pages cite the specification by section, so its numbers and their citations have to fit each other.</summary>
public sealed class SpecificationTests
{
    // In two pieces, so that this file cites neither.
    private const string Spec = "specification";
    private const string Contract = "contract";

    [Fact]
    public void Every_section_that_is_cited_exists()
    {
        var files = SpecificationCitation.Files.ToList();

        files.SelectMany(file => SpecificationCitation.In(file.Text)).ShouldNotBeEmpty();
        files.SelectMany(file => SpecificationCitation.Dead(file.Path, file.Text, Specification.Sections)).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_cites_what_the_specification_replaced() =>
        SpecificationCitation.Files.Where(file => SpecificationCitation.CitesTheContract(file.Text)).Select(file => file.Path)
            .ShouldBeEmpty();

    [Fact]
    public void Sections_are_numbered_one_after_the_other()
    {
        Specification.Sections.ShouldNotBeEmpty();
        Specification.Gaps(Specification.Sections).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/// <summary>The envelope (" + Spec + " 1.2).</summary>", "1.2")]
    [InlineData("// See " + Spec + " 3.", "3")]
    [InlineData("/// as " + Spec + "\n    /// 2.4 has it", "2.4")]
    [InlineData("// (" + Spec + " 1.4 and\n//  2.6)", "1.4 2.6")]
    [InlineData(Spec + "s 4.3, 4.4 and 5", "")]
    [InlineData(Spec + " sections 4.3, 4.4 and 5", "4.3 4.4 5")]
    [InlineData("the " + Spec + " of the last 3 days", "")]
    public void Citations_are_found(string text, string numbers) => string.Join(' ', SpecificationCitation.In(text)).ShouldBe(numbers);

    [Fact]
    public void A_citation_of_a_section_that_does_not_exist_is_found() =>
        SpecificationCitation.Dead("src/Feed.cs", $"/// ({Spec} 1 and 1.99)", Specification.Sections)
            .ShouldBe(["src/Feed.cs: there is no section 1.99"]);

    [Theory]
    [InlineData("(" + Contract + " section 4)", true)]
    [InlineData("/// " + Contract + "\n    /// sections 1 and 2", true)]
    [InlineData("a section of a " + Contract, false)]
    public void Citations_of_what_the_specification_replaced_are_found(string text, bool found) =>
        SpecificationCitation.CitesTheContract(text).ShouldBe(found);

    [Theory]
    [InlineData("## 1 A\n### 1.1 B\n### 1.2 C\n## 2 D\n### 2.1 E", "")]
    [InlineData("# A\n## 1 B\n## Not numbered\n## 2 C", "")]
    [InlineData("## 2 A", "2 instead of 1")]
    [InlineData("## 1 A\n### 1.2 B", "1.2 instead of 1.1 or 2")]
    [InlineData("## 1 A\n### 1.1 B\n### 1.1 C", "1.1 instead of 1.2 or 2")]
    [InlineData("## 1 A\n### 1.1 B\n### 2.1 C", "2.1 instead of 1.2 or 2")]
    [InlineData("## 1 A\n### 1.1 B\n## 3 C", "3 instead of 1.2 or 2")]
    public void Gaps_between_sections_are_found(string page, string gaps) =>
        string.Join('\n', Specification.Gaps(Specification.SectionsOf(page.Split('\n')))).ShouldBe(gaps);
}
