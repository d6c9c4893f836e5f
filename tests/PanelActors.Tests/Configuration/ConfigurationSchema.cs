using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PanelActors.Configuration;

namespace PanelActors.Tests.Configuration;

/// <summary>The JSON Schema (draft 2020-12) of a configuration file, made from the catalogue of keys.</summary>
internal static class ConfigurationSchema
{
    /// <summary>The path of the committed one in the checkout.</summary>
    public const string Path = "config/panelactors.schema.json";

    // Above zero, at most one day; a bare number would be that many days.
    private const string Duration =
        @"^(?!(0\.)?0?0:0?0(:0?0(\.0{3}\d*|\.0*)?)?$)((0\.)?([01]?\d|2[0-3]):[0-5]?\d(:[0-5]?\d(\.\d{1,7})?)?|1\.00:00(:00)?)$";

    // Days without a bound, which the rules know.
    private const string Days =
        @"^(?!(0+\.)?0?0:0?0(:0?0(\.0{3}\d*|\.0*)?)?$)(\d{1,4}\.)?([01]?\d|2[0-3]):[0-5]?\d(:[0-5]?\d(\.\d{1,7})?)?$";

    // They belong to libraries, which check them.
    private static readonly string[] Libraries = ["Serilog", "Kestrel", "Logging", "AllowedHosts"];

    private static readonly JsonSerializerOptions Written =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text { get; } = $"{Build().ToJsonString(Written)}\n";

    private static JsonObject Build()
    {
        var properties = new JsonObject
        {
            ["$schema"] = new JsonObject { ["type"] = "string" },
            [PanelActorsOptions.Section] = Section(typeof(PanelActorsOptions), "object"),
        };
        foreach (var library in Libraries)
            properties[library] = new JsonObject { ["description"] = "As the library documents it." };
        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "A configuration file of PanelActors",
            ["type"] = "object",
            ["properties"] = properties,
            ["patternProperties"] = Comments(),
            ["additionalProperties"] = false,
            ["$defs"] = new JsonObject
            {
                ["duration"] = new JsonObject { ["pattern"] = Duration },
                ["days"] = new JsonObject { ["pattern"] = Days },
            },
        };
    }

    private static JsonObject Section(Type section, params string[] types)
    {
        var properties = new JsonObject();
        var defaults = Activator.CreateInstance(section)!;
        foreach (var key in ConfigurationKeys.Of(section))
        {
            var schema = Described(key);
            if (DefaultOf(key, defaults) is { } value) schema["default"] = value;
            properties[key.Name] = schema;
        }

        var result = new JsonObject { ["type"] = Types(types), ["properties"] = properties };
        var required = ConfigurationKeys.Of(section).Where(static key => key.About.IsRequired).Select(static key => (JsonNode)key.Name);
        if (required.Any()) result["required"] = new JsonArray([.. required]);
        result["patternProperties"] = Comments();
        result["additionalProperties"] = false;
        return result;
    }

    private static JsonObject Described(ConfigurationKey key)
    {
        var described = new JsonObject { ["description"] = Description(key) };
        foreach (var (name, value) in ValueOf(key).ToList()) described[name] = value?.DeepClone();
        return described;
    }

    private static string Description(ConfigurationKey key)
    {
        var unset = key.About.Unset is { } text ? $" Without it: {text}." : "";
        var effect = key.SectionType is null ? $" An edit takes effect {KeyTables.EffectOf(key)}." : "";
        return $"{KeyTables.MeaningOf(key)}.{unset}{effect}";
    }

    // Null counts as not given, so it is allowed where the key need not be.
    private static JsonObject ValueOf(ConfigurationKey key)
    {
        var about = key.About;
        var orNull = Only(!about.IsRequired, "null");
        switch (key.Kind)
        {
            case KeyKind.Section:
                return Section(key.SectionType!, "object", "null");
            case KeyKind.Sections:
                return new JsonObject { ["type"] = Types("array", "null"), ["items"] = Section(key.SectionType!, "object") };
            case KeyKind.Map:
                return new JsonObject
                {
                    ["type"] = Types(["object", .. orNull]),
                    ["additionalProperties"] = about.Words is { } levels
                        ? new JsonObject { ["enum"] = Words(levels.Split(' ')) }
                        : new JsonObject { ["type"] = "string" },
                };
            case KeyKind.Texts:
            case KeyKind.StoreNames:
                var items = about.Words is { } words ? new JsonObject { ["enum"] = Words(words.Split(' ')) } : TextOf(about);
                var list = new JsonObject { ["type"] = Types(["array", .. Only(about.IsLine, "string"), .. orNull]), ["items"] = items };
                if (about.IsRequired) list["minItems"] = 1;
                list["uniqueItems"] = true;
                return list;
            case KeyKind.Flag:
                return new JsonObject { ["type"] = Types(["boolean", .. orNull]) };
            case KeyKind.Integer:
                return new JsonObject { ["type"] = Types(["integer", .. orNull]), ["minimum"] = about.Min, ["maximum"] = about.Max };
            case KeyKind.Duration:
                var span = about.MaxDays > 1 ? "#/$defs/days" : "#/$defs/duration";
                return new JsonObject { ["type"] = Types(["string", .. orNull]), ["$ref"] = span };
            case KeyKind.Word:
                return new JsonObject { ["enum"] = Words([.. Spelling.NamesOf(key.Type), .. Only<string?>(!about.IsRequired, null)]) };
            default:
                return TextOf(about, orNull);
        }
    }

    private static JsonObject TextOf(KeyAttribute about, params string[] others)
    {
        var text = new JsonObject { ["type"] = Types(["string", .. others]) };
        if (about.Pattern is { } pattern) text["pattern"] = pattern;
        else if (about.IsRequired) text["minLength"] = 1;
        return text;
    }

    private static JsonNode? DefaultOf(ConfigurationKey key, object options) => key.ValueIn(options) switch
    {
        null or "" or IReadOnlyDictionary<string, string> => null,
        bool flag => flag,
        int number => number,
        long number => number,
        TimeSpan duration => duration.ToString("c", CultureInfo.InvariantCulture),
        string text => text,
        IReadOnlyList<string> { Count: > 0 } texts => Words(texts),
        HealthRule or Enum => KeyTables.NameOf(key.ValueIn(options)!),
        _ => null,
    };

    private static T[] Only<T>(bool isSo, T item) => isSo ? [item] : [];

    private static JsonNode Types(params string[] types) => types.Length == 1 ? types[0] : Words(types);

    private static JsonArray Words(IEnumerable<string?> words) => new([.. words.Select(static word => (JsonNode?)word)]);

    // What people write in place of comments. Not every implementation takes slashes in the name of a pattern.
    private static JsonObject Comments() => new() { [@"^(\x2f{2}|[$_#])"] = true };
}
