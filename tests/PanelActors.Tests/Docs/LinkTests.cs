namespace PanelActors.Tests.Docs;

public sealed class LinkTests
{
    public static TheoryData<string> Pages => [.. DocPage.All.Select(page => page.Path)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void No_link_is_dead(string path) => MarkdownLink.Dead(DocPage.All.Single(page => page.Path == path)).ShouldBeEmpty();

    [Theory]
    [InlineData("Changing it while it runs", "changing-it-while-it-runs")]
    [InlineData("How old is it?", "how-old-is-it")]
    [InlineData("What `G6_UNIFIED_METRICS` does", "what-g6_unified_metrics-does")]
    [InlineData("[Two](x.md) clocks", "two-clocks")]
    public void Headings_are_linked_by_their_text(string heading, string anchor) => MarkdownLink.Anchor(heading).ShouldBe(anchor);
}
