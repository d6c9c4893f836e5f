using System.Globalization;
using System.Text.Json.Nodes;

namespace PanelActors.Drill;

/// <summary>The times that a daemon under drill is configured with: short, so that a fault takes seconds.</summary>
internal static class DrillTimes
{
    /// <summary><c>Freshness.WarnAfter</c>.</summary>
    public static readonly TimeSpan WarnAfter = TimeSpan.FromSeconds(1.5);

    /// <summary><c>Freshness.StaleAfter</c>.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(3);

    /// <summary><c>Freshness.Tick</c>.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(0.1);

    /// <summary><c>Reconnect.IdleTimeout</c>.</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(2);

    /// <summary>The section PanelActors with these times, its database in <paramref name="folder"/>, and no source yet.</summary>
    public static JsonObject Section(string folder) => new()
    {
        ["Urls"] = "http://127.0.0.1:0",
        ["Sources"] = new JsonArray(),
        ["Freshness"] = new JsonObject { ["WarnAfter"] = Text(WarnAfter), ["StaleAfter"] = Text(StaleAfter), ["Tick"] = Text(Tick) },
        ["Reconnect"] = new JsonObject
        {
            ["MinBackoff"] = "00:00:00.100",
            ["MaxBackoff"] = "00:00:01",
            ["ResetAfter"] = "00:00:01",
            ["ConnectTimeout"] = "00:00:01",
            ["IdleTimeout"] = Text(IdleTimeout),
        },
        ["Limits"] = new JsonObject { ["MaxEventBytes"] = 65536, ["MaxStateBytes"] = 65536, ["MaxDepth"] = 16 },
        ["Relay"] = new JsonObject { ["Heartbeat"] = "00:00:01", ["KeepAlive"] = "00:00:01", ["WriteTimeout"] = "00:00:01" },
        ["Persistence"] = new JsonObject { ["Path"] = Path.Combine(folder, "state.db"), ["Interval"] = "00:00:00.200" },
        ["Series"] = new JsonObject { ["Enabled"] = false },
        ["Log"] = new JsonObject { ["Format"] = "text" },
    };

    /// <summary>The section of a source.</summary>
    public static JsonObject Source(string name, string url) => new()
    {
        ["Name"] = name,
        ["Url"] = url,
        ["Resync"] = new JsonObject { ["Timeout"] = "00:00:02", ["Cooldown"] = "00:00:00.200", ["MaxCooldown"] = "00:00:01" },
    };

    /// <summary>A duration as the configuration has it.</summary>
    public static string Text(TimeSpan time) => time.ToString("c", CultureInfo.InvariantCulture);
}
