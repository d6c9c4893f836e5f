using System.Globalization;

namespace PanelActors.Configuration;

/// <summary>
/// Reads one section of a raw configuration into its options record, by the keys that the catalogue has for it. Never throws for bad
/// input: what cannot be read is a fault and counts as not given, and so is an unknown key.
/// </summary>
internal sealed class OptionsReader
{
    private readonly IConfigurationSection _section;
    private readonly string _path;
    private readonly FaultList _faults;

    private OptionsReader(IConfigurationSection section, string path, FaultList faults) =>
        (_section, _path, _faults) = (section, path, faults);

    public static PanelActorsOptions Read(IConfiguration configuration, FaultList faults)
    {
        const string Root = PanelActorsOptions.Section;
        return (PanelActorsOptions)new OptionsReader(configuration.GetSection(Root), Root, faults).Read(typeof(PanelActorsOptions));
    }

    private object Read(Type type)
    {
        var options = Activator.CreateInstance(type)!;
        var keys = ConfigurationKeys.Of(type);
        foreach (var key in keys)
        {
            if (ValueOf(key) is { } value) key.Set(options, value);
        }

        RefuseUnknown([.. keys.Select(static key => key.Name)]);
        return options;
    }

    // Null where nothing is given, and the default stays.
    private object? ValueOf(ConfigurationKey key) => key.Kind switch
    {
        KeyKind.Section => IsGiven(key.Name)
            ? Read(key.SectionType!, Child(key.Name, "a section with keys of its own"), PathOf(key.Name))
            : null,
        KeyKind.Sections => Sections(key),
        KeyKind.Map => Map(key.Name),
        KeyKind.Texts => key.About.IsLine ? TextsOrLine(key.Name) : Texts(key),
        KeyKind.Text => Text(key.Name),
        KeyKind.StoreName => Text(key.Name) is { } name ? new StoreName(name) : null,
        KeyKind.StoreNames => Texts(key.Name)?.ConvertAll(static name => new StoreName(name)),
        _ => Scalar(key, ValueFormat.Of(key.Type)),
    };

    private object Read(Type type, IConfigurationSection section, string path) => new OptionsReader(section, path, _faults).Read(type);

    // An empty section counts too: there it may mean something else than none.
    private bool IsGiven(string name) =>
        _section.GetChildren().Any(child => child.Key.Equals(name, StringComparison.OrdinalIgnoreCase));

    private Array Sections(ConfigurationKey key)
    {
        object[] read = [.. Items(key.Name).Select(item => Read(key.SectionType!, item, $"{PathOf(key.Name)}:{item.Key}"))];
        var sections = Array.CreateInstance(key.SectionType!, read.Length);
        read.CopyTo(sections, 0);
        return sections;
    }

    private object? Scalar(ConfigurationKey key, ValueFormat format)
    {
        if (Scalar(key.Name, format.Allowed) is not { } text) return null;
        var value = format.Parse(text);
        _faults.Require(value is not null, PathOf(key.Name), text, format.Allowed);
        return value;
    }

    private string? Text(string name) => Scalar(name, "one text") is { Length: > 0 } text ? text : null;

    private string? Scalar(string name, string allowed)
    {
        var child = _section.GetSection(name);
        if (!child.GetChildren().Any()) return child.Value;
        _faults.Add(PathOf(name), null, $"one value, not a section: {allowed}");
        return null;
    }

    // Words are read without regard to case.
    private List<string>? Texts(ConfigurationKey key) =>
        key.About.Words is null ? Texts(key.Name) : Texts(key.Name)?.ConvertAll(static word => word.ToLowerInvariant());

    private List<string>? Texts(string name)
    {
        List<IConfigurationSection> items = [.. Items(name)];
        foreach (var item in items)
            _faults.Require(item.Value is not null, $"{PathOf(name)}:{item.Key}", null, "one text");
        return items.Count == 0 ? null : items.ConvertAll(static item => item.Value ?? "");
    }

    // The one text wins over a list, since that is what the environment and the command line set over a file's list.
    private IReadOnlyList<string>? TextsOrLine(string name) => _section.GetSection(name).Value is { Length: > 0 } line
        ? line.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        : Texts(name);

    private Dictionary<string, string> Map(string name)
    {
        var map = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in Child(name, "a section of names and texts").GetChildren())
        {
            _faults.Require(!item.GetChildren().Any() && item.Value is not null, $"{PathOf(name)}:{item.Key}", null, "one text");
            map[item.Key] = item.Value ?? "";
        }

        return map;
    }

    private IConfigurationSection Child(string name, string allowed)
    {
        var child = _section.GetSection(name);
        _faults.Require(string.IsNullOrEmpty(child.Value), PathOf(name), null, allowed);
        return child;
    }

    private IEnumerable<IConfigurationSection> Items(string name)
    {
        var next = 0;
        foreach (var item in Child(name, "a list").GetChildren())
        {
            if (item.Key == next.ToString(CultureInfo.InvariantCulture))
            {
                next++;
                yield return item;
            }
            else
            {
                _faults.Add($"{PathOf(name)}:{item.Key}", null, $"{name}:{next}, the next index of the list");
            }
        }
    }

    private void RefuseUnknown(string[] known)
    {
        foreach (var child in _section.GetChildren())
        {
            if (!known.Contains(child.Key, StringComparer.OrdinalIgnoreCase) && !SectionNameRules.IsComment(child.Key))
                _faults.Add(PathOf(child.Key), null, $"a known key; did you mean {Spelling.Nearest(child.Key, known)}?");
        }
    }

    private string PathOf(string name) => $"{_path}:{name}";
}
