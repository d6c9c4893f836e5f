using Serilog.Core;
using Serilog.Events;
using ISerilog = Serilog.ILogger;

namespace PanelActors.Hosting;

/// <summary>Passes lines on with their exceptions made printable; the rest of a line is <see cref="PrintableEnricher"/>'s.</summary>
internal sealed class PrintableLogger(ISerilog inner) : ISerilog, IDisposable
{
    public void Write(LogEvent logEvent)
    {
        ArgumentNullException.ThrowIfNull(logEvent);
        inner.Write(logEvent.Exception is null or PrintableException ? logEvent : WithPrintableException(logEvent));
    }

    public bool IsEnabled(LogEventLevel level) => inner.IsEnabled(level);

    public ISerilog ForContext(ILogEventEnricher enricher) => new PrintableLogger(inner.ForContext(enricher));

    public ISerilog ForContext(IEnumerable<ILogEventEnricher> enrichers) => new PrintableLogger(inner.ForContext(enrichers));

    public ISerilog ForContext(string propertyName, object? value, bool destructureObjects = false) =>
        new PrintableLogger(inner.ForContext(propertyName, value, destructureObjects));

    public ISerilog ForContext<TSource>() => new PrintableLogger(inner.ForContext<TSource>());

    public ISerilog ForContext(Type source) => new PrintableLogger(inner.ForContext(source));

    public void Dispose() => (inner as IDisposable)?.Dispose();

    private static LogEvent WithPrintableException(LogEvent line) => new(
        line.Timestamp, line.Level, new PrintableException(line.Exception!), line.MessageTemplate,
        line.Properties.Select(static property => new LogEventProperty(property.Key, property.Value)),
        line.TraceId ?? default, line.SpanId ?? default);
}
