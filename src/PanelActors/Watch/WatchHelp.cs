namespace PanelActors.Watch;

/// <summary>What the keys do, in words.</summary>
internal static class WatchHelp
{
    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> Lines =
    [
        "q          quit",
        "o          all stores, the worst first; Enter opens one; Esc, Backspace: back",
        "s          choose a store; Tab, Shift-Tab: the next, the one before",
        "t          the history of the store, or of all stores",
        "z          times: of this machine, UTC, of the exchange",
        "p, space   pause and go on; the age keeps running",
        "/          show only what has this in its name; Esc: all",
        "arrows     scroll; PgUp, PgDn by a screen; Home, End",
        "?          this help; any key closes it",
    ];

    /// <summary>Those that matter most for what is shown.</summary>
    public static IReadOnlyList<(string Key, string Does)> Keys(WatchState state, WatchView view) =>
        view.IsTimeline ? [("q", "quit"), ("Esc", "back"), ("/", "filter"), ("z", "zone"), ("?", "help")]
        : state.IsOverview
            ? [("q", "quit"), ("Enter", "open"), ("t", "history"), ("/", "filter"), ("z", "zone"), ("?", "help")]
        : state.Stores.Count > 1
            ? [("q", "quit"), ("o", "stores"), ("p", "pause"), ("/", "filter"), ("t", "history"), ("z", "zone"), ("?", "help")]
        : [("q", "quit"), ("p", "pause"), ("/", "filter"), ("t", "history"), ("z", "zone"), ("?", "help")];
}
