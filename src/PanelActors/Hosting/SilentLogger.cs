using Akka.Event;

namespace PanelActors.Hosting;

/// <summary>
/// Stands for the logger that Akka has before its loggers run and after they ended: what that would write to the console is not the log's,
/// and looks otherwise.
/// </summary>
internal sealed class SilentLogger : MinimalLogger
{
    /// <inheritdoc/>
    protected override void Log(object message)
    {
    }
}
