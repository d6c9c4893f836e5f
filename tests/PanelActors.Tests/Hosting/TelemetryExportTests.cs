using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;
using PanelActors.Hosting;

namespace PanelActors.Tests.Hosting;

public sealed class TelemetryExportTests
{
    private const string Hostile = "a\r\nforged \u001b[2J \u202Egnol\u0085";

    [Fact]
    public void One_read_in_a_hundred_is_sampled_unless_the_environment_says_otherwise()
    {
        var sampled = Enumerable.Range(0, 20_000).Count(static _ => Decide(default));
        sampled.ShouldBeInRange(100, 300);

        // A step of a sampled trace is sampled too.
        var parent = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        Decide(parent).ShouldBeTrue();

        static bool Decide(ActivityContext parent) => TelemetryExport.DefaultSampler.ShouldSample(
            new SamplingParameters(parent, ActivityTraceId.CreateRandom(), "ingest read", ActivityKind.Consumer)).Decision
            == SamplingDecision.RecordAndSample;
    }

    [Fact]
    public void No_line_that_is_exported_has_text_from_outside_as_it_came()
    {
        var texts = new ConcurrentQueue<string>();
        using (var factory = LoggerFactory.Create(builder => builder.AddOpenTelemetry(options =>
        {
            options.IncludeFormattedMessage = true;
            options.AddProcessor(new PrintableRecords()).AddProcessor(new Texts(texts));
        })))
        {
            var log = factory.CreateLogger("Test");
            log.LogWarning(new InvalidOperationException(Hostile, new ArgumentException(Hostile)), "One {Text} of {Count}", Hostile, 3);
            log.LogWarning("List {Texts} and {Thing}", (object)new[] { Hostile }, new Thing(Hostile));
            log.Log(LogLevel.Warning, default, Hostile, null, static (state, _) => state);
        }

        texts.ShouldContain("One a??forged ?[2J ?gnol? of 3");
        texts.ShouldContain("Text=a??forged ?[2J ?gnol?");
        texts.ShouldContain("Count=3");
        texts.ShouldContain("exception.message=a??forged ?[2J ?gnol?");
        texts.ShouldContain("exception.type=System.InvalidOperationException");
        texts.Count(static text => text.Contains("forged", StringComparison.Ordinal)).ShouldBeGreaterThan(6);
        texts.ShouldAllBe(static text => !text.Contains('\u001b') && !text.Contains('\u202E') && !text.Contains('\r'));
        texts.Where(static text => !text.StartsWith("exception.stacktrace", StringComparison.Ordinal))
            .ShouldAllBe(static text => !text.Contains('\n'));
    }

    private sealed class Texts(ConcurrentQueue<string> texts) : BaseProcessor<LogRecord>
    {
        public override void OnEnd(LogRecord data)
        {
            if (data.FormattedMessage is { } message) texts.Enqueue(message);
            if (data.Body is { } body) texts.Enqueue(body);
            if (data.Exception is { } fault) texts.Enqueue(fault.ToString());
            foreach (var (name, value) in data.Attributes ?? [])
                texts.Enqueue($"{name}={(value is IEnumerable<string> list ? string.Join(", ", list) : value)}");
        }
    }

    private sealed record Thing(string Name)
    {
        public override string ToString() => Name;
    }
}
