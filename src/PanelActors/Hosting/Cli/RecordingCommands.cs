using System.CommandLine;
using System.Globalization;
using PanelActors.Recording;

namespace PanelActors.Hosting.Cli;

/// <summary>The commands about recordings: <c>recordings</c>, <c>verify</c>, <c>export</c> (specification 12.3).</summary>
internal static class RecordingCommands
{
    private static readonly string[] Formats = ["sse", "ndjson"];

    /// <summary>Adds the commands.</summary>
    /// <param name="root">To which.</param>
    /// <param name="configured">The folder in the configuration; null after faults were written.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where faults go.</param>
    /// <param name="config">The option that names the configuration file.</param>
    public static void Add(
        RootCommand root, Func<ParseResult, string?> configured, Option<string?> config, TextWriter output, TextWriter error)
    {
        var path = new Option<string?>("--path")
        {
            Description = "The folder of the recordings. Without it, the configured one.",
            HelpName = "FOLDER",
        };
        var recordings = new Command("recordings", "List what is recorded, and of which times.") { path, config };
        recordings.SetAction(parsed =>
            parsed.GetValue(path) is { } given ? Do(() => List(given, output), error)
            : configured(parsed) is { } folder ? Do(() => List(folder, output), error) : 1);

        var file = new Argument<string>("FILE") { Description = "A segment, or the folder of a source with all of its segments." };
        var verify = new Command("verify", "Run a recording through the pipeline, as fast as it goes, and print what is in it.") { file };
        verify.SetAction(parsed => Do(() => Verify(parsed.GetValue(file)!, output, error), error));

        var format = new Option<string>("--format")
        {
            Description = "sse: the bytes of the feed as they came; ndjson: one line of JSON for each event.",
            HelpName = "FORMAT",
            DefaultValueFactory = static _ => "ndjson",
        };
        format.AcceptOnlyFromAmong(Formats);
        var export = new Command("export", "Print what a recorded feed sent.") { file, format };
        export.SetAction(parsed => Do(() => Export(parsed.GetValue(file)!, parsed.GetValue(format)!, error), error));
        root.Add(recordings);
        root.Add(verify);
        root.Add(export);
        root.Add(ReplayCommand.Create(output, error));
    }

    private static int List(string folder, TextWriter output)
    {
        var sources = RecordingFiles.SourcesIn(folder);
        if (sources.Count == 0) output.WriteLine($"{folder} holds no recording.");
        foreach (var source in sources)
        {
            var segments = SegmentName.In(source);
            var bytes = segments.Sum(static path => new FileInfo(path).Length);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{source}  {segments.Count} segment{(segments.Count == 1 ? "" : "s")}, {bytes:N0} bytes"));
            foreach (var span in RecordingSpan.OfAll(segments))
                output.WriteLine($"  {RecordWriter.TextOf(span.From)} to {RecordWriter.TextOf(span.To)}");
        }

        return 0;
    }

    private static int Verify(string path, TextWriter output, TextWriter error)
    {
        var report = new RecordingReport();
        var isFaulty = false;
        foreach (var record in RecordingFiles.Read(RecordingFiles.Of(path), Fail)) report.Add(record);
        // Where nothing was read there is nothing to say.
        if (report.First is not null) RecordingTable.Write(report, output);
        if (report.Mismatches > 0)
            error.WriteLine($"{path} does not lead to {report.Mismatches} of the states in it: another version of panelactors made them.");
        return isFaulty || report.Mismatches > 0 ? 1 : 0;

        void Fail(RecordingFaultException fault)
        {
            isFaulty = true;
            error.WriteLine($"{fault.Message}.");
        }
    }

    private static int Export(string path, string format, TextWriter error)
    {
        var isFaulty = false;
        var records = RecordingFiles.Read(RecordingFiles.Of(path), Fail);
        // Bytes as they came need not be text.
        using var output = Console.OpenStandardOutput();
        using var buffered = new BufferedStream(output, 64 * 1024);
        if (format == "sse") RecordingExport.WriteSse(records, buffered);
        else RecordingExport.WriteNdjson(records, buffered);
        return isFaulty ? 1 : 0;

        void Fail(RecordingFaultException fault)
        {
            isFaulty = true;
            error.WriteLine($"{fault.Message}.");
        }
    }

    private static int Do(Func<int> command, TextWriter error)
    {
        try
        {
            return command();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"{fault.Message.TrimEnd('.')}.");
            return 1;
        }
    }
}
