using Microsoft.Extensions.Logging;
using PanelActors.Configuration;
using PanelActors.Hosting;
using PanelActors.Tests.Support;
using Serilog.Extensions.Logging;

namespace PanelActors.Tests.Hosting;

/// <summary>No text from outside looks like a line of the log, wherever it is logged.</summary>
public sealed class LogGuardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Forgeries => new()
    {
        { "a\r\n2026-01-01T00:00:00.000+00:00 INF forged", "a??2026-01-01T00:00:00.000+00:00 INF forged" },
        { "a\u2028b\u2029c\u0085d", "a?b?c?d" },
        { "\u001b[31mred\u001b[0m\u009b2J", "?[31mred?[0m?2J" },
        { "\u202Edetrever\u202C \u2066x\u2069", "?detrever? ?x?" },
        { "in\u200Bvis\u200Dible\uFEFF\u00AD", "in?vis?ible??" },
        { "tag\U000E0001\U000E0041", "tag??" },
        { "\0\u0007\b\t\u007f", "?????" },
        { "private \uE000 \U000F0000 unassigned \uFFFF", "private ? ? unassigned ?" },
        { "grün ✓ 日本 \U0001F600", "grün ✓ 日本 \U0001F600" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Forgeries))]
    public void Text_from_outside_stays_within_its_line(string text, string shown)
    {
        var lines = Log(log =>
        {
            log.LogWarning("One {Text:l}|", text);
            log.LogWarning("Quoted {Text}|", text);
            log.LogWarning("List {@Texts}|", (object)new[] { text, "b" });
            log.LogWarning("Map {@Texts}|", new Dictionary<string, string> { ["k"] = text });
            log.LogWarning("Object {@Thing}|", new { Name = text });
            log.LogWarning("Printed {Thing}|", new Thing(text));
            log.Log(LogLevel.Warning, default, text, null, static (state, _) => state);
            using (log.BeginScope(new Dictionary<string, object> { ["Scope"] = text })) log.LogWarning("Scoped|");
        });
        lines.Length.ShouldBe(8);
        lines[0].ShouldEndWith($"One {shown}| ");
        lines[1].ShouldContain(shown);
        lines[^1].ShouldEndWith(shown);
        foreach (var line in lines) line.ShouldNotContain("detrever\u202C");
    }

    [Fact]
    public void An_exception_that_quotes_text_from_outside_begins_no_line_of_its_own()
    {
        var fault = new InvalidOperationException("bad\n2026-01-01T00:00:00.000+00:00 INF forged \u202E\u001b[2J");
        var lines = Log(log => log.LogError(fault, "It failed"));
        lines[0].ShouldContain("It failed");
        lines.Skip(1).ShouldAllBe(line => !line.StartsWith("2026", StringComparison.Ordinal));
        string.Join('\n', lines).ShouldContain("InvalidOperationException: bad");
        string.Join('\n', lines).ShouldNotContain("\u001b");
    }

    private string[] Log(Action<Microsoft.Extensions.Logging.ILogger> write)
    {
        var file = Path.Combine(_folder.Path, "x.log");
        var configuration = Settings.Only(new Dictionary<string, string?>
        {
            ["Serilog:WriteTo:0:Name"] = "File",
            ["Serilog:WriteTo:0:Args:path"] = file,
            ["Serilog:WriteTo:0:Args:outputTemplate"] =
                "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {Message:lj} {Scope:l}{NewLine}{Exception}",
        });
        using (var factory = new SerilogLoggerFactory(DaemonLogging.Create(configuration, new LogOptions()), dispose: true))
            write(factory.CreateLogger("Test"));
        return File.ReadAllText(file).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private sealed record Thing(string Name)
    {
        public override string ToString() => Name;
    }
}
