using PanelActors.Http;

namespace PanelActors.Watch;

/// <summary>Answers of a daemon made whole: what it leaves out is null there, whatever the types say.</summary>
internal static class DaemonAnswers
{
    /// <summary>The stores that have a name.</summary>
    public static IReadOnlyList<StoreSummary> Whole(IReadOnlyList<StoreSummary?> stores) =>
    [
        .. stores.Where(static store => store?.Name is not null).Select(static store => store! with
        {
            Kind = store.Kind ?? "",
            Health = store.Health ?? "",
            Members = store.Members is { } members
                ? [.. members.Where(static member => member is { Name: not null, Health: not null })]
                : null,
        }),
    ];

    /// <summary>The entries that say what happened.</summary>
    public static HistoryPage Whole(HistoryPage page) => page with
    {
        Items =
        [
            .. (page.Items ?? []).Where(static item => item is { Store: not null, Kind: not null, Title: not null })
                .Select(static item => item with { Level = item.Level ?? "", Detail = item.Detail ?? "" }),
        ],
    };

    /// <summary>The alerts that have a name.</summary>
    public static IEnumerable<AlertItem> Whole(AlertList alerts) =>
        (alerts.Items ?? []).Where(static item => item?.AlertType is not null);
}
