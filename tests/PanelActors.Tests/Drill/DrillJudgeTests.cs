using PanelActors.Drill;

namespace PanelActors.Tests.Drill;

/// <summary>What keeps a promise, and what breaks it.</summary>
public sealed class DrillJudgeTests
{
    private static readonly DrillPromise Promise = new()
    {
        Detect = TimeSpan.FromSeconds(2),
        Recover = TimeSpan.FromSeconds(3),
        MayLose = 1,
    };

    [Theory]
    [InlineData(2.0, 3.0, 1, 0, "")]
    [InlineData(2.01, 3.0, 0, 0, "shown after 2.01 s, of 2 s")]
    [InlineData(null, 3.0, 0, 0, "never shown")]
    [InlineData(1.0, 3.5, 0, 0, "recovered after 3.50 s, of 3 s")]
    [InlineData(1.0, null, 0, 0, "never recovered")]
    [InlineData(1.0, 1.0, 2, 0, "2 events lost, of 1 that may be")]
    [InlineData(1.0, 1.0, null, 0, "it is not known what was lost")]
    [InlineData(1.0, 1.0, 0, 1, "1 panel other than the feed's at the end")]
    [InlineData(null, null, null, null, "never shown; never recovered; it is not known what was lost")]
    public void Late_lost_or_unknown_breaks_it(double? detect, double? recover, int? events, int? panels, string broken) =>
        string.Join("; ", DrillJudge.Broken(Promise, Measure(detect, recover, events, panels))).ShouldBe(broken);

    [Fact]
    public void What_is_not_promised_is_not_asked_for() =>
        DrillJudge.Broken(new() { Detect = null, Recover = null }, Measure(null, null, null, null)).ShouldBeEmpty();

    [Fact]
    public void What_was_seen_broken_meanwhile_breaks_it_also_where_all_came_in_time() =>
        DrillJudge.Broken(Promise, Measure(1, 1, 0, 0) with { Broken = ["health was ok"] }).ShouldBe(["health was ok"]);

    [Theory]
    [InlineData("ok", 1.5, 0.0, false)]
    [InlineData("ok", 1.6, 0.0, false)]
    [InlineData("ok", 1.61, 0.0, true)]
    [InlineData("ok", 1.61, 0.02, false)]
    [InlineData("ok", null, 0.0, true)]
    [InlineData("warn", 9.0, 0.0, false)]
    [InlineData("stale", null, 0.0, false)]
    [InlineData("init", null, 0.0, false)]
    public void Ok_is_never_over_old_data_but_for_a_tick_and_the_look_itself(string health, double? age, double took, bool isBroken)
    {
        var invariant = new FreshnessInvariant(TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(0.1));
        (invariant.OfHealth(health, Seconds(age), TimeSpan.FromSeconds(took)) is not null).ShouldBe(isBroken);
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(null, 5L, false)]
    [InlineData(5L, 5L, false)]
    [InlineData(5L, 6L, false)]
    [InlineData(5L, 4L, true)]
    [InlineData(5L, null, true)]
    public void Panels_never_go_back(long? before, long? now, bool isBroken) =>
        (FreshnessInvariant.OfOrder(before, now) is not null).ShouldBe(isBroken);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Panels_are_what_all_events_made_of_them(bool summary)
    {
        var panels = DrillPanels.At(DrillPanels.First, summary);
        for (var number = DrillPanels.First + 1; number < DrillPanels.First + 200; number++)
        {
            if (summary)
            {
                foreach (var (key, value) in DrillPanels.Update(number)) panels[key] = value!.DeepClone();
            }
            else
            {
                var diff = DrillPanels.Diff(number);
                panels["drill"] = diff["drill"]!.DeepClone();
                foreach (var (key, value) in diff["values"]!.AsObject()) panels["values"]![key] = value!.DeepClone();
            }

            DrillPanels.Differing(panels, DrillPanels.At(number, summary)).ShouldBe(0);
            DrillPanels.Differing(panels, DrillPanels.At(number - 1, summary)).ShouldBe(2);
            DrillPanels.NumberIn(panels, summary).ShouldBe(number);
        }
    }

    private static DrillMeasure Measure(double? detect, double? recover, int? events, int? panels) =>
        new() { Detect = Seconds(detect), Recover = Seconds(recover), LostEvents = events, LostPanels = panels };

    private static TimeSpan? Seconds(double? seconds) => seconds is { } known ? TimeSpan.FromSeconds(known) : null;
}
