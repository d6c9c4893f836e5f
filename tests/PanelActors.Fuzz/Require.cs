using System.Diagnostics.CodeAnalysis;

namespace PanelActors.Fuzz;

/// <summary>What holds for every input.</summary>
internal static class Require
{
    /// <exception cref="BrokenInvariantException">It does not hold.</exception>
    public static void That([DoesNotReturnIf(false)] bool holds, string what)
    {
        if (!holds) throw new BrokenInvariantException(what);
    }

    /// <exception cref="BrokenInvariantException">They differ.</exception>
    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new BrokenInvariantException($"{what}: expected {expected}, found {actual}");
    }

    /// <exception cref="BrokenInvariantException">They differ.</exception>
    public static void SameLines(IReadOnlyList<string> expected, IReadOnlyList<string> actual, string what)
    {
        Equal(string.Join('\n', expected), string.Join('\n', actual), what);
    }
}
