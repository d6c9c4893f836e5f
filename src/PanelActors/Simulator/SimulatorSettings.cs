using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using PanelActors.Configuration;

namespace PanelActors.Simulator;

/// <summary>
/// The settings of one simulated feed, from a source's <c>simulator:</c> address (specification 7.5). Instances come from
/// <see cref="TryParse(Uri, out SimulatorSettings?, out string?)"/>, so every one is within its ranges. Two are equal when their
/// <see cref="Key"/> is.
/// </summary>
/// <example>
/// <c>simulator:?seed=7&amp;interval=00:00:00.250&amp;form=mixed&amp;backlog=500&amp;full_every=60&amp;panels=20&amp;fault=drop:90,old</c>
/// </example>
internal sealed record SimulatorSettings
{
    /// <summary>The URI scheme of a simulated feed.</summary>
    public const string Scheme = UrlRules.SimulatorScheme;

    /// <summary>The period of a fault, in ticks, where the address gives none.</summary>
    public const int DefaultFaultPeriod = 50;

    private const int MaxBacklog = 10_000;
    private const int MaxPanels = 5_000;
    private const int MaxPeriod = 1_000_000;
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MaxInterval = TimeSpan.FromHours(1);

    private SimulatorSettings()
    {
    }

    /// <summary>The settings of <c>simulator:</c> alone.</summary>
    public static SimulatorSettings Default { get; } = new();

    /// <summary>Seed of the random walk, default 1. Equal seeds walk alike.</summary>
    public int Seed { get; private init; } = 1;

    /// <summary>Time between two ticks, 1 ms to 1 h, default 500 ms.</summary>
    public TimeSpan Interval { get; private init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>What the feed speaks, default <see cref="SimulatorDialect.Panels"/>.</summary>
    public SimulatorDialect Dialect { get; private init; }

    /// <summary>
    /// The form of the diffs, default <see cref="SimulatorDiffForm.Mixed"/>. A summary stream sends <c>panel_diff</c> where it is
    /// <see cref="SimulatorDiffForm.Structured"/>, else <c>panel_update</c>.
    /// </summary>
    public SimulatorDiffForm Form { get; private init; } = SimulatorDiffForm.Mixed;

    /// <summary>How many past events a resuming client can get, 0 to 10000, default 500.</summary>
    public int Backlog { get; private init; } = 500;

    /// <summary>Ticks between two baselines, each with a new generation; 0 to 1000000, default 60, 0 = only the one at the start.</summary>
    public int FullEvery { get; private init; } = 60;

    /// <summary>Synthetic panels on top of the market's own, for load; 0 to 5000, default 0.</summary>
    public int Panels { get; private init; }

    /// <summary>The faults to commit, each with its period in ticks, 1 to 1000000. None by default.</summary>
    public ImmutableSortedDictionary<SimulatorFault, int> Faults { get; private init; } =
        ImmutableSortedDictionary<SimulatorFault, int>.Empty;

    /// <summary>All settings in a normal form: a query that parses back to equal settings, and is safe as a segment of a path.</summary>
    public string Key
    {
        get
        {
            var key = new StringBuilder().Append(
                CultureInfo.InvariantCulture,
                $"seed={Seed}&interval={Interval:c}&form={NameOf(Form)}&backlog={Backlog}&full_every={FullEvery}&panels={Panels}");
            if (Dialect != SimulatorDialect.Panels) key.Append(CultureInfo.InvariantCulture, $"&dialect={NameOf(Dialect)}");
            var faults = Faults.Select(fault => string.Create(CultureInfo.InvariantCulture, $"{NameOf(fault.Key)}:{fault.Value}"));
            if (!Faults.IsEmpty) key.Append("&fault=").AppendJoin(',', faults);
            return key.ToString();
        }
    }

    /// <summary>Reads a <c>simulator:</c> address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="settings">Null where the address is wrong.</param>
    /// <param name="error">Which part is wrong, and what is allowed.</param>
    public static bool TryParse(
        Uri address,
        [NotNullWhen(true)] out SimulatorSettings? settings,
        [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(address);
        settings = null;
        if (!address.IsAbsoluteUri || !address.Scheme.Equals(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            error = $"'{address.OriginalString}' is no {Scheme}: address";
            return false;
        }

        // Uri may or may not split an address with an unknown scheme into its parts, so the text itself is read.
        var rest = address.OriginalString.Trim()[(Scheme.Length + 1)..];
        if (rest.Length > 0 && (rest[0] != '?' || rest.Contains('#', StringComparison.Ordinal)))
        {
            error = $"'{address.OriginalString}' must be '{Scheme}:' or '{Scheme}:?name=value&...'";
            return false;
        }

        return TryParseKey(rest.TrimStart('?'), out settings, out error);
    }

    /// <summary>Reads the query of an address, or a <see cref="Key"/>.</summary>
    /// <param name="query">The query, without its question mark.</param>
    /// <param name="settings">Null where the query is wrong.</param>
    /// <param name="error">Which part is wrong, and what is allowed.</param>
    public static bool TryParseKey(
        string query,
        [NotNullWhen(true)] out SimulatorSettings? settings,
        [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(query);
        settings = null;
        error = null;
        var parsed = Default;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var separator = part.IndexOf('=', StringComparison.Ordinal);
            var name = Uri.UnescapeDataString(separator < 0 ? part : part[..separator]);
            var value = separator < 0 ? "" : Uri.UnescapeDataString(part[(separator + 1)..]);
            if (!seen.Add(name))
                error = $"{name} is given twice";
            else
                parsed = parsed.With(name, value, out error);
            if (error is not null) return false;
        }

        error = parsed.Contradiction();
        if (error is null) settings = parsed;
        return settings is not null;
    }

    public bool Equals(SimulatorSettings? other) => other is not null && Key == other.Key;

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    /// <summary>The period of a fault in ticks, 0 where the feed does not commit it.</summary>
    public int PeriodOf(SimulatorFault fault) => Faults.GetValueOrDefault(fault);

    private SimulatorSettings With(string name, string value, out string? error)
    {
        switch (name)
        {
            case "seed":
                return Whole(name, value, int.MinValue, int.MaxValue, out var seed, out error) ? this with { Seed = seed } : this;
            case "backlog":
                return Whole(name, value, 0, MaxBacklog, out var backlog, out error) ? this with { Backlog = backlog } : this;
            case "full_every":
                return Whole(name, value, 0, MaxPeriod, out var fullEvery, out error) ? this with { FullEvery = fullEvery } : this;
            case "panels":
                return Whole(name, value, 0, MaxPanels, out var panels, out error) ? this with { Panels = panels } : this;
            case "interval":
                var timed = TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var interval)
                    && interval >= MinInterval && interval <= MaxInterval;
                error = timed ? null : $"interval '{value}' must be a time span from {MinInterval:c} to {MaxInterval:c}";
                return timed ? this with { Interval = interval } : this;
            case "form":
                var named = TryName<SimulatorDiffForm>(value, out var form);
                error = named ? null : $"form '{value}' must be one of {Names<SimulatorDiffForm>()}";
                return named ? this with { Form = form } : this;
            case "dialect":
                var known = TryName<SimulatorDialect>(value, out var dialect);
                error = known ? null : $"dialect '{value}' must be one of {Names<SimulatorDialect>()}";
                return known ? this with { Dialect = dialect } : this;
            case "fault":
                return WithFaults(value, out error);
            default:
                error = $"'{name}' is unknown: use seed, interval, dialect, form, backlog, full_every, panels or fault";
                return this;
        }
    }

    private string? Contradiction()
    {
        var isSummary = Dialect == SimulatorDialect.Summary;
        if (isSummary && (Faults.ContainsKey(SimulatorFault.Generation) || Faults.ContainsKey(SimulatorFault.Old)))
            return "dialect=summary has no faults generation and old: it has neither generations nor old values";
        if (Form is SimulatorDiffForm.Mixed or SimulatorDiffForm.Structured) return null;
        if (!isSummary && !Faults.ContainsKey(SimulatorFault.Old)) return null;
        return $"{(isSummary ? "dialect=summary" : "fault=old")} needs form mixed or structured, and form is {NameOf(Form)}";
    }

    private SimulatorSettings WithFaults(string list, out string? error)
    {
        var faults = Faults.ToBuilder();
        foreach (var item in list.Split(',', StringSplitOptions.TrimEntries))
        {
            var separator = item.IndexOf(':', StringComparison.Ordinal);
            var name = separator < 0 ? item : item[..separator];
            if (!TryName<SimulatorFault>(name, out var fault))
            {
                error = $"fault '{name}' must be one of {Names<SimulatorFault>()}, each with an optional ':ticks'";
                return this;
            }

            var period = DefaultFaultPeriod;
            if (separator >= 0 && !Whole($"fault {name}", item[(separator + 1)..], 1, MaxPeriod, out period, out error)) return this;
            if (!faults.TryAdd(fault, period))
            {
                error = $"fault {name} is given twice";
                return this;
            }
        }

        error = null;
        return this with { Faults = faults.ToImmutable() };
    }

    private static bool Whole(string name, string value, int min, int max, out int number, out string? error)
    {
        var valid = int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
            && number >= min && number <= max;
        error = valid ? null : $"{name} '{value}' must be a whole number from {min} to {max}";
        return valid;
    }

    private static bool TryName<T>(string text, out T value)
        where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (!text.Equals(NameOf(candidate), StringComparison.OrdinalIgnoreCase)) continue;
            value = candidate;
            return true;
        }

        value = default;
        return false;
    }

    private static string Names<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(NameOf));

    // One fault was always written as one word.
    private static string NameOf<T>(T value)
        where T : struct, Enum => value is SimulatorFault.BadJson ? "badjson" : value.ToName();
}
