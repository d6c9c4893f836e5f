using Serilog.Events;
using Serilog.Formatting;

namespace PanelActors.Hosting;

/// <summary>
/// Begins each line with its syslog priority, as <c>&lt;6&gt;</c>, by which journald files it. It takes each line for an entry, so those
/// of an exception have the priority too.
/// </summary>
internal sealed class JournalFormatter(ITextFormatter lines) : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(logEvent);
        ArgumentNullException.ThrowIfNull(output);
        using var text = new StringWriter { NewLine = "\n" };
        lines.Format(logEvent, text);
        var prefix = $"<{PriorityOf(logEvent.Level)}>";
        foreach (var line in text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            output.Write(prefix);
            output.Write(line.TrimEnd('\r'));
            output.Write('\n');
        }
    }

    private static int PriorityOf(LogEventLevel level) => level switch
    {
        LogEventLevel.Fatal => 2,
        LogEventLevel.Error => 3,
        LogEventLevel.Warning => 4,
        LogEventLevel.Information => 6,
        _ => 7,
    };
}
