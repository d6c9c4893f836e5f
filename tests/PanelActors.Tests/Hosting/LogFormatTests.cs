using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PanelActors.Configuration;
using PanelActors.Hosting;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting;

namespace PanelActors.Tests.Hosting;

public sealed class LogFormatTests
{
    private const string Hostile = "a\r\n<0>2026 forged \u001b[2J \u202Egnol\u0085";

    [Theory]
    [InlineData(LogLevel.Debug, 7)]
    [InlineData(LogLevel.Information, 6)]
    [InlineData(LogLevel.Warning, 4)]
    [InlineData(LogLevel.Error, 3)]
    [InlineData(LogLevel.Critical, 2)]
    public void Journald_gets_the_priority_of_each_line_and_text_from_outside_gives_none(LogLevel level, int priority)
    {
        var lines = Written(LogFormat.Text, isJournal: true, log =>
            log.Log(level, new InvalidOperationException(Hostile), "One {Text:l}", Hostile));

        lines.Length.ShouldBeGreaterThan(1);
        lines.ShouldAllBe(line => line.StartsWith($"<{priority}>", StringComparison.Ordinal));
        lines[0].ShouldContain("One a??<0>2026 forged ?[2J ?gnol?");
        lines.ShouldAllBe(line => line.Length > 3 && line[3] != '<');
    }

    [Fact]
    public void Without_journald_lines_begin_with_their_time() =>
        Written(LogFormat.Text, isJournal: false, log => log.LogInformation("x")).Single().ShouldMatch(@"^\d{4}-\d\d-\d\dT.* INF x$");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Json_is_one_object_a_line_with_the_message_and_its_properties(bool isJournal)
    {
        var lines = Written(LogFormat.Json, isJournal, log =>
            log.LogWarning(new InvalidOperationException(Hostile), "One {Text:l} of {Count}", Hostile, 3));

        var line = JsonNode.Parse(lines.ShouldHaveSingleItem())!;
        ((string?)line["@m"]).ShouldBe("One a??<0>2026 forged ?[2J ?gnol? of 3");
        ((string?)line["@l"]).ShouldBe("Warning");
        ((string?)line["Text"]).ShouldBe("a??<0>2026 forged ?[2J ?gnol?");
        ((int?)line["Count"]).ShouldBe(3);
        ((string?)line["SourceContext"]).ShouldBe("Test");
        ((string?)line["@x"]).ShouldNotBeNull().ShouldNotContain("\u001b");
        DateTimeOffset.TryParse((string?)line["@t"], out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("8:4711", "socket:[4711]", true)]
    [InlineData("8:4711", "socket:[4712]", false)]
    [InlineData("8:4711", "/dev/null", false)]
    [InlineData("8:4711", null, true)]
    [InlineData("", "socket:[]", false)]
    [InlineData("8:x", "socket:[x]", false)]
    public void Journald_reads_the_output_only_where_that_leads_to_its_stream(string stream, string? output, bool isSo) =>
        JournalStream.IsOutput(stream, output).ShouldBe(isSo);

    private static string[] Written(LogFormat format, bool isJournal, Action<Microsoft.Extensions.Logging.ILogger> write)
    {
        var output = new StringWriter { NewLine = "\n" };
        var serilog = new Serilog.LoggerConfiguration().MinimumLevel.Verbose().Enrich.With<PrintableEnricher>();
        serilog.WriteTo.Sink(new TextSink(DaemonLogging.FormatterOf(format, isJournal), output));
        using (var factory = new SerilogLoggerFactory(new PrintableLogger(serilog.CreateLogger()), dispose: true))
            write(factory.CreateLogger("Test"));
        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private sealed class TextSink(ITextFormatter formatter, TextWriter output) : ILogEventSink
    {
        public void Emit(LogEvent logEvent) => formatter.Format(logEvent, output);
    }
}
