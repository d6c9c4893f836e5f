using PanelActors.State;

namespace PanelActors.Tests.State;

public sealed class FeedFaultsTests
{
    [Theory]
    [InlineData("oversized", "Limits:MaxEventBytes")]
    [InlineData("too_deep", "Limits:MaxDepth")]
    [InlineData("state_limit", "Limits:MaxStateBytes")]
    [InlineData("truncated", "the publisher")]
    public void What_no_retry_mends_names_what_does(string reason, string remedy)
    {
        var fault = FeedFaults.Of(reason).ShouldNotBeNull();
        fault.ShouldContain(remedy);
        fault.ShouldContain("raise it");
    }

    [Theory]
    [InlineData("bad_json")]
    [InlineData("no_baseline")]
    public void What_may_pass_is_none(string reason) => FeedFaults.Of(reason).ShouldBeNull();

    [Theory]
    [InlineData("truncated", true)]
    [InlineData("truncated no_baseline", true)]
    [InlineData("oversized", false)]
    [InlineData("no_baseline malformed_diff", false)]
    public void A_need_has_one_where_the_publisher_cut_its_history(string reasons, bool has)
    {
        var need = reasons.Split(' ').Aggregate(ResyncNeed.None, static (need, reason) => need.Raise(reason));
        FeedFaults.Of(need).ShouldBe(has ? FeedFaults.Of("truncated") : null);
    }
}
