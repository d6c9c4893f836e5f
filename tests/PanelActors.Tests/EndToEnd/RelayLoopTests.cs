using System.Diagnostics;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>Daemons that read each other and do not know it: nothing runs round.</summary>
[Collection(AloneCollection.Name)]
public class RelayLoopTests
{
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task Two_daemons_that_read_each_other_fall_silent()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var toB = await BlindLink.Start();
        await using var toA = await BlindLink.Start();
        toB.Target = upstream.Url;
        await using var a = await Daemon.Start(("Sources:0:Name", "a"), ("Sources:0:Url", toB.Url));
        toA.Target = new Uri(a.Http.BaseAddress!, "/events");
        await using var b = await Daemon.Start(("Sources:0:Name", "b"), ("Sources:0:Url", toA.Url));
        using (var feed = await upstream.NextStream(
            Sse.Full(1, 1, """{"x":1}""") + Sse.Counts(2, 1, 2, 3)
            + Sse.Envelope(3, "severity_state", """{"alert_type":"iv","active":"warn"}""")
            + Sse.Envelope(4, "followup_alert", """{"alert":{"type":"iv"}}""") + Sse.Diff(5, 1, "{}")))
        {
            await b.Until(state => state.Followups.Length == 1, "what a has");
            toB.Target = new Uri(b.Http.BaseAddress!, "/events");
        }

        await b.UntilMetric("""panelactors_relay_clients{store="b"}""", 1);
        await ShouldBeQuiet((a, "a"), (b, "b"));
    }

    [Theory]
    [InlineData("overlay")]
    [InlineData("namespace")]
    public async Task A_composite_that_contains_its_own_relay_falls_silent(string merge)
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var toDesk = await BlindLink.Start();
        await using var daemon = await Daemon.Start(
            ("Sources:0:Name", "live"), ("Sources:0:Url", upstream.Url.ToString()), ("Sources:1:Name", "me"), ("Sources:1:Url", toDesk.Url),
            ("Composites:0:Name", "desk"), ("Composites:0:Members:0", "live"), ("Composites:0:Members:1", "me"),
            ("Composites:0:Merge", merge));
        // No counts: those of the desk would be their own sum for ever.
        using var feed = await upstream.NextStream(Sse.Full(1, 1, """{"x":1}""") + Sse.Diff(2, 1, "{}"));
        toDesk.Target = new Uri(daemon.Http.BaseAddress!, "/events");
        daemon.Stores.TryGet("me", out var me).ShouldBeTrue();
        await Daemon.Until(me!, state => state.Status is not null, "what the desk has");
        await ShouldBeQuiet((daemon, "desk"));
    }

    // The traffic settles first; then only heartbeats and keep-alives are left.
    private static async Task ShouldBeQuiet(params (Daemon Daemon, string Store)[] relays)
    {
        await Sent(relays, Watched);
        var sent = await Sent(relays, Watched);
        sent.ShouldBeLessThan(20 * relays.Length);
    }

    private static async Task<double> Sent((Daemon Daemon, string Store)[] relays, TimeSpan time)
    {
        var before = await Total(relays);
        var since = Stopwatch.GetTimestamp();
        var after = before;
        while (Stopwatch.GetElapsedTime(since) < time) after = await Total(relays);
        return after - before;
    }

    private static async Task<double> Total((Daemon Daemon, string Store)[] relays)
    {
        var total = 0.0;
        foreach (var (daemon, store) in relays)
            total += (await daemon.Metrics())[$"panelactors_relay_events_sent_total{{store=\"{store}\"}}"] ?? 0;
        return total;
    }
}
