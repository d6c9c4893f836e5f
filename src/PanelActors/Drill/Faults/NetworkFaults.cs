namespace PanelActors.Drill.Faults;

/// <summary>Faults of the connection to a feed of the panels dialect.</summary>
internal static class NetworkFaults
{
    private const string Page = "The network | ";

    /// <summary>All of them.</summary>
    public static DrillFault[] All { get; } =
    [
        new("refused", "The feed stops listening and comes back after it is stale.",
            [Page + "connection refused, unreachable, DNS, TLS"], RefuseAsync) { IsShort = true },
        new("lost", "The connection is reset in the middle of an event.",
            [Page + "connection lost, also in the middle of an event"], LoseAsync) { IsShort = true },
        new("closed", "The feed ends the stream.", [Page + "the upstream closes the stream"], CloseAsync) { IsShort = true },
    ];

    private static async Task RefuseAsync(DrillScene scene)
    {
        await scene.NoteAsync("reconnects_total");
        scene.Cause();
        scene.Feed.Listener.Stop();
        await scene.Feed.CutAsync(reset: true);
        await scene.SeenAsync("waiting with last_error", static store =>
            (string?)store["connection"] == "waiting" && store["last_error"] is not null);
        await scene.SeenAsync("warn", static store => (string?)store["health"] == "warn");
        await scene.SeenAsync("stale", static store => (string?)store["health"] == "stale");
        await scene.CountedAsync("reconnects_total");
        scene.Feed.Listener.Start();
        await scene.EndAsync();
    }

    private static async Task LoseAsync(DrillScene scene)
    {
        var numbers = new List<long?>();
        scene.Feed.Script = connection =>
        {
            numbers.Add(connection.Position);
            return Task.FromResult(false);
        };
        await scene.NoteAsync("reconnects_total");
        scene.Feed.IsBeating = false;
        scene.Cause();
        await scene.Feed.SendAsync($"event: panel_diff\nid: {scene.Feed.Number + 1000}\ndata: {{\"type\":\"panel_diff\",");
        await scene.Feed.CutAsync(reset: true);
        await scene.CountedAsync("reconnects_total");
        scene.Feed.IsBeating = true;
        await scene.EndAsync();
        scene.Check(numbers is [not null and var first, ..] && first <= scene.Feed.Number, "it did not resume after its last whole event");
    }

    private static async Task CloseAsync(DrillScene scene)
    {
        await scene.NoteAsync("reconnects_total", "reason=\"closed\"");
        scene.Cause();
        await scene.Feed.CutAsync(reset: false);
        await scene.CountedAsync("reconnects_total", "reason=\"closed\"");
        await scene.EndAsync();
    }
}
