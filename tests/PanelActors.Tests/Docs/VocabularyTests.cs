namespace PanelActors.Tests.Docs;

/// <summary>Comments, log messages and pages use plain words and one word for one thing: see docs/glossary.md.</summary>
public sealed class VocabularyTests
{
    public static TheoryData<string> Patterns => [.. Vocabulary.Forbidden.Select(word => word.Pattern)];

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_word_that_is_not_ours_is_nowhere(string pattern)
    {
        var word = Vocabulary.Forbidden.Single(word => word.Pattern == pattern);
        var places = word.In(Vocabulary.Texts).Select(text => $"{text.Path}:{text.Number}: {text.Text}").ToList();
        places.ShouldBeEmpty($"write: {word.Instead}");
    }

    [Theory]
    [InlineData("// a word", "a word")]
    [InlineData("/// <summary>A <c>told</c> word of <see cref=\"Told\"/> `told`.</summary>", "A  word of  .")]
    [InlineData("var a = \"told\"; // a word", "a word")]
    [InlineData("var a = \"http://told\";", "")]
    [InlineData("_log.LogWarning(error, \"{Store} is told\", a);", "{Store} is told")]
    [InlineData("_log.LogWarning(\n    error,\n    \"{Store} is told\");\nCall(\"told\");", "{Store} is told")]
    [InlineData("/* a\n * word */", "a|word")]
    public void Comments_and_log_messages_are_read(string code, string texts) =>
        string.Join('|', Prose.In("a.cs", code).Select(text => text.Text)).ShouldBe(texts);

    [Fact]
    public void A_line_is_found_by_its_number() =>
        Prose.In("a.cs", "var a = \"x\";\n\n// one\n/* two\nthree */").Select(text => text.Number).ShouldBe([3, 4, 5]);
}
