using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PanelActors.Configuration;

/// <summary>How the health of several members becomes one: <c>worst</c>, <c>best</c> or <c>quorum:N</c> (specification 7.6).</summary>
internal sealed record HealthRule
{
    /// <summary>What may be configured, to stand after "expected".</summary>
    public const string Allowed = "worst, best or quorum:N with N from 1";

    public const string Pattern = "^(worst|best|quorum:0*[1-9][0-9]*)$";

    private const string QuorumPrefix = "quorum:";

    private HealthRule(HealthRuleKind kind, int quorum = 0) => (Kind, Quorum) = (kind, quorum);

    /// <summary>As bad as the worst member.</summary>
    public static HealthRule Worst { get; } = new(HealthRuleKind.Worst);

    /// <summary>As good as the best member.</summary>
    public static HealthRule Best { get; } = new(HealthRuleKind.Best);

    /// <summary>Which rule.</summary>
    public HealthRuleKind Kind { get; }

    /// <summary>
    /// How many members must be at least that healthy; 0 unless <see cref="Kind"/> is <see cref="HealthRuleKind.Quorum"/>.
    /// </summary>
    public int Quorum { get; }

    /// <summary>As good as at least <paramref name="members"/> of the members; 1 or more.</summary>
    public static HealthRule OfQuorum(int members)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(members, 1);
        return new(HealthRuleKind.Quorum, members);
    }

    /// <summary>Reads the configured spelling, whatever its case. False for anything else, a quorum below 1 included.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out HealthRule? rule)
    {
        rule = text switch
        {
            null => null,
            _ when text.Equals("worst", StringComparison.OrdinalIgnoreCase) => Worst,
            _ when text.Equals("best", StringComparison.OrdinalIgnoreCase) => Best,
            _ when text.StartsWith(QuorumPrefix, StringComparison.OrdinalIgnoreCase)
                && int.TryParse(text.AsSpan(QuorumPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var members)
                && members >= 1 => OfQuorum(members),
            _ => null,
        };
        return rule is not null;
    }

    /// <summary>The configured spelling.</summary>
    public override string ToString() => Kind switch
    {
        HealthRuleKind.Worst => "worst",
        HealthRuleKind.Best => "best",
        _ => string.Create(CultureInfo.InvariantCulture, $"{QuorumPrefix}{Quorum}"),
    };
}
