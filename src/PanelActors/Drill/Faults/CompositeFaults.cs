using System.Text.Json.Nodes;

namespace PanelActors.Drill.Faults;

/// <summary>Faults of the members of a composite.</summary>
internal static class CompositeFaults
{
    private const string Page = "Composites | ";

    /// <summary>All of them.</summary>
    public static DrillFault[] All { get; } =
    [
        new("member-stale", "One of two members becomes stale: worst shows it, best does not.", [Page + "a member is stale"], StaleAsync)
        {
            IsShort = true,
            Configure = static (scene, section) =>
            {
                AddSecond(scene, section);
                AddComposite(scene, section, "worst", ("Health", "worst"));
                AddComposite(scene, section, "best", ("Health", "best"));
            },
        },
        new("member-never", "One of two members never brings anything.", [Page + "a member never brought anything"], NeverAsync)
        {
            Configure = static (scene, section) =>
            {
                AddSecond(scene, section);
                scene.Second.Listener.Stop();
                AddComposite(scene, section, "worst", ("Health", "worst"));
            },
        },
        new("failover", "The active member of a failover becomes stale, and is well again.",
            [Page + "the active member of a failover is stale or stopped for `FailoverAfter`"], FailoverAsync)
        {
            IsShort = true,
            Promise = new() { Detect = TimeSpan.FromSeconds(6), Recover = TimeSpan.FromSeconds(6) },
            Configure = static (scene, section) =>
            {
                AddSecond(scene, section);
                AddComposite(scene, section, "failover", ("Merge", "failover"), ("FailoverAfter", "00:00:01"));
            },
        },
        new("member-needs", "A member needs a baseline.", [Page + "a member needs a baseline"], NeedAsync)
        {
            Promise = new() { MayLose = 1 },
            Source = static (_, source) => source["Resync"] = new JsonObject { ["Mode"] = "none" },
            Configure = static (scene, section) =>
            {
                AddSecond(scene, section);
                AddComposite(scene, section, "all");
            },
        },
    ];

    /// <summary>A second source, which reads the second feed.</summary>
    public static void AddSecond(DrillScene scene, JsonObject section) =>
        section["Sources"]!.AsArray().Add((JsonNode)DrillTimes.Source(scene.SecondName, scene.Second.Url));

    private static void AddComposite(DrillScene scene, JsonObject section, string name, params (string Key, string Value)[] more)
    {
        var composite = new JsonObject { ["Name"] = Of(scene, name), ["Members"] = new JsonArray(scene.Name, scene.SecondName) };
        foreach (var (key, value) in more) composite[key] = value;
        if (section["Composites"] is not JsonArray composites) section["Composites"] = composites = [];
        composites.Add((JsonNode)composite);
    }

    private static string Of(DrillScene scene, string name) => $"{scene.Name}-{name}";

    private static async Task<bool> SaysAsync(DrillScene scene, string store, string member, string value) =>
        await scene.View.StoreAsync(Of(scene, store), scene.Token) is { } shown && shown[member]?.ToString() == value;

    private static async Task StaleAsync(DrillScene scene)
    {
        scene.Second.IsBeating = false;
        scene.Cause();
        await scene.SeenAsync("worst is stale", () => SaysAsync(scene, "worst", "health", "stale"));
        scene.Check(await SaysAsync(scene, "best", "health", "ok"), "best was not ok");
        await scene.SeenAsync("a stale member", async () =>
            await scene.View.StoreAsync(Of(scene, "worst"), scene.Token) is { } store
            && store["members"]!.AsArray().Any(member =>
                (string?)member!["name"] == scene.SecondName && (string?)member["health"] == "stale"));
        scene.Second.IsBeating = true;
        await scene.EndAsync();
        await scene.BackAsync("worst is ok", () => SaysAsync(scene, "worst", "health", "ok"));
    }

    private static async Task NeverAsync(DrillScene scene)
    {
        scene.Cause();
        await scene.SeenAsync("worst is stale without an age", async () =>
            await scene.View.StoreAsync(Of(scene, "worst"), scene.Token) is { } store
            && (string?)store["health"] == "stale" && store["stale_seconds"] is null);
        scene.Second.Listener.Start();
        await scene.EndAsync();
        await scene.BackAsync("worst is ok", () => SaysAsync(scene, "worst", "health", "ok"));
    }

    private static async Task FailoverAsync(DrillScene scene)
    {
        await scene.BackAsync("the first member is active", () => SaysAsync(scene, "failover", "active_member", scene.Name));
        scene.Feed.IsBeating = false;
        scene.Cause();
        await scene.SeenAsync("the second member is active", () => SaysAsync(scene, "failover", "active_member", scene.SecondName));
        await scene.LoggedAsync("WRN", Of(scene, "failover"), "moves from");
        await scene.SeenAsync("failovers_total", async () =>
            await scene.View.MetricAsync("failovers_total", [$"store=\"{Of(scene, "failover")}\""], scene.Token) >= 1);
        await scene.SeenAsync("ok again", () => SaysAsync(scene, "failover", "health", "ok"));
        scene.Feed.IsBeating = true;
        await scene.EndAsync();
        await scene.BackAsync("the first member is active", () => SaysAsync(scene, "failover", "active_member", scene.Name));
    }

    private static async Task NeedAsync(DrillScene scene)
    {
        scene.Cause();
        await scene.Feed.SendAsync(FeedText.Frame("panel_diff", "{\"type\":"));
        await scene.SeenAsync("the member's need", async () =>
            await scene.View.SnapshotAsync(Of(scene, "all"), scene.Token) is { } shown
            && shown.Status["need_full_reasons"]?.ToJsonString().Contains($"{scene.Name}: bad_json", StringComparison.Ordinal) == true);
        await scene.Feed.BaselineAsync();
        await scene.EndAsync();
        await scene.BackAsync("the composite is whole", () => SaysAsync(scene, "all", "need_full", "false"));
    }
}
