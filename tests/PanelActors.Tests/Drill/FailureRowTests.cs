using PanelActors.Drill;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Drill;

/// <summary>Every row of docs/failure-modes.md is drilled, or there is a reason why not.</summary>
public sealed class FailureRowTests
{
    private static readonly string[] Page = [.. FailureRow.KeysOf(Checkout.Read("docs/failure-modes.md"))];
    private static readonly string[] Drilled = [.. DrillFaults.All.SelectMany(static fault => fault.Rows)];

    [Fact]
    public void The_page_has_the_rows_that_are_looked_for()
    {
        Page.Length.ShouldBeGreaterThan(130);
        Page.ShouldBeUnique();
        Page.ShouldContain("The network | 204");
    }

    [Fact]
    public void Every_row_has_a_fault_or_a_reason() => Page.Except(Drilled).Except(OutOfReach.Rows.Keys).ShouldBeEmpty();

    [Fact]
    public void Every_fault_and_every_reason_is_about_a_row() => Drilled.Concat(OutOfReach.Rows.Keys).Except(Page).ShouldBeEmpty();

    [Fact]
    public void No_row_has_both() => Drilled.Intersect(OutOfReach.Rows.Keys).ShouldBeEmpty();

    [Fact]
    public void Faults_have_names_of_their_own_that_are_names_of_stores()
    {
        DrillFaults.All.Select(static fault => fault.Name).ShouldBeUnique();
        DrillFaults.All.ShouldAllBe(static fault =>
            fault.Name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'));
        DrillFaults.All.ShouldAllBe(static fault => fault.Causes.EndsWith('.') && fault.Rows.Length > 0);
    }

    [Theory]
    [InlineData("## A\n\n| failure | x |\n|---|---|\n| one `a\\|b` | y |\n| two | y |\n", "A | one `a\\|b`; A | two")]
    [InlineData("text | with a bar\n\n## B\n\n| head |\n|---|\n| only |", "B | only")]
    [InlineData("", "")]
    public void Rows_are_read_without_heads_and_delimiters(string page, string keys) =>
        string.Join("; ", FailureRow.KeysOf(page)).ShouldBe(keys);
}
