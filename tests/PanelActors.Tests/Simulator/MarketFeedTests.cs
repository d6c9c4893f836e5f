using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PanelActors.Simulator;

namespace PanelActors.Tests.Simulator;

public sealed class MarketFeedTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 3, 45, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("")]
    [InlineData("seed=7&panels=30")]
    [InlineData("seed=8&form=structured")]
    [InlineData("seed=9&form=merge_patch&panels=5")]
    [InlineData("seed=10&form=panel_op&panels=5")]
    [InlineData("seed=11&full_every=0")]
    [InlineData("seed=12&full_every=1")]
    public void Applying_every_event_in_order_gives_the_status_of_the_feed_after_every_tick(string query)
    {
        var feed = Feed(query);
        var client = new FeedApplier();
        for (var tick = 0; tick < 1_500; tick++)
        {
            foreach (var next in feed.Next()) client.Apply(FeedApplier.EnvelopeOf(next));
            JsonNode.DeepEquals(client.Status, feed.Status).ShouldBeTrue($"tick {tick}");
            client.Generation.ShouldBe(feed.Generation);
        }
    }

    [Fact]
    public void Equal_settings_and_start_give_byte_identical_events()
    {
        var (one, other) = (Feed("seed=3&panels=10"), Feed("panels=10&seed=3"));
        for (var tick = 0; tick < 500; tick++) Bytes(one.Next()).ShouldBe(Bytes(other.Next()));
        one.Baseline().Frame.ToArray().ShouldBe(other.Baseline().Frame.ToArray());
    }

    [Fact]
    public void Another_seed_gives_another_feed() => Bytes(Feed("seed=3").Next()).ShouldNotBe(Bytes(Feed("seed=4").Next()));

    [Fact]
    public void A_client_that_starts_from_a_baseline_at_any_tick_follows_like_one_that_was_there_from_the_start()
    {
        var feed = Feed("seed=5&panels=10");
        var clients = new List<FeedApplier>();
        for (var tick = 0; tick < 400; tick++)
        {
            var events = feed.Next();
            foreach (var client in clients)
            {
                foreach (var next in events) client.Apply(FeedApplier.EnvelopeOf(next));
            }

            if (tick % 37 != 0) continue;
            var late = new FeedApplier();
            late.Apply(FeedApplier.EnvelopeOf(feed.Baseline()));
            clients.Add(late);
        }

        foreach (var client in clients) JsonNode.DeepEquals(client.Status, feed.Status).ShouldBeTrue();
    }

    [Fact]
    public void The_mix_is_mostly_diffs_with_all_forms_types_and_kinds_of_change()
    {
        var seen = new Dictionary<string, int>();
        var feed = Feed("");
        for (var tick = 0; tick < 2_000; tick++)
        {
            foreach (var next in feed.Next())
            {
                Count(next.Type);
                var payload = FeedApplier.EnvelopeOf(next)["payload"]!.AsObject();
                if (payload["diff"] is JsonObject diff) Count(FeedApplier.FormOf(diff));
                if (payload["diff"]?["added"] is JsonObject { Count: > 0 }) Count("added");
                if (payload["diff"]?["removed"] is JsonArray { Count: > 0 }) Count("removed");
                if (payload["diff"]?["op"] is { } op) Count("op " + op);
                if (payload["diff"]?.ToJsonString() is { } text && text.Contains("__remove__", StringComparison.Ordinal))
                    Count("__remove__");
                if (payload["resolved"] is { } resolved) Count("resolved " + resolved);
                if (payload.ContainsKey("ts")) Count("ts");
            }
        }

        var total = seen["panel_full"] + seen["panel_diff"] + seen["severity_counts"] + seen["severity_state"] + seen["followup_alert"];
        total.ShouldBe((int)feed.LastId);
        seen["panel_diff"].ShouldBeGreaterThan(total * 3 / 4);
        seen["structured"].ShouldBeGreaterThan(seen["merge_patch"] + (seen["panel_op"] / 4));
        seen["panel_full"].ShouldBe(34);
        foreach (var kind in (string[])["added", "removed", "op full", "op diff", "__remove__", "resolved true", "resolved false", "ts"])
            seen.GetValueOrDefault(kind).ShouldBeGreaterThan(5, kind);

        void Count(string kind) => seen[kind] = seen.GetValueOrDefault(kind) + 1;
    }

    [Theory]
    [InlineData("merge_patch")]
    [InlineData("panel_op")]
    public void A_fixed_form_is_kept_and_what_it_cannot_say_is_a_baseline(string form)
    {
        var events = Ticks(Feed($"form={form}&full_every=0"), 1_000);
        events.Where(e => e.Type == "panel_diff").ShouldAllBe(e => FeedApplier.FormOf(Diff(e)) == form);
        events.Count(e => e.Type == "panel_full").ShouldBeInRange(2, 500);
    }

    [Fact]
    public void An_envelope_carries_ids_generation_and_the_times_of_its_tick()
    {
        var feed = Feed("interval=00:00:00.250");
        var id = 0L;
        for (var tick = 0; tick < 130; tick++)
        {
            foreach (var next in feed.Next())
            {
                id++;
                var envelope = FeedApplier.EnvelopeOf(next);
                next.Id.ShouldBe(id);
                Text(next).ShouldStartWith($"id: {id}\nevent: {next.Type}\ndata: {{");
                ((long)envelope["id"]!).ShouldBe(id);
                ((long)envelope["sequence"]!).ShouldBe(id);
                ((string)envelope["type"]!).ShouldBe(next.Type);
                ((long)envelope["generation"]!).ShouldBe(1 + (tick / 60));
                var time = Start + (tick * TimeSpan.FromMilliseconds(250));
                ((decimal)envelope["publish_unixtime"]!).ShouldBe(time.ToUnixTimeMilliseconds() / 1000m);
                var india = DateTimeOffset.Parse((string)envelope["timestamp_ist"]!, CultureInfo.InvariantCulture);
                india.ShouldBe(time);
                india.Offset.ShouldBe(TimeSpan.FromHours(5.5));
            }
        }
    }

    [Fact]
    public void Prices_walk_in_small_steps_and_stay_near_their_opening()
    {
        var feed = Feed("");
        feed.Next();
        var previous = Price();
        var highest = previous;
        for (var tick = 0; tick < 5_000; tick++)
        {
            feed.Next();
            Math.Abs((Price() / previous) - 1).ShouldBeLessThan(0.003);
            previous = Price();
            highest = Math.Max(highest, previous);
            previous.ShouldBeInRange(24_850 * 0.95, 24_850 * 1.05);
        }

        highest.ShouldBeGreaterThan(24_850 * 1.001);

        double Price() => (double)feed.Status["indices_detail"]!["NIFTY"]!["ltp"]!;
    }

    [Fact]
    public void A_status_has_about_a_dozen_panels_and_as_many_synthetic_ones_as_asked()
    {
        Panels("").ShouldBe(13);
        Panels("panels=200").ShouldBe(213);

        static int Panels(string query)
        {
            var feed = Feed(query);
            feed.Next();
            return feed.Status.Count;
        }
    }

    [Fact]
    public void Badjson_spoils_the_data_of_one_diff_a_period()
    {
        var spoiled = Ticks(Feed("fault=badjson:25"), 500).Where(e =>
        {
            try
            {
                FeedApplier.EnvelopeOf(e);
                return false;
            }
            catch (JsonException)
            {
                return true;
            }
        }).ToList();
        spoiled.Count.ShouldBe(19);
        spoiled.ShouldAllBe(e => e.Type == "panel_diff" && Text(e).EndsWith("\n\n", StringComparison.Ordinal));
    }

    [Fact]
    public void Generation_gives_one_diff_a_period_the_generation_that_comes_next()
    {
        var generation = 0L;
        var wrong = 0;
        foreach (var next in Ticks(Feed("fault=generation:60"), 601))
        {
            var stated = (long)FeedApplier.EnvelopeOf(next)["generation"]!;
            if (next.Type == "panel_full") generation = stated;
            else if (next.Type == "panel_diff" && stated == generation + 1) wrong++;
            else stated.ShouldBe(generation);
        }

        // Due at every baseline, and so committed by the diff after it; the last one is still to come.
        wrong.ShouldBe(9);
    }

    [Theory]
    [InlineData("mixed")]
    [InlineData("structured")]
    [InlineData("merge_patch")]
    [InlineData("panel_op")]
    public void Incomplete_truncates_one_diff_a_period_and_keeps_the_shape_of_its_form(string form)
    {
        var bodies = Ticks(Feed($"form={form}&fault=incomplete:10"), 400)
            .Where(e => e.Type == "panel_diff")
            .Select(e => FeedApplier.EnvelopeOf(e)["payload"]!.AsObject())
            .Where(p => p.ContainsKey("truncated"))
            .ToList();
        bodies.Count.ShouldBeInRange(37, 39);
        bodies.ShouldAllBe(p => (bool)p["truncated"]! && p["diff"]!.ToJsonString().Length < 80);
        if (form != "mixed") bodies.ShouldAllBe(p => FeedApplier.FormOf(p["diff"]!.AsObject()) == form);
    }

    [Fact]
    public void Old_misstates_one_old_value_a_period_and_no_new_one()
    {
        var honest = Ticks(Feed("form=structured"), 300);
        var faulty = Ticks(Feed("form=structured&fault=old:10"), 300);
        var differing = honest.Zip(faulty).Where(p => !p.First.Frame.Span.SequenceEqual(p.Second.Frame.Span)).ToList();
        differing.Count.ShouldBe(29);
        differing.ShouldAllBe(p => Diff(p.Second).ToJsonString(null).Contains("\"old\":\"never was\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Faults_that_fall_on_the_same_tick_are_committed_one_after_the_other()
    {
        var faulty = Ticks(Feed("fault=drop:50,close:50,old:50,generation:50,incomplete:50,badjson:50"), 60);
        faulty.Count(e => e.Cut == SimulatorFault.Drop).ShouldBe(1);
        faulty.Count(e => e.Cut == SimulatorFault.Close).ShouldBe(1);
        faulty.Count(e => Text(e).Contains("never was", StringComparison.Ordinal)).ShouldBe(1);
        faulty.Count(e => Text(e).Contains("truncated", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory]
    [InlineData("silence")]
    [InlineData("refuse")]
    public void Silence_and_refusal_last_a_quarter_of_each_period_after_the_first(string fault)
    {
        var feed = Feed($"fault={fault}:20");
        for (var tick = 0; tick < 100; tick++)
        {
            feed.Next();
            (fault == "silence" ? feed.Silent : feed.Refusing).ShouldBe(tick >= 20 && tick % 20 < 5, $"tick {tick}");
            (fault == "silence" ? feed.Refusing : feed.Silent).ShouldBeFalse();
        }
    }

    private static MarketFeed Feed(string query)
    {
        SimulatorSettings.TryParseKey(query, out var settings, out var error).ShouldBeTrue(error);
        return new MarketFeed(settings!, Start);
    }

    private static List<FeedEvent> Ticks(MarketFeed feed, int count) => [.. Enumerable.Range(0, count).SelectMany(_ => feed.Next())];

    private static JsonObject Diff(FeedEvent source) => FeedApplier.EnvelopeOf(source)["payload"]!["diff"]!.AsObject();

    private static string Text(FeedEvent source) => Encoding.UTF8.GetString(source.Frame.Span);

    private static byte[] Bytes(IReadOnlyList<FeedEvent> events) => [.. events.SelectMany(e => e.Frame.ToArray())];
}
