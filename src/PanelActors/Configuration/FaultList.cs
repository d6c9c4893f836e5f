using System.Globalization;

namespace PanelActors.Configuration;

/// <summary>Collects faults, one a key: what is wrong first is said, what only follows from it is not.</summary>
internal sealed class FaultList
{
    private readonly List<ConfigurationFault> _faults = [];
    private readonly HashSet<string> _keys = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<ConfigurationFault> Faults => _faults;

    public bool Has(string key) => _keys.Contains(key);

    /// <summary>Adds a fault; the value of a secret key is left out.</summary>
    public void Add(string key, string? value, string allowed)
    {
        if (_keys.Add(key))
            _faults.Add(new(key, ConfigurationKeys.Find(key)?.About.IsSecret == true ? null : value, allowed));
    }

    public void Require(bool met, string key, string? value, string allowed)
    {
        if (!met)
            Add(key, value, allowed);
    }

    public void Range<T>(string key, T value, T least, T most) where T : IComparable<T>, IFormattable =>
        Require(value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0, key, Text(value), $"{Text(least)} to {Text(most)}");

    public static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
