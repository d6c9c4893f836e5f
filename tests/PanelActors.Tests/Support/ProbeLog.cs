using Akka.Actor;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace PanelActors.Tests.Support;

/// <summary>A line that was logged.</summary>
public sealed record LogLine(LogLevel Level, string Text);

/// <summary>A log whose lines go to a probe, from information upwards.</summary>
public sealed class ProbeLog(IActorRef probe) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) probe.Tell(new LogLine(logLevel, formatter(state, exception)));
    }
}
