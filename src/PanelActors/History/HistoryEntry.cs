using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using PanelActors.Configuration;
using PanelActors.Protocol;

namespace PanelActors.History;

/// <summary>One thing that happened (specification 10.1).</summary>
/// <param name="Store">To which store.</param>
/// <param name="At">When; of a follow-up, when the feed says it was.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Level">How grave it is.</param>
/// <param name="Title">What happened, in a word or two.</param>
/// <param name="Detail">Why, or with what; empty where there is nothing to say.</param>
/// <param name="Number">Tells apart what happened to a store at the same moment, later ones having larger numbers.</param>
internal sealed record HistoryEntry(
    StoreName Store, DateTimeOffset At, HistoryKind Kind, string Level, string Title, string Detail, long Number)
{
    /// <summary>The kind of alert of a change of severity; else empty. Not kept.</summary>
    public string Subject { get; init; } = "";

    private static long _number = DateTimeOffset.UtcNow.Ticks;

    /// <summary>An entry with the next number of this process.</summary>
    public static HistoryEntry Of(StoreName store, DateTimeOffset at, HistoryKind kind, string level, string title, string detail) => new(
        store, at, kind, HistoryText.Clamp(level, HistoryText.MaxLevel), HistoryText.Clamp(title, HistoryText.MaxTitle),
        HistoryText.Clamp(detail, HistoryText.MaxDetail), Interlocked.Increment(ref _number));

    /// <summary>The entry of a follow-up, always with the same number: a feed that repeats it, over a restart too, adds nothing.</summary>
    public static HistoryEntry Of(StoreName store, FollowupAlert followup)
    {
        var identity = string.Join('\n', followup.Level, followup.Component, followup.Message, followup.Source);
        var number = BinaryPrimitives.ReadInt64BigEndian(XxHash3.Hash(Encoding.UTF8.GetBytes(identity))) & long.MaxValue;
        var title = followup.Source is { } source ? $"{followup.Component} ({source})" : followup.Component;
        var entry = Of(store, followup.Time, HistoryKind.Followup, HistoryLevel.Of(followup.Level), title, followup.Message);
        return entry with { Number = number };
    }

    /// <summary>By which receivers of notifications know it, the same however often it is written.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Store.Text.ToLowerInvariant()}-{Micros(At):x}-{Number:x}");

    /// <summary>Microseconds since 1970, as times are in the database.</summary>
    public static long Micros(DateTimeOffset at) =>
        (long)Math.Round((at - DateTimeOffset.UnixEpoch).Ticks / (decimal)TimeSpan.TicksPerMicrosecond);

    /// <summary>The time of <see cref="Micros"/>.</summary>
    public static DateTimeOffset TimeOf(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}
