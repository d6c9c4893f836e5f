using System.Globalization;

namespace PanelActors.Tests.Support;

/// <summary>Frames of a summary stream, and real ones as a feed sent them.</summary>
public static class Summary
{
    /// <summary>Names of the real streams.</summary>
    public static readonly string[] Samples = ["summary-updates", "summary-diffs"];

    /// <summary>A real stream.</summary>
    public static string Sample(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", $"{name}.sse"));

    public static string Event(string type, string json) => $"event: {type}\ndata: {json}\n\n";

    /// <summary>A <c>hello</c>; another version is another run of the publisher.</summary>
    public static string Hello(string version = "dev") =>
        Event("hello", $$"""{"cycle":1,"version":"{{version}}","schema_version":1,"panels":[{"key":"header","hash":"static"}]}""");

    public static string Snapshot(string panels, int cycle = 1) => Event("full_snapshot", Cycle(cycle, $"\"panels\":{panels}"));

    public static string Update(string updates, int cycle = 3) => Event("panel_update", Cycle(cycle, $"\"updates\":[{updates}]"));

    public static string Diff(string panels, int cycle = 3) =>
        Event("panel_diff", Cycle(cycle, $"\"panels\":{panels},\"structured\":true"));

    /// <summary>One panel of an update, whose only line is this number.</summary>
    public static string Panel(string key, int line) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"key":"{{key}}","hash":"h{{line}}","title":"T","lines":["{{line}}"]}""");

    /// <summary>The same panel as a snapshot has it.</summary>
    public static string Named(string key, int line) =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"{key}\":{{\"hash\":\"h{line}\",\"title\":\"T\",\"lines\":[\"{line}\"]}}}}");

    public static string Heartbeat(int cycle = 5) => Event("heartbeat", Cycle(cycle, "\"unchanged\":true"));

    public static string Truncated() => Event("truncated", "{}");

    public static string Bye() => Event("bye", """{"reason":"shutdown"}""");

    private static string Cycle(int cycle, string rest) => string.Create(CultureInfo.InvariantCulture, $"{{\"cycle\":{cycle},{rest}}}");
}
