using PanelActors.Watch;


namespace PanelActors.Tests.Watch;

public sealed class WatchKeysTests
{
    private readonly Watching _watching = Watching.With("""{"p":1}""").Stores("market", "risk", "all");
    private WatchView _view = new();
    private string? _store;
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
    [InlineData("?", "help")]
    [InlineData("? x", "")]
    [InlineData("? q", "help quit")]
    public void A_key_does_what_the_help_says(string keys, string expected)
    {
        foreach (var key in keys.Split(' ')) Press(key);
        string[] seen =
        [
            _store is null ? "" : $"store {_store}",
            _view.Filter.Length > 0 ? $"filter {_view.Filter}" : "",
            _view.IsTyping ? "typing" : "",
            _view.Held is null ? "" : "paused",
            _view.Scroll > 0 ? $"scroll {_view.Scroll}" : "",
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

    private void Press(string name)
    {
        var effect = WatchKeys.Press(_view, Key(name), _watching.State, page: 10);
        (_view, _store, _quit) = (effect.View, effect.Store ?? _store, effect.Quits);
    }

    private static ConsoleKeyInfo Key(string name)
    {
        var shift = name.StartsWith("Shift+", StringComparison.Ordinal);
        if (name.Length == 1) return new ConsoleKeyInfo(name[0], name[0] == 'q' ? ConsoleKey.Q : ConsoleKey.None, false, false, false);
        var key = Enum.Parse<ConsoleKey>(name switch { "Down" => "DownArrow", "Up" => "UpArrow", _ => name.Split('+')[^1] });
        return new ConsoleKeyInfo(key == ConsoleKey.Spacebar ? ' ' : '\0', key, shift, false, false);
    }
}
