using PanelActors.Configuration;
using PanelActors.History;
using PanelActors.Notify;

namespace PanelActors.Hosting.Cli;

/// <summary>The command <c>notify test</c>: sends one notification to a receiver, without the daemon (specification 11.4).</summary>
internal static class NotifyCommand
{
    /// <summary>Sends it. 1 after a line on <paramref name="error"/>.</summary>
    public static async Task<int> TestAsync(
        PanelActorsOptions options, string name, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var receiver = options.Notify.FirstOrDefault(notify => notify.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (receiver is null)
        {
            var names = options.Notify.Select(static notify => notify.Name);
            error.WriteLine(options.Notify.Count == 0
                ? "Notify has no receivers."
                : $"There is no receiver '{name}': expected {Spelling.OneOf(names)}.");
            return 1;
        }

        var now = DateTimeOffset.UtcNow;
        var entry = HistoryEntry.Of(
            options.DefaultStore ?? "test", now, HistoryKind.Followup, HistoryLevel.Info, "Test",
            "A test of notifications: nothing happened.");
        using var client = new NotifyClient(TimeProvider.System);
        var body = NotificationBody.Of(receiver, new Notification(entry, Condition.Of(entry), null), now);
        var outcome = await client.SendAsync(receiver, entry.Id, body, cancellation);
        if (outcome.Fault is { } fault)
        {
            error.WriteLine($"{receiver.Name} was not notified: {fault}.");
            return 1;
        }

        output.WriteLine($"{receiver.Name} was notified.");
        return 0;
    }
}
