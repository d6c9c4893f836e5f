namespace PanelActors.Persistence;

/// <summary>
/// The stamps of one row, in ticks: each save has a higher one than all before, also where the clock was set back, so that a save that
/// arrives late never replaces a newer one. A row whose stamp this process did not give was written by another process. Immutable.
/// </summary>
/// <param name="Confirmed">The stamp with which the row was last read or saved; null where there was no row.</param>
/// <param name="Pending">The first stamp that was given since then: a save that failed may still arrive.</param>
/// <param name="Newest">The highest stamp that was seen or given.</param>
internal sealed record RowStamps(long? Confirmed, long? Pending, long Newest)
{
    /// <summary>The stamps of a row that was found with <paramref name="stamp"/>.</summary>
    public static RowStamps Of(long? stamp) => new(stamp, null, stamp ?? 0);

    /// <summary>After the row was read.</summary>
    public RowStamps Read(long? stamp) => this with { Confirmed = stamp, Newest = Math.Max(Newest, stamp ?? 0) };

    /// <summary>Whether another process wrote the row that has <paramref name="stamp"/>.</summary>
    public bool IsForeign(long? stamp) => stamp is { } found && found != Confirmed && !(found >= Pending && found <= Newest);

    /// <summary>Gives the next save its stamp, <see cref="Newest"/>, above that of the row as it is.</summary>
    public RowStamps Next(DateTime now, long? stamp)
    {
        var next = Math.Max(now.Ticks, Math.Max(Newest, stamp ?? 0) + 1);
        return this with { Pending = Pending ?? next, Newest = next };
    }

    /// <summary>After the save that has <see cref="Newest"/>: an earlier save that is still under way comes too late.</summary>
    public RowStamps Saved() => new(Newest, null, Newest);
}
