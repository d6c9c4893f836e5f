using PanelActors.Configuration;

namespace PanelActors.Watch;

/// <summary>What a key does: another view, and perhaps another store or the end.</summary>
/// <param name="View">The view after it.</param>
/// <param name="Store">The store to watch from now on; null for the same.</param>
/// <param name="Quits">Whether the program ends.</param>
internal readonly record struct KeyEffect(WatchView View, string? Store = null, bool Quits = false);

/// <summary>The keys. Pure.</summary>
internal static class WatchKeys
{
    private const int MaxFilterLength = 40;

    /// <summary>What <paramref name="key"/> does to <paramref name="view"/>.</summary>
    /// <param name="view">The view.</param>
    /// <param name="key">The key.</param>
    /// <param name="state">What is known of the daemon.</param>
    /// <param name="page">How many lines of panels the screen shows.</param>
    public static KeyEffect Press(WatchView view, ConsoleKeyInfo key, WatchState state, int page)
    {
        if (view.IsTyping) return new KeyEffect(Type(view, key));
        if (view.Picked is { } picked) return Pick(view, key, picked, state);
        if (view.IsHelping && key.Key != ConsoleKey.Q) return new KeyEffect(view with { IsHelping = false });
        return key switch
        {
            { KeyChar: 'q' or 'Q' } => new KeyEffect(view, Quits: true),
            { Key: ConsoleKey.Tab } => Next(view, state, (key.Modifiers & ConsoleModifiers.Shift) != 0 ? -1 : 1),
            { KeyChar: 's' or 'S' } => new KeyEffect(state.Stores.Count > 0 ? view with { Picked = Math.Max(0, IndexOf(state)) } : view),
            { KeyChar: 'p' or 'P' or ' ' } => new KeyEffect(view with { Held = view.Held is null ? state : null }),
            { KeyChar: '/' } => new KeyEffect(view with { IsTyping = true, Filter = "" }),
            { KeyChar: '?' or 'h' } => new KeyEffect(view with { IsHelping = true }),
            { Key: ConsoleKey.Escape } => new KeyEffect(view with { Filter = "", Scroll = 0 }),
            { Key: ConsoleKey.UpArrow } or { KeyChar: 'k' } => Scrolled(view, -1),
            { Key: ConsoleKey.DownArrow } or { KeyChar: 'j' } => Scrolled(view, 1),
            { Key: ConsoleKey.PageUp or ConsoleKey.LeftArrow } => Scrolled(view, -page),
            { Key: ConsoleKey.PageDown or ConsoleKey.RightArrow } => Scrolled(view, page),
            { Key: ConsoleKey.Home } => new KeyEffect(view with { Scroll = 0 }),
            { Key: ConsoleKey.End } => new KeyEffect(view with { Scroll = int.MaxValue / 2 }),
            _ => new KeyEffect(view),
        };
    }

    private static WatchView Type(WatchView view, ConsoleKeyInfo key) => key.Key switch
    {
        ConsoleKey.Escape => view with { IsTyping = false, Filter = "" },
        ConsoleKey.Enter => view with { IsTyping = false },
        ConsoleKey.Backspace when view.Filter.Length > 0 => view with { Filter = view.Filter[..^1], Scroll = 0 },
        ConsoleKey.Backspace => view with { IsTyping = false },
        _ when char.IsControl(key.KeyChar) || char.IsSurrogate(key.KeyChar) || view.Filter.Length >= MaxFilterLength => view,
        _ => view with { Filter = view.Filter + key.KeyChar, Scroll = 0 },
    };

    private static KeyEffect Pick(WatchView view, ConsoleKeyInfo key, int picked, WatchState state)
    {
        var last = state.Stores.Count - 1;
        var (above, below) = (Math.Max(0, Math.Min(picked, last) - 1), Math.Min(last, picked + 1));
        return key switch
        {
            { KeyChar: 'q' } or { Key: ConsoleKey.Escape } => new KeyEffect(view with { Picked = null }),
            { Key: ConsoleKey.UpArrow } or { KeyChar: 'k' } => new KeyEffect(view with { Picked = above }),
            { Key: ConsoleKey.DownArrow or ConsoleKey.Tab } or { KeyChar: 'j' or 's' } => new KeyEffect(view with { Picked = below }),
            { Key: ConsoleKey.Enter } when last >= 0 => Switch(view, state, state.Stores[Math.Min(picked, last)].Name),
            _ => new KeyEffect(view),
        };
    }

    private static KeyEffect Next(WatchView view, WatchState state, int step)
    {
        if (state.Stores.Count == 0) return new KeyEffect(view);
        var next = (IndexOf(state) + step + state.Stores.Count) % state.Stores.Count;
        return Switch(view, state, state.Stores[next].Name);
    }

    private static KeyEffect Switch(WatchView view, WatchState state, string store) => IsShown(store, state)
        ? new KeyEffect(view with { Picked = null })
        : new KeyEffect(new WatchView { Filter = view.Filter }, store);

    private static int IndexOf(WatchState state) => state.Stores.ToList().FindIndex(store => IsShown(store.Name, state));

    private static bool IsShown(string store, WatchState state) => new StoreName(store) == state.Store;

    // The screen bounds it, since that knows the number of lines.
    private static KeyEffect Scrolled(WatchView view, int by) => new(view with { Scroll = Math.Max(0, view.Scroll + by) });
}
