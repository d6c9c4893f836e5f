using System.Text.Json.Nodes;

namespace PanelActors.Drill.Faults;

/// <summary>Subscribers that do not do their part.</summary>
internal static class SubscriberFaults
{
    private const string Page = "Subscribers | ";
    private const int Small = 4096;
    private const int Events = 400;
    private const int EventBytes = 40_000;

    /// <summary>All of them.</summary>
    public static DrillFault[] All { get; } =
    [
        Alone("slow-subscriber", "A subscriber stops reading for a while.", "a subscriber reads slowly", SlowAsync,
            ("ClientBufferBytes", 65536), ("WriteTimeout", "00:00:30")) with
        {
            Promise = new() { Detect = TimeSpan.FromSeconds(15) },
        },
        Alone("absent-subscriber", "A subscriber does not read at all.", "it does not read at all", AbsentAsync) with
        {
            IsShort = true,
            Promise = new() { Detect = TimeSpan.FromSeconds(15) },
        },
        Alone("far-behind", "A subscriber comes back after more events than the log keeps.", "it was away longer than the log reaches",
            FarAsync, ("RingEvents", 16)),
        Alone("unknown-position", "A subscriber comes with the position of another daemon.",
            "it comes with the position of another store, another daemon, or a run before this one",
            static scene => WelcomeAsync(scene, "4242424242", "unknown_id")),
        Alone("cut-baseline", "A subscriber was cut off within its baseline.", "it was cut off within a baseline", CutAsync),
        Alone("max-clients", "One more subscriber comes than there may be.", "`MaxClients` are there", ManyAsync, ("MaxClients", 2)),
        Alone("store-replaced", "The store is configured anew, and the daemon stops, while a subscriber reads.",
            "the store is reconfigured, the daemon stops", ByeAsync) with
        {
            IsShort = true,
        },
    ];

    private static DrillFault Alone(
        string name, string causes, string row, Func<DrillScene, Task> run, params (string Key, JsonNode Value)[] relay) =>
        new(name, causes, [Page + row], run)
        {
            IsAlone = true,
            Configure = (_, section) =>
            {
                section["Limits"] = new JsonObject { ["MaxEventBytes"] = 1048576, ["MaxStateBytes"] = 2097152 };
                foreach (var (key, value) in relay) section["Relay"]![key] = value.DeepClone();
            },
        };

    private static string Path(DrillScene scene) => $"/api/stores/{scene.Name}/events";

    private static Task<RawClient> SubscribeAsync(DrillScene scene, string headers = "", int buffer = 0) =>
        RawClient.GetAsync(scene.View.Address, Path(scene), scene.Token, headers, buffer);

    private static async Task FloodAsync(DrillScene scene, int count = Events)
    {
        // A large panel, which the next baseline takes away again.
        scene.Feed.IsExact = false;
        for (var n = 0; n < count; n++)
        {
            await scene.Feed.SendAsync(
                FeedText.Event("panel_diff", null, scene.Feed.Generation,
                    $"{{\"diff\":{{\"flood\":\"{n} {new string('f', EventBytes)}\"}}}}"),
                fresh: true);
        }
    }

    private static async Task DryAsync(DrillScene scene)
    {
        await scene.Feed.BaselineAsync();
        await scene.EndAsync();
    }

    private static async Task SlowAsync(DrillScene scene)
    {
        await scene.NoteAsync("relay_conflations_total");
        await using var slow = await SubscribeAsync(scene, buffer: Small);
        scene.Check(await slow.LineWithAsync("panel_full", scene.Token) is not null, "no baseline came");
        scene.Cause();
        await FloodAsync(scene);
        await scene.UntilAsync(TimeSpan.FromSeconds(2), static () => Task.FromResult(false));
        scene.Check(await slow.LineWithAsync("\"conflated\"", scene.Token) is not null, "no baseline came in place of the backlog");
        await scene.CountedAsync("relay_conflations_total");
        await DryAsync(scene);
    }

    private static async Task AbsentAsync(DrillScene scene)
    {
        await using var absent = await SubscribeAsync(scene, buffer: Small);
        await scene.BackAsync("one subscriber", () => ClientsAsync(scene, 1));
        scene.Cause();
        // How much the system takes for a client that does not read is the system's affair: it goes on until a write waits.
        await scene.SeenAsync("no subscriber", async () =>
        {
            await FloodAsync(scene, count: 20);
            return await ClientsAsync(scene, 0);
        });
        await DryAsync(scene);
    }

    private static async Task<bool> ClientsAsync(DrillScene scene, int count) =>
        await scene.View.MetricAsync("relay_clients", [$"store=\"{scene.Name}\""], scene.Token) == count;

    private static async Task FarAsync(DrillScene scene)
    {
        string? id;
        await using (var first = await SubscribeAsync(scene))
        {
            scene.Check(await first.LineWithAsync("event: panel_diff", scene.Token) is not null, "no event came");
            id = (await first.LineWithAsync("id: ", scene.Token))?[4..];
            // Someone must be there for the log to be written.
            await using var other = await SubscribeAsync(scene);
            await first.DisposeAsync();
            for (var n = 0; n < 50; n++)
            {
                await scene.Feed.NextAsync();
                await Task.Delay(10, scene.Token);
            }

            scene.Cause();
            await WelcomeAsync(scene, id ?? "none", "too_old");
        }
    }

    private static async Task WelcomeAsync(DrillScene scene, string position, string reason)
    {
        await using var client = await SubscribeAsync(scene, $"Last-Event-ID: {position}\r\n");
        var hello = await client.LineWithAsync("\"type\":\"hello\"", scene.Token);
        scene.Check(hello?.Contains(reason, StringComparison.Ordinal) == true, $"hello was {hello}, without {reason}");
        scene.Check(await client.LineWithAsync("event: panel_full", scene.Token) is not null, "no baseline came");
        scene.Seen();
        await scene.EndAsync();
    }

    private static async Task CutAsync(DrillScene scene)
    {
        await scene.Feed.SendAsync(
            FeedText.Event("severity_counts", null, null, "{\"counts\":{\"info\":1,\"warn\":0,\"critical\":0}}"), fresh: true);
        await scene.UntilAsync(TimeSpan.FromSeconds(5), async () =>
            await scene.View.TextAsync($"/api/stores/{scene.Name}/snapshot", scene.Token)
            is { } text && text.Contains("severity_counts", StringComparison.Ordinal));
        string? id = null;
        await using (var first = await SubscribeAsync(scene))
        {
            var before = "";
            while (await first.LineAsync(scene.Token) is { } line)
            {
                // The field id stands on either side of the type.
                if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
                if (line.StartsWith("data: ", StringComparison.Ordinal) && line.Contains("\"panel_full\"", StringComparison.Ordinal)) break;
                before = line;
            }

            scene.Check(before.Length > 0, "no baseline came");
        }

        scene.Cause();
        await WelcomeAsync(scene, id ?? "none", "incomplete_baseline");
    }

    private static async Task ManyAsync(DrillScene scene)
    {
        await using var first = await SubscribeAsync(scene);
        var second = await SubscribeAsync(scene);
        await scene.BackAsync("two subscribers", () => ClientsAsync(scene, 2));
        scene.Cause();
        await using (var third = await SubscribeAsync(scene))
        {
            scene.Check((await third.LineAsync(scene.Token))?.Contains("503", StringComparison.Ordinal) == true, "it was not refused");
            scene.Check(await third.LineWithAsync("Retry-After", scene.Token) is not null, "no Retry-After");
            scene.Seen();
        }

        await second.DisposeAsync();
        await scene.EndAsync();
        await scene.BackAsync("one subscriber", () => ClientsAsync(scene, 1));
        await using var fourth = await SubscribeAsync(scene);
        scene.Check(await fourth.LineWithAsync("hello", scene.Token) is not null, "it was refused although there is room");
    }

    private static async Task ByeAsync(DrillScene scene)
    {
        await using var first = await SubscribeAsync(scene);
        scene.Check(await first.LineWithAsync("panel_full", scene.Token) is not null, "no baseline came");
        scene.Watch.MayGoBack = true;
        scene.Cause();
        scene.Daemon.Section["Sources"]![0]!["Headers"] = new JsonObject { ["X-Drill"] = "2" };
        scene.Daemon.Configure();
        scene.Check(await first.LineWithAsync("event: bye", scene.Token) is not null, "no bye when the store was replaced");
        scene.Seen();
        await scene.EndAsync();
        await using var second = await SubscribeAsync(scene);
        scene.Check(await second.LineWithAsync("panel_full", scene.Token) is not null, "no baseline came");
        scene.Daemon.Child.Signal(15);
        scene.Check(await second.LineWithAsync("event: bye", scene.Token) is not null, "no bye when the daemon stopped");
        scene.Check(await scene.Daemon.Child.EndAsync(scene.Token) == 0, "the exit code was not 0");
    }
}
