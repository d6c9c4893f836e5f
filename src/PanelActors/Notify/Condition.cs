using System.IO.Enumeration;
using PanelActors.Configuration;
using PanelActors.History;

namespace PanelActors.Notify;

/// <summary>What an entry of the history says of one condition of a store. Pure.</summary>
/// <param name="Name">
/// The condition: <c>health</c>, <c>severity:TYPE</c>, <c>need_full</c>, <c>source</c>; empty for what only happens.
/// </param>
/// <param name="Value">What it is now.</param>
internal readonly record struct Condition(string Name, string Value)
{
    public const string Health = "health";
    public const string Severity = "severity:";
    public const string NeedFull = "need_full";
    public const string Source = "source";
    public const string Followup = "followup";

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsGood => Value is "ok" or "resolved" or "got" or "open";

    /// <summary>Whether it says anything: a store that begins has no data yet, whatever was so before.</summary>
    public bool IsKnown => Value != "init";

    /// <summary>Whether something is wrong that a receiver is to be notified of: an Alertmanager shows it until it ends.</summary>
    public bool IsAlertFor(NotifyOptions receiver) => !IsGood && IsWantedBy(receiver);

    /// <summary>The condition that an entry is about.</summary>
    public static Condition Of(HistoryEntry entry) => entry.Kind switch
    {
        HistoryKind.Health => new(Health, entry.Title),
        HistoryKind.Severity => new(Severity + entry.Subject, entry.Title[(entry.Title.LastIndexOf(' ') + 1)..]),
        HistoryKind.Baseline => new(NeedFull, entry.Title),
        HistoryKind.Connection => new(Source, entry.Title),
        _ => new("", entry.Level),
    };

    /// <summary>Whether a receiver is to be notified of it.</summary>
    public bool IsWantedBy(NotifyOptions receiver)
    {
        var word = Name switch
        {
            "" => $"{Followup}:{Value.ToLowerInvariant()}",
            NeedFull => Value == "needed" ? NeedFull : "",
            _ when Name.StartsWith(Severity, StringComparison.Ordinal) => Severity + Value,
            _ => $"{Name}:{Value}",
        };
        return receiver.On.Contains(word, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether a receiver is notified about a store.</summary>
    public static bool IsStoreOf(NotifyOptions receiver, StoreName store)
    {
        foreach (var name in receiver.Stores)
        {
            if (FileSystemName.MatchesSimpleExpression(name, store.Text, ignoreCase: true)) return true;
        }

        return false;
    }
}
