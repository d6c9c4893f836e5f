using System.Collections.Immutable;
using System.Globalization;
using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Persistence;

/// <summary>
/// Reads what <see cref="StateCodec"/> writes, and nothing else: a member that is missing, of another type or out of its range spoils the
/// whole.
/// </summary>
internal static class StoredStateReader
{
    /// <summary>Reads a member that has to be there, of one type; false where it is missing or wrong.</summary>
    internal delegate bool Getter<T>(TapeValue rest, ReadOnlySpan<byte> name, out T value);

    /// <summary>The state in <paramref name="root"/>, as <paramref name="version"/> wrote it; null where there is none.</summary>
    public static StoredState? Read(TapeValue root, int version)
    {
        if (!TryGetObject(root, "status"u8, out var status) || !TryGetObject(root, "severity_counts"u8, out var counts)
            || !TryGetObject(root, "severity_states"u8, out var states) || states is null || states.Count > StateLimits.AlertTypes
            || !root.TryGet("rest"u8, out var rest)
            || !TryGetPosition(rest, "last_event_id"u8, out var lastEventId)
            || !TryGetText(rest, "origin"u8, out var origin) || origin is null
            || !TryGetNumber(rest, "generation"u8, out var generation)
            || !TryGetCount(rest, "ui_generation"u8, out var uiGeneration) || !TryGetCount(rest, "full_count"u8, out var fulls)
            || !TryGetCount(rest, "diff_applied_count"u8, out var applied) || !TryGetCount(rest, "diff_dropped_count"u8, out var dropped)
            || !TryGetTime(rest, "last_event"u8, out var lastEvent) || !TryGetTime(rest, "last_full"u8, out var lastFull)
            || !TryGetTime(rest, "last_diff"u8, out var lastDiff)
            || !TryGetOptional<ImmutableArray<SeenBaseline>>(rest, "baselines"u8, TryGetBaselines, [], out var baselines)
            || ReadNeed(rest) is not { } need || !TryGetArray(rest, "followups"u8, out var list)
            || StoredFollowups.Read(list, version) is not { } followups)
        {
            return null;
        }

        var state = PanelState.Initial with
        {
            Status = status,
            Generation = generation,
            UiGeneration = uiGeneration,
            FullCount = fulls,
            DiffAppliedCount = applied,
            DiffDroppedCount = dropped,
            LastEvent = lastEvent,
            LastFull = lastFull,
            LastDiff = lastDiff,
            Need = need,
            SeverityCounts = counts,
            SeverityStates = states,
            Followups = followups,
        };
        return new StoredState(state, lastEventId, origin) { Baselines = baselines };
    }

    /// <summary>
    /// Reads a member that was added to a version later: it may be absent, but not wrong. Unknown members are not read, so that an older
    /// program reads what a newer one wrote.
    /// </summary>
    internal static bool TryGetOptional<T>(TapeValue rest, ReadOnlySpan<byte> name, Getter<T> get, T absent, out T value)
    {
        if (rest.TryGet(name, out _)) return get(rest, name, out value);
        value = absent;
        return true;
    }

    private static bool TryGetPosition(TapeValue rest, ReadOnlySpan<byte> name, out EventId? position)
    {
        position = null;
        if (!TryGetText(rest, name, out var text)) return false;
        if (text is null) return true;
        position = EventId.Of(text);
        return position is { IsSendable: true };
    }

    private static bool TryGetBaselines(TapeValue rest, ReadOnlySpan<byte> name, out ImmutableArray<SeenBaseline> baselines)
    {
        baselines = [];
        if (!TryGetArray(rest, name, out var list)) return false;
        var read = ImmutableArray.CreateBuilder<SeenBaseline>();
        foreach (var item in list.Elements)
        {
            if (!item.IsArray || read.Count == ReplayDetector.MaxBaselines) return false;
            var parts = item.Elements;
            if (EventId.Of(NextText(ref parts)) is not { } id) return false;
            if (!ulong.TryParse(NextText(ref parts), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var hash)) return false;
            read.Add(new SeenBaseline(id, hash));
        }

        baselines = read.ToImmutable();
        return true;
    }

    private static ResyncNeed? ReadNeed(TapeValue rest)
    {
        if (!TryGetFlag(rest, "need_full"u8, out var isNeeded) || !TryGetFlag(rest, "may_be_backlog"u8, out var mayBeBacklog)
            || !TryGetArray(rest, "reasons"u8, out var list))
        {
            return null;
        }

        var reasons = ImmutableArray.CreateBuilder<string>();
        foreach (var item in list.Elements)
        {
            if (item.AsString() is not { } reason || reasons.Count == ResyncNeed.MaxReasons) return null;
            reasons.Add(reason);
        }

        return ResyncNeed.Restore(isNeeded, reasons.ToImmutable(), mayBeBacklog);
    }

    internal static DateTimeOffset? NextTime(ref TapeElements parts) => parts.MoveNext() ? ToTime(parts.Current) : null;

    internal static string? NextText(ref TapeElements parts) => parts.MoveNext() ? parts.Current.AsString() : null;

    private static DateTimeOffset? ToTime(TapeValue value) =>
        value.TryGetInt64(out var ticks) && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;

    private static bool TryGetObject(TapeValue root, ReadOnlySpan<byte> name, out PanelObject? node)
    {
        node = root.TryGet(name, out var value) && value.IsObject ? PanelObject.FromValidJson(value.Json.Span) : null;
        return node is not null || (root.TryGet(name, out value) && value.IsNull);
    }

    private static bool TryGetArray(TapeValue rest, ReadOnlySpan<byte> name, out TapeValue list) =>
        rest.TryGet(name, out list) && list.IsArray;

    internal static bool TryGetText(TapeValue rest, ReadOnlySpan<byte> name, out string? text)
    {
        text = null;
        if (!rest.TryGet(name, out var value)) return false;
        text = value.AsString();
        return text is not null || value.IsNull;
    }

    internal static bool TryGetFlag(TapeValue rest, ReadOnlySpan<byte> name, out bool flag)
    {
        flag = rest.TryGet(name, out var value) && value.IsTrue;
        return flag || (rest.TryGet(name, out value) && value.Type == System.Text.Json.JsonTokenType.False);
    }

    internal static bool TryGetNumber(TapeValue rest, ReadOnlySpan<byte> name, out long? number)
    {
        number = null;
        if (!rest.TryGet(name, out var value)) return false;
        if (value.IsNull) return true;
        number = value.TryGetInt64(out var known) ? known : null;
        return number is not null;
    }

    internal static bool TryGetCount(TapeValue rest, ReadOnlySpan<byte> name, out long count)
    {
        count = 0;
        return rest.TryGet(name, out var value) && value.TryGetInt64(out count) && count >= 0;
    }

    internal static bool TryGetTime(TapeValue rest, ReadOnlySpan<byte> name, out DateTimeOffset? time)
    {
        time = null;
        if (!rest.TryGet(name, out var value)) return false;
        if (value.IsNull) return true;
        time = ToTime(value);
        return time is not null;
    }
}
