using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using Microsoft.Extensions.Logging.Abstractions;
using PanelActors.Benchmarks.Reports;
using PanelActors.Benchmarks.Workloads;
using PanelActors.Configuration;
using PanelActors.Protocol.Decode;
using PanelActors.Protocol.Sse;
using PanelActors.Recording;
using PanelActors.Sources;
using PanelActors.State;
using PanelActors.Telemetry;
using ZstdSharp;

namespace PanelActors.Benchmarks.Loads;

/// <summary>What a recorder costs, how fast recordings are verified beside ingest, and the panels of moments of a week.</summary>
public static class RecordingLoad
{
    private const int EventsPerSecond = 2_000;
    private const double MostCost = 5;
    private const double MostMilliseconds = 1_000;
    private const int Moments = 21;
    private const int BetweenFlushes = 20_000;
    private const string Graph = "bytes to applied state, the whole graph";
    private const string Verify = "verify, recorded in reads of 64 KiB";
    private const string VerifySmall = "verify, each event recorded as a read";
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private static readonly RecordedSettings Settings = new(
        "feed", DiffForm.Auto, Dialect.Auto, new LimitsOptions().MaxEventBytes, new LimitsOptions().MaxDepth, true, 50, 256 << 20,
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));

    /// <summary>Runs the three measurements in turn.</summary>
    public static async Task<Report> RunAsync(LoadSettings settings)
    {
        var workload = settings.CreateWorkload();
        var rounds = settings.Rounds(usual: 9, whenShort: 5);
        var report = new Report("recording", string.Create(
            CultureInfo.InvariantCulture, $"{workload}; median of {rounds} rounds; the recorder at {EventsPerSecond:N0} events/s"));
        await CostAsync(report, workload, settings, rounds);
        await VerifyAsync(report, workload, rounds);
        await PastAsync(report, workload, settings.IsShort ? 60_480 : 604_800);
        return report;
    }

    // Two daemons side by side, so that whatever else the machine does hits both.
    private static async Task CostAsync(Report report, Workload workload, LoadSettings settings, int rounds)
    {
        var round = TimeSpan.FromSeconds(settings.IsShort ? 2 : 6);
        await using var feed = PacedFeed.Start(workload, EventsPerSecond);
        using var folder = new ScratchFolder();
        await using var plain = Daemon(settings, feed, folder.Path, "plain", records: false);
        await using var recording = Daemon(settings, feed, folder.Path, "recording", records: true);
        await plain.FirstAnswerAsync("api/snapshot", DaemonAnswers.HasBaseline);
        await recording.FirstAnswerAsync("api/snapshot", DaemonAnswers.HasBaseline);
        var costs = new List<(double Plain, double Recording)>();
        // The first rounds wait for the compiler.
        for (var i = -3; i < rounds; i++)
        {
            var (clock, before) = (Stopwatch.StartNew(), (Plain: plain.Cpu, Recording: recording.Cpu));
            await Task.Delay(round);
            var after = ((plain.Cpu - before.Plain) / clock.Elapsed * 100, (recording.Cpu - before.Recording) / clock.Elapsed * 100);
            if (i >= 0) costs.Add(after);
        }

        using var http = new HttpClient { BaseAddress = recording.Url };
        var lost = (await http.GetStringAsync("metrics")).Sum("panelactors_recording_lost_total");
        report.Add("processor time of a daemon that records nothing", Sides.Median(costs.Select(static cost => cost.Plain)), "% of a core");
        report.Add("processor time of one that records", Sides.Median(costs.Select(static cost => cost.Recording)), "% of a core");
        var cost = Sides.Median(costs.Select(static cost => cost.Recording - cost.Plain));
        report.Add("the recorder", cost, "% of a core", "what it may take", MostCost, new Target(1, AtMost: true));
        report.Add("items that were lost to the recording", lost, "");
        var written = Directory.GetFiles(Path.Combine(folder.Path, "recording", "data", "recordings", Settings.Source));
        report.Add("written meanwhile", written.Sum(static file => new FileInfo(file).Length) / (double)(1 << 20), "MiB");
    }

    private static ChildProcess Daemon(LoadSettings settings, FeedServer feed, string folder, string name, bool records)
    {
        var path = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        File.WriteAllText(Path.Combine(path, "load.json"), $$$"""
            {"PanelActors":{"Recorder":{"Enabled":{{{(records ? "true" : "false")}}}},"Sources":[{"Name":"feed","Url":"{{{feed.Url}}}"}]}}
            """);
        return ChildProcess.Daemon(settings.Daemon, path, ["--config", "load.json"]);
    }

    private static async Task VerifyAsync(Report report, Workload workload, int rounds)
    {
        using var folder = new ScratchFolder();
        var reads = workload.ReadsOf(64 * 1024);
        var large = Write(Path.Combine(folder.Path, "large"), reads);
        var small = Write(Path.Combine(folder.Path, "small"), [.. workload.Payloads.Select(FrameOf)]);
        await using var graph = new GraphRunner();
        var sides = new Sides(workload.Payloads.Count);
        sides.Add(Graph, () => graph.RunAsync(reads, workload.Payloads.Count));
        sides.Add(Verify, () => Read(large, workload.Payloads.Count));
        sides.Add(VerifySmall, () => Read(small, workload.Payloads.Count));
        await sides.RunAsync(rounds, warmups: 2);
        sides.AddTo(report, Verify, Graph, new Target(0.5));
        sides.AddTo(report, VerifySmall, Graph);
    }

    private static string Write(string folder, IReadOnlyList<ReadOnlyMemory<byte>> reads)
    {
        var at = DateTimeOffset.UtcNow;
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, SegmentName.Of(at));
        using var compressor = new Compressor();
        using var writer = new SegmentWriter(path, compressor);
        writer.Add(new Record.Begin(at, "load", Settings));
        writer.Add(new Record.Item(new SourceItem.Mark(
            at, new SourceMark(PanelState.Initial, null, [], default, IncomingStream.None, default, false, Dialect.Auto))));
        writer.Add(new Record.Item(new SourceItem.Started(at, new BatchesStarted(1))));
        foreach (var read in reads) writer.Add(new Record.Item(new SourceItem.Read(at, 1, read, TimeSpan.Zero)));
        writer.Flush();
        return folder;
    }

    private static void Read(string folder, int events)
    {
        var report = new RecordingReport();
        foreach (var record in RecordingFiles.Read(RecordingFiles.Of(folder), static fault => throw fault)) report.Add(record);
        if (report.End?.UiGeneration != events) throw new InvalidOperationException($"{report.End?.UiGeneration} of {events} events.");
    }

    private static async Task PastAsync(Report report, Workload workload, int events)
    {
        using var folder = new ScratchFolder();
        var begin = DateTimeOffset.UtcNow - Week;
        await RecordWeekAsync(folder.Path, workload, begin, events);
        var feed = Path.Combine(folder.Path, Settings.Source);
        var random = new Random(1);
        var milliseconds = new List<double>();
        for (var i = 0; i < Moments; i++)
        {
            var at = begin + (Week * ((i + random.NextDouble()) / (Moments + 1)));
            var clock = Stopwatch.StartNew();
            if (PastState.At(feed, at, isLive: false) is null) throw new InvalidOperationException($"{at:u} is not covered.");
            milliseconds.Add(clock.Elapsed.TotalMilliseconds);
        }

        var bytes = Directory.GetFiles(feed).Sum(static file => new FileInfo(file).Length);
        report.Add("events recorded in the week", events, "");
        report.Add("its recording", bytes / (double)(1 << 20), "MiB");
        report.Add("the panels of a moment in it, median", Sides.Median(milliseconds), "ms");
        report.Add(
            $"the slowest of {Moments}", milliseconds.Max(), "ms", "what it may take", MostMilliseconds, new Target(1, AtMost: true));
    }

    // As the state actor records, by a clock that passes a week.
    private static async Task RecordWeekAsync(string folder, Workload workload, DateTimeOffset begin, int events)
    {
        var options = new RecorderOptions { Enabled = true, Path = folder, MaxAge = 2 * Week, MaxBytes = 1L << 40 };
        await using var writer = new RecordingWriter(
            options, new RecordingMetrics(), TimeProvider.System, NullLogger<RecordingWriter>.Instance);
        var recording = writer.Begin(Settings)!;
        var source = new SourceState(new StateLimits(), TimeProvider.System, SilentAccounts.Instance);
        var (frames, decoder, batch) = (new SseDecoder(1 << 24), new PanelEventDecoder(DiffForm.Auto, 64), new SseBatch());
        var started = new BatchesStarted(1);
        recording.Note(new SourceItem.Mark(begin, source.Mark!));
        recording.Note(new SourceItem.Started(begin, started));
        source.Start(started);
        for (var i = 0; i < events; i++)
        {
            var at = begin + (Week * ((double)i / events));
            if (recording.WantsMark && source.Mark is { } mark) recording.Note(new SourceItem.Mark(at, mark));
            var chunk = FrameOf(workload.Payloads[i % workload.Payloads.Count]);
            recording.Note(new SourceItem.Read(at, 1, chunk, TimeSpan.Zero));
            batch.Clear();
            frames.Decode(chunk, batch);
            source.Take(new EventBatch(1, ActorRefs.Nobody, decoder.Decode(batch), null, null, chunk.Length), at, null);
            if (i % BetweenFlushes == 0) await writer.FlushAsync(new StoreName(Settings.Source), CancellationToken.None);
        }
    }

    private static ReadOnlyMemory<byte> FrameOf(byte[] payload) => (byte[])[.. "data: "u8, .. payload, .. "\n\n"u8];
}
