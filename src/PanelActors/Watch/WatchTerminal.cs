using System.Collections.Concurrent;

namespace PanelActors.Watch;

/// <summary>The view in a terminal: inputs and keys become screens, at most ten a second.</summary>
/// <param name="session">What is watched.</param>
/// <param name="window">Where it is shown.</param>
/// <param name="zone">The zone of its times, to begin with.</param>
/// <param name="size">The size of the window, in columns and lines.</param>
internal sealed class WatchTerminal(WatchSession session, TerminalWindow window, WatchZone zone, Func<(int Width, int Height)> size)
{
    private const int MaxKeysWaiting = 64;
    private const int UsualWidth = 80;
    private const int UsualHeight = 24;
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<ConsoleKeyInfo> _keys = new();
    private readonly WatchScreen _screen = new(session.Daemon);
    private WatchView _view = new() { Zones = WatchZones.From(zone) };

    /// <summary>A key was pressed. From any thread.</summary>
    public void Press(ConsoleKeyInfo key)
    {
        // A key that is held down must not go on when it is released.
        if (_keys.Count >= MaxKeysWaiting) return;
        _keys.Enqueue(key);
        session.Signal();
    }

    /// <summary>The size to draw for: a terminal that does not know its own, as on a serial line, counts as a usual one.</summary>
    public static (int Width, int Height) Usable((int Width, int Height) size) =>
        (size.Width > 0 ? size.Width : UsualWidth, size.Height > 0 ? size.Height : UsualHeight);

    /// <summary>Shows it until the person at the keyboard, or <paramref name="cancellation"/>, ends it.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var drawn = DateTimeOffset.MinValue;
        while (!cancellation.IsCancellationRequested)
        {
            var due = drawn + Frame;
            while (session.Now < due && session.TryTake())
            {
                // Until the next picture is due.
            }

            var (width, height) = Usable(size());
            var pressed = false;
            while (_keys.TryDequeue(out var key))
            {
                pressed = true;
                var effect = WatchKeys.Press(_view, key, session.State, WatchScreen.PageOf(session.State, _view, width, height));
                if (effect.Quits) return;
                _view = effect.View;
                if (effect.Store is { } store) session.Switch(store);
                if (effect.ToOverview) session.Overview();
            }

            var now = session.Now;
            if (pressed || now >= due)
            {
                (var picture, _view) = _screen.Draw(session.State, _view.Drawn(session.State, now), width, height, now);
                window.Draw(picture, width);
                session.ReadTimeline(_view.IsTimeline, _view.WantsOlder);
                drawn = now;
                // What came meanwhile is taken without waiting.
                while (session.Now < drawn + Frame && session.TryTake())
                {
                    // As above.
                }
            }

            var wait = drawn + Frame - session.Now;
            if (wait > TimeSpan.Zero) await session.WaitAsync(wait, cancellation);
        }
    }
}
