using System.Text.Json.Nodes;

namespace PanelActors.Drill.Faults;

/// <summary>Receivers of notifications that do not do their part.</summary>
internal static class NotifyFaults
{
    private const string Page = "Notifications | ";
    private const string Total = "notifications_total";
    private const string Failing = "the receiver is away, hangs, hangs up, redirects or answers with an error";
    private static readonly DrillPromise Slow = new() { Detect = TimeSpan.FromSeconds(12) };

    /// <summary>All of them.</summary>
    public static DrillFault[] All { get; } =
    [
        Receiver("receiver-500", "The receiver answers 500.", Failing,
            static scene => FailAsync(scene, static c => c.AnswerAsync(500))) with
        {
            IsShort = true,
        },
        Receiver("receiver-redirects", "The receiver redirects.", Failing,
            static scene => FailAsync(scene, static c => c.AnswerAsync(302, moreHeaders: "Location: http://127.0.0.1:1/\r\n"))),
        Receiver("receiver-hangs-up", "The receiver hangs up.", Failing, static scene => FailAsync(scene, static c =>
        {
            c.Abort();
            return Task.CompletedTask;
        })),
        Receiver("receiver-away", "The receiver does not listen.", Failing, static scene => FailAsync(scene, null)),
        Receiver("receiver-queue", "More wait for a receiver that is away than may.",
            "it is away for so long that more than `MaxQueue` wait", QueueAsync, ("MaxQueue", 1)),
        Receiver("receiver-rejects", "The receiver answers 400 once.", "it answers 400, 413 or 422", RejectAsync),
        Receiver("notify-killed", "The daemon is killed while a notification waits.", "the daemon is killed", KillAsync),
        Receiver("notify-database-held", "Another process holds the database while something is to be notified of.",
            "the database is away or locked", HoldAsync),
        Receiver("alertmanager-restarted", "An Alertmanager is restarted and has forgotten its alerts.",
            "an Alertmanager is restarted", AlertAsync, ("Format", "alertmanager"), ("Repeat", "00:00:01")),
        Receiver("secret-missing", "The file with the secret is deleted and comes back.",
            "a secret or header file is missing or unusable", SecretAsync) with
        {
            Configure = static (scene, section) =>
            {
                Configure(scene, section);
                File.WriteAllText(Secret(scene), SecretText);
                section["Notify"]![0]!["SecretFile"] = Secret(scene);
            },
        },
    ];

    private const string SecretText = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static DrillFault Receiver(
        string name, string causes, string row, Func<DrillScene, Task> run, params (string Key, JsonNode Value)[] more) =>
        new(name, causes, [Page + row], run)
        {
            IsAlone = true,
            Promise = Slow,
            Configure = (scene, section) => Configure(scene, section, more),
        };

    private static void Configure(DrillScene scene, JsonObject section, params (string Key, JsonNode Value)[] more)
    {
        scene.Receiver.Start();
        var receiver = new JsonObject
        {
            ["Name"] = scene.Name,
            ["Url"] = $"http://127.0.0.1:{scene.Receiver.Port}",
            ["On"] = new JsonArray("health:stale", "health:ok"),
        };
        foreach (var (key, value) in more) receiver[key] = value.DeepClone();
        section["Notify"] = new JsonArray(receiver);
    }

    private static string Secret(DrillScene scene) => Path.Combine(scene.Daemon.Folder, "notify.secret");

    private static Task<bool> CameAsync(DrillScene scene, string part, int times = 1)
    {
        lock (scene.Received)
            return Task.FromResult(scene.Received.Count(body => body.Contains(part, StringComparison.Ordinal)) >= times);
    }

    private static Task CountedAsync(DrillScene scene, string outcome) => scene.CountedAsync(Total, $"outcome=\"{outcome}\"");

    private static async Task SilenceFeedAsync(DrillScene scene)
    {
        scene.Feed.IsBeating = false;
        scene.Cause();
        await scene.SaysAsync("health", "stale");
    }

    private static async Task EndAsync(DrillScene scene, params string[] parts)
    {
        scene.Feed.IsBeating = true;
        await scene.EndAsync();
        foreach (var part in parts) await scene.BackAsync($"a notification of {part}", () => CameAsync(scene, part));
    }

    private static async Task FailAsync(DrillScene scene, Func<FeedConnection, Task>? answer)
    {
        scene.Answer = answer;
        if (answer is null) scene.Receiver.Stop();
        await SilenceFeedAsync(scene);
        await CountedAsync(scene, "failed");
        await scene.LoggedAsync("WRN", scene.Name);
        await scene.SeenAsync("notification_queue", async () =>
            await scene.View.MetricAsync("notification_queue", [$"name=\"{scene.Name}\""], scene.Token) >= 1);
        scene.Answer = null;
        scene.Receiver.Start();
        await EndAsync(scene, "health.stale", "health.ok");
        lock (scene.Received)
        {
            var order = scene.Received.FindIndex(static body => body.Contains("health.stale", StringComparison.Ordinal))
                < scene.Received.FindIndex(static body => body.Contains("health.ok", StringComparison.Ordinal));
            scene.Check(order, "the notifications did not come in order");
        }
    }

    private static async Task QueueAsync(DrillScene scene)
    {
        scene.Receiver.Stop();
        await SilenceFeedAsync(scene);
        await CountedAsync(scene, "failed");
        scene.Feed.IsBeating = true;
        await scene.SaysAsync("health", "ok");
        scene.Feed.IsBeating = false;
        await scene.SaysAsync("health", "stale");
        await CountedAsync(scene, "dropped");
        scene.Receiver.Start();
        await EndAsync(scene, "health.ok");
    }

    private static async Task RejectAsync(DrillScene scene)
    {
        scene.Answer = connection =>
        {
            scene.Answer = null;
            return connection.AnswerAsync(400);
        };
        await SilenceFeedAsync(scene);
        await CountedAsync(scene, "rejected");
        await scene.LoggedAsync("WRN", "given up");
        await EndAsync(scene, "health.ok");
        scene.Check(!await CameAsync(scene, "health.stale"), "what was given up came again");
    }

    private static async Task KillAsync(DrillScene scene)
    {
        scene.Receiver.Stop();
        await SilenceFeedAsync(scene);
        await CountedAsync(scene, "failed");
        await scene.Daemon.Child.KillAsync();
        scene.Restarted();
        await scene.Daemon.StartAsync(scene.Token);
        scene.Receiver.Start();
        await EndAsync(scene, "health.stale");
    }

    private static async Task HoldAsync(DrillScene scene)
    {
        using (new HeldDatabase(Path.Combine(scene.Daemon.Folder, "state.db")))
        {
            await SilenceFeedAsync(scene);
            await scene.LoggedAsync("WRN", "history");
        }

        await EndAsync(scene, "health.stale", "health.ok");
    }

    private static async Task AlertAsync(DrillScene scene)
    {
        await SilenceFeedAsync(scene);
        await scene.SeenAsync("an alert", () => CameAsync(scene, "PanelActorsHealth"));
        scene.Receiver.Stop();
        await CountedAsync(scene, "failed");
        lock (scene.Received) scene.Received.Clear();
        scene.Receiver.Start();
        await scene.BackAsync("the alert", () => CameAsync(scene, "PanelActorsHealth"));
        await EndAsync(scene);
    }

    private static async Task SecretAsync(DrillScene scene)
    {
        File.Delete(Secret(scene));
        await SilenceFeedAsync(scene);
        await scene.LoggedAsync("WRN", "notify.secret");
        scene.Check(!await CameAsync(scene, ""), "something was sent without the secret");
        await File.WriteAllTextAsync(Secret(scene), SecretText, scene.Token);
        await EndAsync(scene, "health.stale", "health.ok");
        scene.Check(scene.Lines(SecretText) == 0, "the secret is in the log");
    }
}
