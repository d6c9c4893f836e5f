using System.Text.Json.Serialization;
using PanelActors.History;
using PanelActors.Protocol;

namespace PanelActors.Http;

/// <summary>One entry of the history, as the API sends it (specification 10.2).</summary>
/// <param name="At">Unix seconds.</param>
/// <param name="Store">The store.</param>
/// <param name="Kind"><c>health</c>, <c>severity</c>, <c>followup</c>, <c>connection</c> or <c>baseline</c>.</param>
/// <param name="Level">How grave it is, in upper case.</param>
/// <param name="Title">What happened.</param>
/// <param name="Detail">Why; may be empty.</param>
internal sealed record HistoryItem(double At, string Store, string Kind, string Level, string Title, string Detail)
{
    public static HistoryItem Of(HistoryEntry entry) =>
        new(UnixTime.Seconds(entry.At), entry.Store.Text, entry.Kind.ToName(), entry.Level, entry.Title, entry.Detail);
}

/// <summary>A page of the history.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Next">The <c>before</c> of the page after this; null where this is the last one.</param>
internal sealed record HistoryPage(IReadOnlyList<HistoryItem> Items, string? Next);

/// <summary>Since when a kind of alert is as it is (specification 10.3).</summary>
internal sealed record AlertItem
{
    public string AlertType { get; init; } = "";

    /// <summary>In upper case.</summary>
    public string Level { get; init; } = "";

    /// <summary>Whether there is an alert.</summary>
    public bool Active { get; init; }

    /// <summary>Since when it is active, or not, in unix seconds; null where that is not known yet.</summary>
    public double? Since { get; init; }

    /// <summary>When its level changed last.</summary>
    public double? LastChange { get; init; }

    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>The message of the alert; null where it has none.</summary>
    public string? Message { get; init; }
}

/// <summary>The alerts of a store.</summary>
/// <param name="Items">Active ones first, the gravest of these first.</param>
internal sealed record AlertList(IReadOnlyList<AlertItem> Items);

/// <summary>How the bodies of the history are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HistoryPage))]
[JsonSerializable(typeof(AlertList))]
internal sealed partial class HistoryJson : JsonSerializerContext;
