using PanelActors.Configuration;

namespace PanelActors.History;

/// <summary>Which entries are asked for, newest first.</summary>
internal sealed record HistoryQuery
{
    /// <summary>The stores to look at.</summary>
    public required IReadOnlyList<StoreName> Stores { get; init; }

    /// <summary>Empty for all.</summary>
    public IReadOnlyList<HistoryKind> Kinds { get; init; } = [];

    /// <summary>In upper case; empty for all.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>Not before this.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Not after this.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>What title or detail contain, whatever the case; null for anything.</summary>
    public string? Text { get; init; }

    /// <summary>Go on after this; null = begin with the newest.</summary>
    public HistoryCursor? Before { get; init; }

    /// <summary>At most so many.</summary>
    public int Limit { get; init; } = 100;
}
