using System.Globalization;

namespace PanelActors.Configuration;

/// <summary>
/// Reads one configuration section key by key. What cannot be read becomes a fault and counts as not given; what was never asked for
/// is an unknown key.
/// </summary>
internal sealed class SectionReader(IConfigurationSection section, string path, FaultList faults)
{
    private readonly List<string> _known = [];

    private delegate bool Parser<T>(string text, out T value);

    public string? Text(string key) => Scalar(key, "one text") is { Length: > 0 } text ? text : null;

    public bool? Flag(string key) => Read<bool>(key, "true or false", bool.TryParse);

    public int? Integer(string key) => Read<int>(key, "a whole number",
        (string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value));

    public long? Long(string key) => Read<long>(key, "a whole number",
        (string text, out long value) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value));

    // A bare number would be that many days, which nobody means.
    public TimeSpan? Duration(string key) => Read<TimeSpan>(key, "a duration hh:mm:ss, such as 00:00:30",
        (string text, out TimeSpan value) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value) && text.Contains(':'));

    public T? Choice<T>(string key) where T : struct, Enum => Read<T>(key, OneOf(Spelling.Of<T>()), Spelling.TryParse);

    public HealthRule? Health(string key)
    {
        const string Allowed = "worst, best or quorum:N with N from 1";
        if (Scalar(key, Allowed) is not { } text)
            return null;
        if (HealthRule.TryParse(text, out var rule))
            return rule;
        faults.Add(Path(key), text, Allowed);
        return null;
    }

    /// <summary>The section <paramref name="key"/>, read whole by <paramref name="read"/>; its unknown keys become faults.</summary>
    public T Section<T>(string key, Func<SectionReader, T> read) =>
        Whole(Child(key, "a section with keys of its own"), Path(key), read);

    /// <summary>The list of sections <paramref name="key"/>; empty where there is none.</summary>
    public IReadOnlyList<T> Sections<T>(string key, Func<SectionReader, T> read) =>
        [.. Items(key).Select(item => Whole(item, Path(key) + ":" + item.Key, read))];

    /// <summary>The list of texts <paramref name="key"/>; null where there is none.</summary>
    public IReadOnlyList<string>? Texts(string key)
    {
        var items = Items(key).ToList();
        foreach (var item in items)
            faults.Require(item.Value is not null, Path(key) + ":" + item.Key, null, "one text");
        return items.Count == 0 ? null : [.. items.Select(item => item.Value ?? "")];
    }

    /// <summary>
    /// The texts of <paramref name="key"/>, written as a list or as one text with semicolons; null where there are none. The one text
    /// wins, since that is what the environment and the command line set over a file's list.
    /// </summary>
    public IReadOnlyList<string>? TextsOrLine(string key)
    {
        _known.Add(key);
        return section.GetSection(key).Value is { Length: > 0 } line
            ? line.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : Texts(key);
    }

    /// <summary>
    /// The keys and texts under <paramref name="key"/>, names case-insensitive. Values may be secrets and are in no fault.
    /// </summary>
    public IReadOnlyDictionary<string, string> Map(string key)
    {
        var map = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in Child(key, "a section of names and texts").GetChildren())
        {
            faults.Require(!item.GetChildren().Any() && item.Value is not null, Path(key) + ":" + item.Key, null, "one text");
            map[item.Key] = item.Value ?? "";
        }
        return map;
    }

    internal static T Whole<T>(IConfigurationSection section, string path, FaultList faults, Func<SectionReader, T> read)
    {
        var reader = new SectionReader(section, path, faults);
        var result = read(reader);
        reader.RefuseUnknown();
        return result;
    }

    internal static string OneOf(IEnumerable<string> words) => "one of " + string.Join(", ", words);

    private T Whole<T>(IConfigurationSection child, string childPath, Func<SectionReader, T> read) => Whole(child, childPath, faults, read);

    private string Path(string key) => path + ":" + key;

    private T? Read<T>(string key, string allowed, Parser<T> parse) where T : struct
    {
        if (Scalar(key, allowed) is not { } text)
            return null;
        if (parse(text, out var value))
            return value;
        faults.Add(Path(key), text, allowed);
        return null;
    }

    private string? Scalar(string key, string allowed)
    {
        _known.Add(key);
        var child = section.GetSection(key);
        if (!child.GetChildren().Any())
            return child.Value;
        faults.Add(Path(key), null, $"one value, not a section: {allowed}");
        return null;
    }

    private IConfigurationSection Child(string key, string allowed)
    {
        _known.Add(key);
        var child = section.GetSection(key);
        faults.Require(string.IsNullOrEmpty(child.Value), Path(key), null, allowed);
        return child;
    }

    private IEnumerable<IConfigurationSection> Items(string key)
    {
        var next = 0;
        foreach (var item in Child(key, "a list").GetChildren())
        {
            if (item.Key == next.ToString(CultureInfo.InvariantCulture))
            {
                next++;
                yield return item;
            }
            else
            {
                faults.Add(Path(key) + ":" + item.Key, null, $"{key}:{next}, the next index of the list");
            }
        }
    }

    private void RefuseUnknown()
    {
        foreach (var child in section.GetChildren())
        {
            if (!_known.Contains(child.Key, StringComparer.OrdinalIgnoreCase) && !SectionNameRules.IsComment(child.Key))
                faults.Add(Path(child.Key), null, $"a known key; did you mean {Spelling.Nearest(child.Key, _known)}?");
        }
    }
}
