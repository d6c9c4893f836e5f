using PanelActors.Composite;
using PanelActors.Configuration;
using PanelActors.Protocol;

namespace PanelActors.Tests.Extending;

/// <summary>What docs/extending.md asks of a health rule, for each one there is.</summary>
public sealed class HealthRuleTests
{
    // The ages of three members; null where a member never had data.
    private static readonly double?[][] Ages =
        [[0, 0, 0], [0, 15, 40], [40, 15, 0], [null, 0, 15], [null, null, 0], [40, 40, 40], [null, null, null]];

    private static readonly HealthRule[] Rules = [HealthRule.Worst, HealthRule.Best, HealthRule.OfQuorum(2)];

    public static TheoryData<string> Spellings => [.. Rules.Select(rule => rule.ToString())];

    [Fact]
    public void Every_kind_of_rule_is_here() =>
        Rules.Select(rule => rule.Kind).ShouldBe(Enum.GetValues<HealthRuleKind>(), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Its_spelling_is_read_back(string spelling) => Rule(spelling).ToString().ShouldBe(spelling);

    [Theory]
    [MemberData(nameof(Spellings))]
    public void The_composite_has_health_and_age_of_one_member(string spelling)
    {
        foreach (var ages in Ages)
        {
            var members = Members(ages);
            var (picked, heartbeat) = CompositeHealth.Pick([.. members], Rule(spelling), active: null, Composite.Stores.Now);
            var own = members[picked].HeartbeatAt(Composite.Stores.Now);

            heartbeat.Age.ShouldBe(own.Age);
            if (own.Health != Health.Init) heartbeat.Health.ShouldBe(own.Health);
        }
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public void It_is_init_only_while_every_member_is(string spelling)
    {
        foreach (var ages in Ages)
        {
            var heartbeat = CompositeHealth.Of([.. Members(ages)], Rule(spelling), active: null, Composite.Stores.Now);
            (heartbeat.Health == Health.Init).ShouldBe(ages.All(age => age is null));
        }
    }

    private static HealthRule Rule(string spelling)
    {
        HealthRule.TryParse(spelling, out var rule).ShouldBeTrue();
        return rule!;
    }

    private static Member[] Members(double?[] ages) =>
    [
        .. ages.Select((age, index) => Composite.Stores.Member(
            $"{(char)('a' + index)}",
            age is { } seconds ? Composite.Stores.Whole("""{"p":1}""", seconds) : PanelActors.State.PanelState.Initial)),
    ];
}
