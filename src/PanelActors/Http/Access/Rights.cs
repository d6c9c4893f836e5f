using PanelActors.Configuration;

namespace PanelActors.Http.Access;

/// <summary>What one may do (specification 8.6).</summary>
[Flags]
internal enum Rights
{
    None = 0,

    /// <summary>See a store: its snapshot, heartbeat, events.</summary>
    Read = 1,

    /// <summary>Have a source asked for a baseline, or restarted.</summary>
    Control = 2,

    /// <summary>Scrape the metrics.</summary>
    Metrics = 4,

    /// <summary>All of them.</summary>
    All = Read | Control | Metrics,
}

/// <summary>The names of <see cref="Rights"/>, as configurations and tokens write them.</summary>
internal static class RightsNames
{
    private static readonly (string Name, Rights Right)[] Known =
        [.. AccessOptions.MayWords.Split(' ').Select(static name => (name, Enum.Parse<Rights>(name, ignoreCase: true)))];

    /// <summary>The rights that words name; words that name none count for nothing.</summary>
    public static Rights Parse(IEnumerable<string> words) => words.Aggregate(
        Rights.None,
        static (rights, word) => rights | Known.FirstOrDefault(known => known.Name.Equals(word, StringComparison.OrdinalIgnoreCase)).Right);

    public static IReadOnlyList<string> ToNames(this Rights rights) =>
        [.. Known.Where(known => (rights & known.Right) != 0).Select(static known => known.Name)];
}
