using PanelActors.Composite;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.State;
using PanelActors.Tests.Support;
using PanelActors.Tree;


namespace PanelActors.Tests.Composite;

public sealed class CompositeStateTests
{
    [Theory]
    [InlineData("worst", "0 5 12", nameof(Health.Warn), 12)]
    [InlineData("worst", "0 40 12", nameof(Health.Stale), 40)]
    [InlineData("best", "40 12 5", nameof(Health.Ok), 5)]
    [InlineData("quorum:1", "40 12 5", nameof(Health.Ok), 5)]
    [InlineData("quorum:2", "40 12 5", nameof(Health.Warn), 12)]
    [InlineData("quorum:3", "40 12 5", nameof(Health.Stale), 40)]
    [InlineData("worst", "- - -", nameof(Health.Init), null)]
    [InlineData("worst", "0 - 1", nameof(Health.Stale), null)]
    [InlineData("best", "- 1 -", nameof(Health.Ok), 1)]
    [InlineData("quorum:2", "3 1 -", nameof(Health.Ok), 3)]
    public void A_composite_is_as_fresh_as_the_member_that_the_rule_picks(string rule, string ages, string health, int? age)
    {
        HealthRule.TryParse(rule, out var parsed).ShouldBeTrue();
        var members = ages.Split(' ').Select((text, i) => Stores.Member(
            $"m{i}",
            text == "-" ? PanelState.Initial : Stores.Whole("{}", int.Parse(text, System.Globalization.CultureInfo.InvariantCulture))));
        var beat = CompositeHealth.Of([.. members], parsed, null, Stores.Now);
        beat.Health.ShouldBe(health.As<Health>());
        beat.Age?.TotalSeconds.ShouldBe(age!.Value);
        beat.Age.HasValue.ShouldBe(age.HasValue);
    }

    [Fact]
    public void A_composite_of_failover_is_as_fresh_as_its_active_member()
    {
        var members = Stores.Members("{}", "{}").With(1, Stores.Whole("{}", 40));
        CompositeHealth.Of(members, HealthRule.Worst, 0, Stores.Now).Health.ShouldBe(Health.Ok);
        CompositeHealth.Of(members, HealthRule.Worst, 1, Stores.Now).Health.ShouldBe(Health.Stale);
    }

    [Fact]
    public void Counts_add_up_and_states_and_followups_name_their_member()
    {
        var state = Of(CompositeMerge.Namespace, null, Alarmed("x", 1, 5), Alarmed("x", 2, 3));
        state.SeverityCounts!.ToString().ShouldBe("""{"info":3,"warn":0,"critical":0}""");
        state.SeverityStates.Members.Count.ShouldBe(2);
        state.SeverityStates.Find(PanelKey.Of("a/x")).ShouldNotBeNull();
        state.SeverityStates.Find(PanelKey.Of("b/x")).ShouldNotBeNull();
        state.Followups.Select(alert => alert.Source).ShouldBe(["b", "a"], "newest first");
    }

    [Theory]
    [InlineData("""{"other":2,"warn":1.5}""", """{"info":1,"warn":1,"critical":0}""")]
    [InlineData("""{"warn":1}""", """{"info":1,"warn":1,"critical":0}""")]
    [InlineData(null, """{"info":1,"warn":0,"critical":0}""")]
    public void Counts_add_up_to_what_a_reader_of_the_relay_makes_the_same_of(string? others, string sum)
    {
        var other = Stores.Whole("{}", 1);
        if (others is not null) other = Stores.After(other, new SeverityCountsEvent(PanelObject.Parse(others)), 1);
        Of(CompositeMerge.Namespace, null, Alarmed("x", 1, 1), other).SeverityCounts!.ToString().ShouldBe(sum);
    }

    [Fact]
    public void Of_failover_only_the_active_member_counts()
    {
        var state = Of(CompositeMerge.Failover, 1, Alarmed("x", 1, 5), Alarmed("y", 2, 3));
        state.SeverityCounts!.ToString().ShouldBe("""{"info":2,"warn":0,"critical":0}""");
        state.SeverityStates.Find(PanelKey.Of("b/y")).ShouldNotBeNull();
        state.SeverityStates.Count.ShouldBe(1);
        state.Followups.Single().Source.ShouldBe("b");
        state.Generation.ShouldBe(1);
    }

    [Fact]
    public void Followups_are_bounded_and_keep_the_source_they_came_with()
    {
        var many = PanelState.Initial;
        for (var i = 0; i < 5; i++) many = Stores.After(many, new FollowupAlertEvent(Stores.Now.AddSeconds(i), "INFO", "c", null, $"{i}"));
        var nested = many with { Followups = [.. many.Followups.Select(alert => alert with { Source = "deep" })] };
        var state = Of(CompositeMerge.Namespace, null, nested);
        state.Followups.Select(alert => alert.Message).ShouldBe(["4", "3", "2"]);
        state.Followups.ShouldAllBe(alert => alert.Source == "deep");
    }

    [Fact]
    public void It_needs_what_its_members_need()
    {
        Of(CompositeMerge.Namespace, null, Stores.Whole("{}"), Stores.Whole("{}").RaiseNeed("why")).Need.Reasons.ShouldBe(["b: why"]);
        Of(CompositeMerge.Namespace, null, Stores.Whole("{}"), Stores.Whole("{}")).Need.IsNeeded.ShouldBeFalse();
        Of(CompositeMerge.Failover, 0, Stores.Whole("{}"), Stores.Whole("{}").RaiseNeed("why")).Need.IsNeeded.ShouldBeFalse();
    }

    private static PanelState Of(CompositeMerge merge, int? active, params PanelState[] states)
    {
        var members = states.Select((state, i) => Stores.Member(((char)('a' + i)).ToString(), state));
        return CompositeState.Of(Composition.Of(merge, [.. members], active), states[0], PanelState.Initial, followups: 3);
    }

    private static PanelState Alarmed(string alertType, int info, double age)
    {
        var state = Stores.Whole("{}", age);
        state = Stores.After(state, new SeverityCountsEvent(PanelObject.Parse($$"""{"info":{{info}},"warn":0,"critical":0}""")), age);
        state = Stores.After(state, new SeverityStateEvent(alertType, PanelObject.Parse("""{"active":true}"""), null), age);
        return Stores.After(state, new FollowupAlertEvent(null, "WARN", "c", null, "m"), age);
    }
}
