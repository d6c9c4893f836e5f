using PanelActors.Configuration;

namespace PanelActors.Watch;

/// <summary>What a key does: another view, and perhaps another store, all of them, or the end.</summary>
/// <param name="View">The view after it.</param>
/// <param name="Store">The store to watch from now on; null for the same.</param>
/// <param name="ToOverview">Whether all stores are watched from now on.</param>
/// <param name="Quits">Whether the program ends.</param>
internal readonly record struct KeyEffect(WatchView View, string? Store = null, bool ToOverview = false, bool Quits = false);

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
        if (state.IsOverview && !view.IsTimeline && Choose(view, key, state, page) is { } chosen) return chosen;
        return key switch
        {
            { KeyChar: 'q' or 'Q' } => new KeyEffect(view, Quits: true),
            { Key: ConsoleKey.Tab } => Next(view, state, (key.Modifiers & ConsoleModifiers.Shift) != 0 ? -1 : 1),
            { KeyChar: 's' or 'S' } => new KeyEffect(state.Stores.Count > 0 ? view with { Picked = Math.Max(0, IndexOf(state)) } : view),
            { KeyChar: 't' or 'T' } => new KeyEffect(Timeline(view, !view.IsTimeline)),
            { KeyChar: 'z' or 'Z' } => new KeyEffect(view with { Zones = view.Zones.Next() }),
            { KeyChar: 'o' or 'O' } => Overview(view, state),
            { Key: ConsoleKey.Backspace } => Back(view, state),
            { Key: ConsoleKey.Escape } when view is { Filter.Length: 0, Scroll: 0 } or { Filter.Length: 0, IsTimeline: true } =>
                Back(view, state),
            { KeyChar: 'p' or 'P' or ' ' } => new KeyEffect(view with { Held = view.Held is null ? state : null, HeldAt = null }),
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

    // The keys that move the choice in the overview; null for any other.
    private static KeyEffect? Choose(WatchView view, ConsoleKeyInfo key, WatchState state, int page)
    {
        var stores = StoreOrder.WorstFirst(view.Shown(state).Stores, view.Filter);
        if (stores.Count == 0) return null;
        var at = Math.Max(0, stores.ToList().FindIndex(store => store.Name == view.Chosen));
        KeyEffect To(int index) => new(view with { Chosen = stores[Math.Clamp(index, 0, stores.Count - 1)].Name });
        // A store takes some lines.
        var several = Math.Max(1, page / 3);
        return key switch
        {
            { Key: ConsoleKey.Enter } => new KeyEffect(view.Other(stores[at].Name), stores[at].Name),
            { Key: ConsoleKey.Tab } => To(at + ((key.Modifiers & ConsoleModifiers.Shift) != 0 ? -1 : 1)),
            { Key: ConsoleKey.UpArrow } or { KeyChar: 'k' } => To(at - 1),
            { Key: ConsoleKey.DownArrow } or { KeyChar: 'j' } => To(at + 1),
            { Key: ConsoleKey.PageUp or ConsoleKey.LeftArrow } => To(at - several),
            { Key: ConsoleKey.PageDown or ConsoleKey.RightArrow } => To(at + several),
            { Key: ConsoleKey.Home } => To(0),
            { Key: ConsoleKey.End } => To(stores.Count - 1),
            _ => null,
        };
    }

    private static WatchView Timeline(WatchView view, bool isOpen) =>
        view with { IsTimeline = isOpen, Scroll = 0, Filter = "", WantsOlder = false };

    private static KeyEffect Overview(WatchView view, WatchState state) => state.IsOverview
        ? new KeyEffect(Timeline(view, false))
        : new KeyEffect(view.Other(state.Store), ToOverview: true);

    // Out of the history; out of a store where there are others.
    private static KeyEffect Back(WatchView view, WatchState state) =>
        view.IsTimeline ? new KeyEffect(Timeline(view, false))
        : state.IsOverview || state.Stores.Count < 2 ? new KeyEffect(view with { Filter = "" })
        : Overview(view, state);

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
        : new KeyEffect(view.Other(store) with { Filter = state.IsOverview || view.IsTimeline ? "" : view.Filter }, store);

    private static int IndexOf(WatchState state) => state.Stores.ToList().FindIndex(store => IsShown(store.Name, state));

    private static bool IsShown(string store, WatchState state) => new StoreName(store) == state.Store;

    // The screen bounds it, since that knows the number of lines.
    private static KeyEffect Scrolled(WatchView view, int by) => new(view with { Scroll = Math.Max(0, view.Scroll + by) });
}
