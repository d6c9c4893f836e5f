using PanelActors.Watch;


namespace PanelActors.Tests.Watch;

public sealed class WatchKeysTests
{
    private readonly Watching _watching = Watching.With("""{"p":1}""").Stores("market", "risk", "all");
    private WatchView _view = new() { Zones = WatchZones.From(WatchZone.Utc) };
    private string? _store;
    private bool _isOverview;
    private bool _quit;

    [Theory]
    [InlineData("q", "quit")]
    [InlineData("Tab", "store risk")]
    [InlineData("Shift+Tab", "store all")]
    [InlineData("s j Enter", "store risk")]
    [InlineData("s Down Down Down Down Enter", "store all")]
    [InlineData("s Enter", "")]
    [InlineData("s Escape", "")]
    [InlineData("s q", "")]
    [InlineData("/ l o q", "filter loq typing")]
    [InlineData("/ l o Enter", "filter lo")]
    [InlineData("/ l o Enter Escape", "")]
    [InlineData("/ l Backspace Backspace", "")]
    [InlineData("/ a Escape", "")]
    [InlineData("/ \u0001 a", "filter a typing")]
    [InlineData("p", "paused")]
    [InlineData("Spacebar", "paused")]
    [InlineData("p p", "")]
    [InlineData("Down Down Up", "scroll 1")]
    [InlineData("Up", "")]
    [InlineData("PageDown Down", "scroll 11")]
    [InlineData("PageDown PageUp", "")]
    [InlineData("End Home", "")]
    [InlineData("t", "history")]
    [InlineData("t t", "")]
    [InlineData("t Escape", "")]
    [InlineData("t Down Escape", "")]
    [InlineData("t Backspace", "")]
    [InlineData("t / a Enter Escape", "history")]
    [InlineData("t Down", "scroll 1 history")]
    [InlineData("/ a Enter t", "history")]
    [InlineData("t Tab", "store risk")]
    [InlineData("t o", "overview market")]
    [InlineData("o", "overview market")]
    [InlineData("Backspace", "overview market")]
    [InlineData("Escape", "overview market")]
    [InlineData("Down Escape Escape", "overview market")]
    [InlineData("z", "zone Asia/Kolkata")]
    [InlineData("z Tab", "store risk zone Asia/Kolkata")]
    [InlineData("z z o", "overview market zone local")]
    [InlineData("?", "help")]
    [InlineData("? x", "")]
    [InlineData("? q", "help quit")]
    public void A_key_does_what_the_help_says(string keys, string expected)
    {
        foreach (var key in keys.Split(' ')) Press(key);
        string[] seen =
        [
            _store is null ? "" : $"store {_store}",
            _isOverview ? $"overview {_view.Chosen}" : "",
            _view.Filter.Length > 0 ? $"filter {_view.Filter}" : "",
            _view.IsTyping ? "typing" : "",
            _view.Held is null ? "" : "paused",
            _view.Scroll > 0 ? $"scroll {_view.Scroll}" : "",
            _view.IsTimeline ? "history" : "",
            _view.Zones.Current == WatchZone.Utc ? "" : $"zone {_view.Zones.Current.Name}",
            _view.IsHelping ? "help" : "",
            _quit ? "quit" : "",
            _view.Picked is null ? "" : "picking",
        ];
        string.Join(' ', seen.Where(static word => word.Length > 0)).ShouldBe(expected);
    }

    [Fact]
    public void Before_the_stores_are_known_there_is_nothing_to_choose()
    {
        var state = new WatchState(Watching.Start);
        WatchKeys.Press(new WatchView(), Key("Tab"), state, 10).ShouldBe(new KeyEffect(new WatchView()));
        WatchKeys.Press(new WatchView(), Key("s"), state, 10).View.Picked.ShouldBeNull();
    }

    [Theory]
    [InlineData("", "stale", null)]
    [InlineData("Enter", "stale", "stale")]
    [InlineData("Down", "late", null)]
    [InlineData("Down Enter", "late", "late")]
    [InlineData("j j j j k Enter", "late", "late")]
    [InlineData("End", "fine", null)]
    [InlineData("End Up Home", "stale", null)]
    [InlineData("PageDown", "fine", null)]
    [InlineData("PageDown PageUp", "stale", null)]
    [InlineData("Tab", "late", null)]
    [InlineData("Tab Shift+Tab", "stale", null)]
    [InlineData("/ f i Enter Enter", "fine", "fine")]
    [InlineData("/ f i Enter Escape Enter", "stale", "stale")]
    [InlineData("Down Escape", "late", null)]
    [InlineData("Down o", "late", null)]
    [InlineData("Down t t", "late", null)]
    [InlineData("Down t Enter", "late", null)]
    [InlineData("s Down Enter", "late", "late")]
    public void In_the_overview_a_store_is_chosen_and_opened(string keys, string chosen, string? opened)
    {
        var state = new WatchState(Watching.Start)
        {
            Stores =
            [
                OverviewScreenTests.Store("fine", "ok", 1), OverviewScreenTests.Store("late", "warn", 1),
                OverviewScreenTests.Store("stale", "stale", 1),
            ],
        }.Overviewed(Watching.Start);
        string? store = null;
        foreach (var key in keys.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var effect = WatchKeys.Press(_view, Key(key), state, page: 10);
            (_view, store) = (effect.View, effect.Store);
            effect.ToOverview.ShouldBeFalse();
        }

        (_view.Chosen ?? "stale", store).ShouldBe((chosen, opened));
        (_view.Filter, _view.IsTimeline && opened is not null).ShouldBe(("", false));
    }

    [Fact]
    public void Of_a_single_store_only_the_letter_leads_to_the_overview()
    {
        var state = Watching.With("{}").Stores("market").State;
        WatchKeys.Press(_view, Key("Escape"), state, 10).ToOverview.ShouldBeFalse();
        WatchKeys.Press(_view, Key("Backspace"), state, 10).ToOverview.ShouldBeFalse();
        WatchKeys.Press(_view, Key("o"), state, 10).ToOverview.ShouldBeTrue();
    }

    private void Press(string name)
    {
        var effect = WatchKeys.Press(_view, Key(name), _watching.State, page: 10);
        (_view, _store, _isOverview, _quit) = (effect.View, effect.Store ?? _store, effect.ToOverview, effect.Quits);
    }

    private static ConsoleKeyInfo Key(string name)
    {
        var shift = name.StartsWith("Shift+", StringComparison.Ordinal);
        if (name.Length == 1) return new ConsoleKeyInfo(name[0], name[0] == 'q' ? ConsoleKey.Q : ConsoleKey.None, false, false, false);
        var key = Enum.Parse<ConsoleKey>(name switch { "Down" => "DownArrow", "Up" => "UpArrow", _ => name.Split('+')[^1] });
        return new ConsoleKeyInfo(key == ConsoleKey.Spacebar ? ' ' : '\0', key, shift, false, false);
    }
}
