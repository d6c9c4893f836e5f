using OpenTelemetry;
using OpenTelemetry.Logs;
using PanelActors.Telemetry;

namespace PanelActors.Hosting;

/// <summary>
/// Makes every text in a line that is exported printable, as <see cref="PrintableEnricher"/> does for the lines that are written.
/// </summary>
internal sealed class PrintableRecords : BaseProcessor<LogRecord>
{
    public override void OnEnd(LogRecord data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.FormattedMessage is { } message) data.FormattedMessage = LogText.Line(message);
        if (data.Body is { } body) data.Body = LogText.Line(body);
        List<KeyValuePair<string, object?>> attributes =
            [.. (data.Attributes ?? []).Select(static pair => KeyValuePair.Create(LogText.Line(pair.Key), Printable(pair.Value)))];
        if (data.Exception is { } fault)
        {
            // Exported as it is, it would quote its message and those of what caused it.
            attributes.Add(new("exception.type", fault.GetType().FullName));
            attributes.Add(new("exception.message", LogText.Line(fault.Message)));
            attributes.Add(new("exception.stacktrace", new PrintableException(fault).ToString()));
            data.Exception = null;
        }

        data.Attributes = attributes;
    }

    private static object? Printable(object? value) => value switch
    {
        null or bool or byte or short or int or long or float or double => value,
        IEnumerable<string> texts => texts.Select(LogText.Line).ToArray(),
        _ => LogText.Line(value.ToString() ?? ""),
    };
}
