using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using PanelActors.Benchmarks.Reports;

namespace PanelActors.Benchmarks.Loads;

/// <summary>
/// From the start of the process to the first answered snapshot, with the built-in feed, beside an empty web application.
/// </summary>
public static class StartupLoad
{
    /// <summary>The command that <see cref="ServeEmptyAsync"/> is behind.</summary>
    public const string EmptyCommand = "empty-web";

    private const string Empty = "start of an empty web application to its first answer";

    // Half of what was found when this was first measured: 4.
    private static readonly Target Half = new(2, AtMost: true);

    public static async Task<Report> RunAsync(LoadSettings settings)
    {
        var rounds = settings.Rounds(usual: 9, whenShort: 3);
        List<double> empty = [], first = [], filled = [], again = [];
        for (var round = -1; round < rounds; round++)
        {
            using var folder = new ScratchFolder();
            await using (var web = ChildProcess.Self(folder.Path, EmptyCommand))
                Note(empty, await web.FirstAnswerAsync("", static _ => true));
            await using (var daemon = ChildProcess.Daemon(settings.Daemon, folder.Path, ["--source", "market=simulator:"]))
            {
                Note(first, await daemon.FirstAnswerAsync("api/snapshot", static _ => true));
                Note(filled, await daemon.FirstAnswerAsync("api/snapshot", DaemonAnswers.HasBaseline));
            }

            await using (var daemon = ChildProcess.Daemon(settings.Daemon, folder.Path, ["--source", "market=simulator:"]))
                Note(again, await daemon.FirstAnswerAsync("api/snapshot", static _ => true));

            void Note(List<double> times, TimeSpan time)
            {
                if (round >= 0) times.Add(time.TotalMilliseconds);
            }
        }

        var report = new Report("startup", $"median of {rounds} starts{(settings.Daemon is null ? "" : " of a published daemon")}");
        report.Add(Empty, Sides.Median(empty), "ms");
        Add("start to the first answered snapshot", first, Half);
        Add("start to the first snapshot with panels", filled, null);
        Add("the same over files of a former life, first answer", again, null);
        return report;

        void Add(string what, List<double> times, Target? target) => report.Add(
            what, Sides.Median(times), "ms", Empty, Sides.Median(empty), target, Sides.Median(
                times.Zip(empty, static (own, other) => own / other)));
    }

    /// <summary>The empty web application.</summary>
    public static async Task ServeEmptyAsync(string urls)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(urls);
        var app = builder.Build();
        app.MapGet("/", static () => { });
        await app.RunAsync();
    }
}
