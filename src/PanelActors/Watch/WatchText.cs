namespace PanelActors.Watch;

/// <summary>The view as lines of text, for pipes, files and plain terminals.</summary>
/// <param name="session">What is watched.</param>
/// <param name="zone">The zone of their times.</param>
/// <param name="output">Where the lines go.</param>
internal sealed class WatchText(WatchSession session, WatchZone zone, TextWriter output)
{
    // Ages go by without an input.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly WatchLog _log = new(zone);

    /// <summary>Writes until <paramref name="cancellation"/>, or until the output is closed.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            do await WriteAsync();
            while (session.TryTake());
            await session.WaitAsync(Interval, cancellation);
        }
    }

    private async Task WriteAsync()
    {
        var lines = _log.Next(session.State, session.Now);
        if (lines.Count == 0) return;
        foreach (var line in lines) await output.WriteLineAsync(line);
        await output.FlushAsync();
    }
}
