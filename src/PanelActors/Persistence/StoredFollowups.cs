using System.Collections.Immutable;
using System.Text.Json;
using PanelActors.Protocol;
using PanelActors.Tree;

namespace PanelActors.Persistence;

/// <summary>
/// The follow-ups of a stored state: an array each. Version 2 has what a follow-up is made of (time, level, type, index, source, message);
/// version 1 had the component in place of type, index and source.
/// </summary>
internal static class StoredFollowups
{
    private const int MaxCount = 10_000;

    public static void Write(Utf8JsonWriter json, ImmutableArray<FollowupAlert> followups)
    {
        json.WriteStartArray();
        foreach (var followup in followups)
        {
            json.WriteStartArray();
            json.WriteNumberValue(followup.Time.UtcTicks);
            json.WriteStringValue(followup.Level);
            json.WriteStringValue(followup.AlertType);
            json.WriteStringValue(followup.Index);
            json.WriteStringValue(followup.Source);
            json.WriteStringValue(followup.Message);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    /// <summary>What <paramref name="version"/> wrote; null where it did not write that.</summary>
    public static ImmutableArray<FollowupAlert>? Read(TapeValue list, int version)
    {
        var followups = ImmutableArray.CreateBuilder<FollowupAlert>();
        foreach (var item in list.Elements)
        {
            if (!item.IsArray || followups.Count == MaxCount) return null;
            var parts = item.Elements;
            var followup = version == 1 ? ReadVersion1(ref parts) : Read(ref parts);
            if (followup is null || parts.MoveNext()) return null;
            followups.Add(followup);
        }

        return followups.ToImmutable();
    }

    private static FollowupAlert? Read(ref TapeElements parts) =>
        StoredStateReader.NextTime(ref parts) is { } time && StoredStateReader.NextText(ref parts) is { } level
        && TryNextOptional(ref parts, out var type) && TryNextOptional(ref parts, out var index)
        && TryNextOptional(ref parts, out var source) && StoredStateReader.NextText(ref parts) is { } message
            ? new FollowupAlert(time, level, type, index, message) { Source = source }
            : null;

    private static FollowupAlert? ReadVersion1(ref TapeElements parts) =>
        StoredStateReader.NextTime(ref parts) is { } time && StoredStateReader.NextText(ref parts) is { } level
        && StoredStateReader.NextText(ref parts) is { } component && StoredStateReader.NextText(ref parts) is { } message
            ? FollowupAlert.OfComponent(time, level, component, message)
            : null;

    private static bool TryNextOptional(ref TapeElements parts, out string? text)
    {
        text = null;
        if (!parts.MoveNext()) return false;
        text = parts.Current.AsString();
        return text is not null || parts.Current.IsNull;
    }
}
