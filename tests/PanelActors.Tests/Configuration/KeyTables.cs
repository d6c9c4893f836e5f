using System.Globalization;
using System.Text.RegularExpressions;
using PanelActors.Configuration;

namespace PanelActors.Tests.Configuration;

/// <summary>The tables of the documentation, made from the catalogue of keys.</summary>
internal static partial class KeyTables
{
    private static readonly string[] Units = ["bytes", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>One row for each key directly below <c>PanelActors</c>, with the keys in it.</summary>
    public static IReadOnlyList<string> Short { get; } =
    [
        "| key under `PanelActors` | what it sets | default |",
        "|---|---|---|",
        .. KeyPath.All.Where(static path => !path.Path.Contains('.'))
            .Select(static path => Row($"`{path.Path}`", Escaped(MeaningOf(path.Key)), ContentsOf(path))),
    ];

    /// <summary>One row for each key; what a source overrides is one.</summary>
    public static IReadOnlyList<string> Whole { get; } =
    [
        "| key | what it sets | value | default | an edit takes effect |",
        "|---|---|---|---|---|",
        .. KeyPath.All.Where(static path => path.IsOverride || (path.Key.SectionType is null && !path.IsOverriding)).Select(static path =>
            Row(
                $"`{path.Path}`", Escaped(MeaningOf(path.Key)), ValueOf(path), DefaultOf(path),
                path.IsOverride ? $"as `{path.Key.Name}` below" : EffectOf(path.Key))),
    ];

    public static string MeaningOf(ConfigurationKey key) => $"{key.About.Meaning}{(key.About.IsSecret ? "; never printed" : "")}";

    /// <summary>What an edit does, to stand after "takes effect".</summary>
    public static string EffectOf(ConfigurationKey key) => key.Effect switch
    {
        KeyEffect.AtOnce or KeyEffect.RetunesStores => "at once",
        KeyEffect.RestartsStores => "by restarting its stores",
        _ => "at the next start",
    };

    /// <summary>A value of an enum or a <see cref="HealthRule"/>, as it is configured.</summary>
    public static string NameOf(object value) =>
        value is Enum ? Spelling.NamesOf(value.GetType())[Array.IndexOf(Enum.GetValues(value.GetType()), value)] : value.ToString()!;

    private static string Row(params string[] cells) => $"| {string.Join(" | ", cells)} |";

    private static string ContentsOf(KeyPath path) => path.Key.SectionType is null
        ? DefaultOf(path)
        : string.Join(", ", KeyPath.In(path).Select(static key => ContentOf(key)));

    private static string ContentOf(KeyPath path)
    {
        var name = $"`{path.Key.Name}{(path.Key.Kind == KeyKind.Sections ? "[]" : "")}`";
        if (path.IsOverride) return name;
        if (path.Key.SectionType is not null) return $"{name} ({ContentsOf(path)})";
        var isShort = path.Default is not (null or "") || path.Key.Kind == KeyKind.Integer;
        return isShort && DefaultOf(path) is not ("none" or "required") ? $"{name} {DefaultOf(path)}" : name;
    }

    private static string ValueOf(KeyPath path)
    {
        var about = path.Key.About;
        return path.Key.Kind switch
        {
            KeyKind.Flag => "`true`, `false`",
            KeyKind.Integer when about.AtLeast is { } least => $"`{least}` to {TextOf(path.Key, about.Max)}",
            KeyKind.Integer => $"{TextOf(path.Key, about.Min)} to {TextOf(path.Key, about.Max)}",
            KeyKind.Duration => "a duration",
            KeyKind.Word => Words(Spelling.NamesOf(path.Key.Type)),
            KeyKind.Map when about.Words is { } words => $"by name, one of {Words(words.Split(' '))}",
            KeyKind.Map => "texts by name",
            KeyKind.Section => "a section",
            KeyKind.Texts when about.Words is { } words => $"a list of {Words(words.Split(' '))}",
            KeyKind.Texts when about.IsLine => $"a list, or one text with semicolons: {Escaped(about.Allowed!)}",
            KeyKind.Texts or KeyKind.StoreNames => $"a list: {Escaped(about.Allowed!)}",
            _ => Escaped(about.Allowed!),
        };
    }

    private static string DefaultOf(KeyPath path) => (path.Key.About, path.Default) switch
    {
        ({ IsRequired: true }, _) => "required",
        _ when path.IsOverride => $"as `{path.Key.Name}` below",
        ({ Unset: { } unset }, null or IReadOnlyList<object> { Count: 0 }) => Escaped(unset),
        (_, null or IReadOnlyList<object> { Count: 0 } or IReadOnlyDictionary<string, string>) => "none",
        ({ Words: not null }, _) => "all",
        (_, IReadOnlyList<string> texts) => Words(texts),
        (_, bool flag) => flag ? "`true`" : "`false`",
        (_, int number) => TextOf(path.Key, number),
        (_, long number) => TextOf(path.Key, number),
        (_, TimeSpan duration) => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds} s"),
        (_, string text) => $"`{text}`",
        (_, var value) => $"`{NameOf(value)}`",
    };

    private static string TextOf(ConfigurationKey key, long number)
    {
        var unit = 0;
        if (key.Name.EndsWith("Bytes", StringComparison.Ordinal))
        {
            while (number % 1024 == 0 && unit < Units.Length - 1) (number, unit) = (number / 1024, unit + 1);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{number:N0}{(unit > 0 ? $" {Units[unit]}" : "")}");
    }

    private static string Words(IEnumerable<string> words) => string.Join(", ", words.Select(static word => $"`{word}`"));

    // Names of keys are code, but for a first word, which is capital in any case.
    private static string Escaped(string text) => Word().Replace(text.Replace("*", "\\*", StringComparison.Ordinal), static word =>
        KeyPath.All.Any(path => path.Key.Name == word.Value) ? $"`{word.Value}`" : word.Value);

    [GeneratedRegex(@"(?<!^)\b[A-Z]\w+")]
    private static partial Regex Word();
}
