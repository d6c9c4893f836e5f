using System.Diagnostics.Metrics;
using PanelActors.Telemetry;

namespace PanelActors.Tests.Telemetry;

public sealed class LabelledCounterTests
{
    [Fact]
    public void Sums_are_kept_apart_by_their_labels()
    {
        var counter = new LabelledCounter("type", "reason");
        counter.Add("panel_diff", "no_baseline");
        counter.Add("panel_diff", "no_baseline", 2);
        counter.Add("panel_diff", "malformed_diff");

        counter["panel_diff", "no_baseline"].ShouldBe(3);
        counter["panel_diff", "malformed_diff"].ShouldBe(1);
        counter["panel_full", "no_baseline"].ShouldBe(0);
    }

    [Fact]
    public void Readings_carry_the_owners_label_first()
    {
        var counter = new LabelledCounter("type", "reason");
        counter.Add("unknown", "unknown", 4);
        var reading = counter.Read(new("source", "feed")).ShouldHaveSingleItem();
        reading.Value.ShouldBe(4);
        Labels(reading).ShouldBe("source=feed type=unknown reason=unknown");
    }

    [Fact]
    public void A_counter_of_one_label_has_no_second()
    {
        var counter = new LabelledCounter("store");
        counter.Add("feed");
        Labels(counter.Read().ShouldHaveSingleItem()).ShouldBe("store=feed");
    }

    [Fact]
    public void Nothing_is_lost_between_threads()
    {
        var counter = new LabelledCounter("type");
        Parallel.For(0, 10_000, number => counter.Add(number % 2 == 0 ? "even" : "odd"));
        (counter["even"], counter["odd"]).ShouldBe((5_000, 5_000));
    }

    private static string Labels(Measurement<long> reading) =>
        string.Join(' ', reading.Tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
}
