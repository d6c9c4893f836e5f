namespace PanelActors.Watch;

/// <summary>The short list of stores to choose from.</summary>
internal static class StorePicker
{
    /// <summary>The list, with the one that Enter takes.</summary>
    public static BodyPart Of(WatchState state, int picked, int width, int height)
    {
        var title = new ScreenLine().Add("  Which store?  ", Tone.Title).Add("arrows, Enter; Esc: stay", Tone.Faint);
        List<ScreenLine> lines = [new ScreenLine(), title];
        var chosen = Math.Min(picked, state.Stores.Count - 1);
        var first = Math.Max(0, chosen - Math.Max(0, height - 4));
        foreach (var (index, store) in state.Stores.Index().Skip(first).Take(height))
        {
            var text = $" {SafeText.Fit(SafeText.Clean(store.Name), 24)} {SafeText.Fit(SafeText.Clean(store.Kind), 10)} "
                + $"{SafeText.Fit(SafeText.Clean(store.Health), 6)} {SafeText.Clean(store.Connection ?? "")} ";
            lines.Add(new ScreenLine().Add("  ").Add(text, index == chosen ? Tone.Chosen : Tone.Plain).Cut(width));
        }

        return new BodyPart([.. lines.Take(height)], 0, height, 0);
    }
}
