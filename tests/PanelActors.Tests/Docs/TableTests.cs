namespace PanelActors.Tests.Docs;

public sealed class TableTests
{
    public static TheoryData<string> Pages => [.. DocPage.All.Select(page => page.Path)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_table_is_whole(string path) =>
        MarkdownTable.Faults(DocPage.All.Single(page => page.Path == path).Prose).ShouldBeEmpty();

    [Theory]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |", "")]
    [InlineData("| a | b |\n|:-|-:|\n| `x\\|y` | 2 |", "")]
    [InlineData("text\n\n| a |\n|---|\n| 1 |\n\n| b |\n|---|\n| 2 |", "")]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |\n\n| 3 | 4 |", "line 5: a row outside of a table; is there a blank line before it?")]
    [InlineData("| a | b |\n|---|---|\n| 1 |", "line 3: 1 cells in a table of 2")]
    [InlineData("| a | b |\n|---|---|\n| `x|y` | 2 |", "line 3: 3 cells in a table of 2")]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2", "line 3: the row has no bar at its end")]
    public void Faults_of_tables_are_found(string text, string faults) =>
        string.Join('\n', MarkdownTable.Faults([.. text.Split('\n').Select((line, index) => (index + 1, line))])).ShouldBe(faults);
}
