using PanelActors.State;

namespace PanelActors.Tests.State;

/// <summary>Old values in diffs, compared with the state.</summary>
public sealed class DivergenceTests
{
    private const string Status = """{"p":{"a":1,"b":"x","c":[1,2],"d":{"e":null}}}""";

    [Theory]
    [InlineData("""{"a":{"old":1,"new":2}}""", 0)]
    [InlineData("""{"a":{"old":1.0,"new":2}}""", 0)]
    [InlineData("""{"a":{"old":10e-1,"new":2}}""", 0)]
    [InlineData("""{"a":{"old":"1","new":2}}""", 1)]
    [InlineData("""{"a":{"old":3,"new":2}}""", 1)]
    [InlineData("""{"a":{"new":2}}""", 0)]
    [InlineData("""{"b":{"old":"\u0078","new":"y"}}""", 0)]
    [InlineData("""{"c":{"old":[1, 2.0],"new":[]}}""", 0)]
    [InlineData("""{"c":{"old":[2,1],"new":[]}}""", 1)]
    [InlineData("""{"d":{"old":{"e":null},"new":{}}}""", 0)]
    [InlineData("""{"d":{"old":{},"new":{}}}""", 1)]
    [InlineData("""{"none":{"old":null,"new":1}}""", 0)]
    [InlineData("""{"none":{"old":0,"new":1}}""", 1)]
    [InlineData("""{"a":{"old":3,"new":2},"b":{"old":"z","new":"y"}}""", 2)]
    public void An_old_value_that_differs_is_counted_and_needs_a_baseline_while_the_diff_is_applied(string changed, int diverged)
    {
        var applying = new Applying().Full(Status, "1").Diff(Nested(changed), "1");
        applying.Outcome.Kind.ShouldBe(OutcomeKind.Applied);
        applying.State.DiffAppliedCount.ShouldBe(1);
        applying.Diverged.ShouldBe(diverged);
        applying.State.Need.IsNeeded.ShouldBe(diverged > 0);
        if (diverged > 0) applying.State.Need.LastReason.ShouldBe("diverged");
    }

    [Fact]
    public void What_diverged_is_not_taken_for_a_replayed_backlog()
    {
        var applying = new Applying().Full(Status, "2").Diff("{}", "1").Diff(Nested("""{"a":{"old":3,"new":2}}"""), "2");
        applying.State.Need.Reasons.ShouldBe(["diverged"]);
        applying.Diff("{}", "2").State.Need.IsNeeded.ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"p":{"d":{"e":null},"a":1.0,"b":"x","c":[1,2]}}""", 0)]
    [InlineData("""{"p":{"a":2}}""", 1)]
    [InlineData("""{"q":1}""", 2)]
    [InlineData("{}", 1)]
    public void A_baseline_for_a_store_that_needs_none_tells_how_many_panels_differed(string baseline, int diverged)
    {
        var applying = new Applying().Full(Status, "1").Full(baseline, "2");
        applying.Diverged.ShouldBe(diverged);
        applying.State.Need.IsNeeded.ShouldBeFalse("a difference is told, without alarm");
    }

    [Fact]
    public void A_baseline_that_was_needed_is_compared_with_nothing() =>
        new Applying().Full(Status, "1").RaiseNeed("test").Full("{}", "2").Diverged.ShouldBe(0);

    private static string Nested(string changed) =>
        """{"added":{},"removed":[],"changed":{},"nested":{"p":{"added":{},"removed":[],"changed":#}}}"""
            .Replace("#", changed, StringComparison.Ordinal);
}
