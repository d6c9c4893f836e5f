using System.Text;
using PanelActors.Telemetry;

namespace PanelActors.Hosting;

/// <summary>An exception as it is logged: it may quote text from outside, so none of its lines looks like a line of the log.</summary>
internal sealed class PrintableException(Exception inner) : Exception(LogText.Line(inner.Message), inner.InnerException)
{
    private const string Indent = "   ";

    public Exception Original => inner;

    public override string? StackTrace => inner.StackTrace;

    public override string ToString()
    {
        var shown = new StringBuilder();
        foreach (var line in inner.ToString().Split('\n'))
        {
            if (shown.Length > 0) shown.Append('\n');
            if (shown.Length > 0 && !line.StartsWith(Indent, StringComparison.Ordinal)) shown.Append(Indent);
            shown.Append(LogText.Line(line.TrimEnd('\r')));
        }

        return shown.ToString();
    }
}
