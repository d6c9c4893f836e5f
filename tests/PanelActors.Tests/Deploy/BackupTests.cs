using PanelActors.Tests.Docs;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Deploy;

/// <summary>The backup that the page for operators shows, taken from a daemon that runs and given to another one.</summary>
public sealed class BackupTests
{
    [ProgramsTheory("sqlite3")]
    [InlineData("/var/lib/panelactors", "/var/backups")]
    public async Task A_copy_of_a_running_daemon_is_what_the_next_one_begins_with(string states, string backups)
    {
        using var folder = new TemporaryFolder();
        var command = DocCommand.All.Single(static command => command.Text.StartsWith("sqlite3 ", StringComparison.Ordinal)).Text;
        command.ShouldContain(states);
        command = command.Replace(states, folder.Path, StringComparison.Ordinal).Replace(backups, folder.Path, StringComparison.Ordinal);
        command = command.Replace($"{folder.Path}/panelactors.db\"", $"{folder.Path}/copy.db\"", StringComparison.Ordinal);
        await using var upstream = ScriptedUpstream.Start();

        await using (var daemon = await Start(upstream, "panelactors.db", folder))
        {
            // It stays open: a daemon whose feed ends would come back for another one before it stops.
            var feed = await upstream.NextStream(Sse.Full(41, 5, """{"p":1}"""));
            await daemon.UntilPanel("p", "1");
            await UntilCopied(command, Path.Combine(folder.Path, "copy.db"));
            await feed.Send(Sse.Diff(42, 5, """{"p":2}"""));
            await daemon.UntilPanel("p", "2");
        }

        await using var next = await Start(upstream, "copy.db", folder);
        ((int?)(await next.Snapshot())["p"]).ShouldBe(1);
        using var resumed = await upstream.NextStream(Sse.Diff(42, 5, """{"p":2}"""));
        resumed.Header("Last-Event-ID").ShouldBe("41");
        await next.UntilPanel("p", "2");
    }

    private static Task<Daemon> Start(ScriptedUpstream upstream, string file, TemporaryFolder folder) => Daemon.Reading(
        upstream, ("Persistence:Enabled", "true"), ("Persistence:Path", Path.Combine(folder.Path, file)),
        ("Persistence:Interval", "00:00:01"));

    // The first save comes within an interval; until then a copy has no state in it.
    private static async Task UntilCopied(string command, string copy)
    {
        using var limit = new CancellationTokenSource(ScriptedUpstream.Patience);
        while (true)
        {
            var run = await ProgramRun.Of(Path.GetTempPath(), "sh", "-c", command);
            run.Code.ShouldBe(0, run.Output);
            if (await HasState(copy)) return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
        }
    }

    private static async Task<bool> HasState(string copy)
    {
        var rows = await ProgramRun.Of(Path.GetTempPath(), "sqlite3", copy, "SELECT count(*) FROM panelactors_state");
        return rows is { Code: 0, Output: "1\n" };
    }
}
