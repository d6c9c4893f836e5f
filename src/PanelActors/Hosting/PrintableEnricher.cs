using PanelActors.Telemetry;
using Serilog.Core;
using Serilog.Events;

namespace PanelActors.Hosting;

/// <summary>
/// Makes every text in a line printable, wherever it comes from: no text from a feed, a URL or a header can begin a new line, move the
/// cursor or turn the reading direction around.
/// </summary>
internal sealed class PrintableEnricher : ILogEventEnricher
{
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        List<LogEventProperty>? changed = null;
        foreach (var (name, value) in logEvent.Properties)
        {
            if (!ReferenceEquals(Printable(value), value)) (changed ??= []).Add(new LogEventProperty(name, Printable(value)));
        }

        foreach (var property in changed ?? []) logEvent.AddOrUpdateProperty(property);
    }

    private static LogEventPropertyValue Printable(LogEventPropertyValue value) => value switch
    {
        ScalarValue { Value: string text } => LogText.Line(text) is var line && ReferenceEquals(line, text) ? value : new ScalarValue(line),
        ScalarValue { Value: char letter } => LogText.IsPrintable(letter.ToString()) ? value : new ScalarValue("?"),
        ScalarValue { Value: Uri address } => new ScalarValue(LogText.Line(address.ToString())),
        SequenceValue list => new SequenceValue(list.Elements.Select(Printable)),
        DictionaryValue map => new DictionaryValue(map.Elements.Select(static pair =>
            KeyValuePair.Create((ScalarValue)Printable(pair.Key), Printable(pair.Value)))),
        StructureValue parts => new StructureValue(
            parts.Properties.Select(static part => new LogEventProperty(part.Name, Printable(part.Value))), parts.TypeTag),
        _ => value,
    };
}
