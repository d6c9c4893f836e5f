using System.Globalization;
using System.Text;
using System.Text.Json;
using PanelActors.Http;
using PanelActors.Tests.Support;
using PanelActors.Watch;

namespace PanelActors.Tests.Watch;

/// <summary>A relay's words, and a state that hears them.</summary>
internal sealed class Watching
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly DaemonAddress Daemon = new(new Uri("http://127.0.0.1:5080"));

    private readonly RelayReader _reader = new();

    public DateTimeOffset Now { get; private set; } = Start;

    public WatchState State { get; private set; } = new(Start);

    public static string Hello(string store = "market", bool resumed = false) => Event(
        "hello",
        $$$"""{"store":{{{JsonSerializer.Serialize(store)}}},"resumed":{{{(resumed ? "true" : "false")}}},"reason":"connected"}""");

    public static string Beat(double age = 0, string health = "ok") => Beat("1", age.ToString(CultureInfo.InvariantCulture), health);

    /// <summary>A heartbeat of data whose age is unknown.</summary>
    public static string BeatWithoutAge() => Beat("null", "null", "stale");

    public static string Full(long id, string status, string more = "") =>
        Sse.Envelope(id, "panel_full", $"{{\"status\":{status}{more}}}", 7);

    public static string Followup(long id, long ts, string message, string severity = "WARN") =>
        Sse.Envelope(
            id, "followup_alert",
            $$$"""{"alert":{"type":"iv","severity":"{{{severity}}}","message":{{{JsonSerializer.Serialize(message)}}}},"ts":{{{ts}}}}""",
            7);

    public static string Severity(long id, string type, string active, string reasons = "[]", string resolved = "false") => Sse.Envelope(
        id, "severity_state",
        $$$"""{"alert_type":"{{{type}}}","active":{{{active}}},"previous_active":null,"last_change_cycle":null,"""
        + $$$""" "resolved":{{{resolved}}},"resolved_count":null,"reasons":{{{reasons}}},"alert":null}""",
        7);

    /// <summary>One that is connected and has this status.</summary>
    public static Watching With(string status) => new Watching().Hear(Hello() + Full(1, status) + Beat());

    public Watching Hear(string stream)
    {
        foreach (var input in _reader.Read(Encoding.UTF8.GetBytes(stream))) State = State.Apply(input, Now);
        return this;
    }

    public Watching Hear(WatchInput input)
    {
        State = State.Apply(input, Now);
        return this;
    }

    public Watching Stores(params string[] names) => Hear(new WatchInput.Stores([.. names.Select(static name => Summary(name))]));

    public static StoreSummary Summary(string name, bool needFull = false, string? reason = null) =>
        new()
        {
            Name = name,
            Kind = "source",
            Health = "ok",
            Connection = "open",
            Generation = 5,
            UiGeneration = 9,
            NeedFull = needFull,
            NeedFullReason = reason,
            Panels = 3,
        };

    private static string Beat(string epoch, string age, string health) => Event(
        "heartbeat",
        $$$"""{"last_event_epoch":{{{epoch}}},"stale_seconds":{{{age}}},"health":"{{{health}}}","warn_after":10,"stale_after":30}""");

    private static string Event(string type, string payload) =>
        Sse.Event(null, $$$"""{"type":"{{{type}}}","payload":{{{payload}}}}""", type);

    public Watching After(double seconds)
    {
        Now = Now.AddSeconds(seconds);
        return this;
    }
}
