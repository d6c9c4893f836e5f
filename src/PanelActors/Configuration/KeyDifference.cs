namespace PanelActors.Configuration;

/// <summary>What two records of the same section differ in.</summary>
internal static class KeyDifference
{
    /// <summary>The strongest effect of all keys that differ, those of sections within included.</summary>
    /// <param name="before">One record.</param>
    /// <param name="after">Another of the same type.</param>
    /// <param name="but">The names of keys that are not compared.</param>
    public static KeyEffect Between(object before, object after, params ReadOnlySpan<string> but)
    {
        var strongest = KeyEffect.Unstated;
        foreach (var key in ConfigurationKeys.Of(before.GetType()))
        {
            if (but.Contains(key.Name)) continue;
            var effect = Between(key, key.ValueIn(before), key.ValueIn(after));
            if (effect > strongest) strongest = effect;
        }

        return strongest;
    }

    private static KeyEffect Between(ConfigurationKey key, object? before, object? after) => key.Kind switch
    {
        KeyKind.Section when before is null || after is null => before == after ? KeyEffect.Unstated : key.Effect,
        KeyKind.Section => Between(before, after),
        KeyKind.Sections => Between(key, (IReadOnlyList<object>)before!, (IReadOnlyList<object>)after!),
        _ => AreSame(before, after) ? KeyEffect.Unstated : key.Effect,
    };

    private static KeyEffect Between(ConfigurationKey key, IReadOnlyList<object> before, IReadOnlyList<object> after) =>
        before.Count == after.Count
            ? before.Zip(after, static (one, other) => Between(one, other)).DefaultIfEmpty().Max()
            : key.Effect;

    private static bool AreSame(object? before, object? after) => (before, after) switch
    {
        (IReadOnlyList<object> one, IReadOnlyList<object> other) => one.SequenceEqual(other),
        (IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
            one.Count == other.Count && one.All(pair => other.TryGetValue(pair.Key, out var value) && value == pair.Value),
        _ => Equals(before, after),
    };
}
