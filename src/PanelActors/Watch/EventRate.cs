using System.Collections.Immutable;

namespace PanelActors.Watch;

/// <summary>Events a second over the last ten. Immutable.</summary>
internal sealed record EventRate
{
    public static readonly EventRate None = new();

    private const int Seconds = 10;

    private ImmutableArray<int> Counts { get; init; } = [.. new int[Seconds]];

    private long Second { get; init; }

    private long First { get; init; }

    /// <summary>After one more event at <paramref name="now"/>.</summary>
    public EventRate Count(DateTimeOffset now)
    {
        var moved = MovedTo(now.ToUnixTimeSeconds());
        var slot = (int)(moved.Second % Seconds);
        return moved with { Counts = moved.Counts.SetItem(slot, moved.Counts[slot] + 1), First = First == 0 ? moved.Second : First };
    }

    /// <summary>The rate at <paramref name="now"/>; the second under way does not count yet.</summary>
    public double At(DateTimeOffset now)
    {
        var moved = MovedTo(now.ToUnixTimeSeconds());
        var whole = moved.Counts.Sum() - moved.Counts[(int)(moved.Second % Seconds)];
        return whole / (double)Math.Clamp(moved.Second - First, 1, Seconds - 1);
    }

    private EventRate MovedTo(long second)
    {
        if (second <= Second) return this;
        var counts = Counts.ToBuilder();
        for (var passed = Math.Max(Second + 1, second - Seconds + 1); passed <= second; passed++) counts[(int)(passed % Seconds)] = 0;
        return this with { Counts = counts.ToImmutable(), Second = second };
    }
}
