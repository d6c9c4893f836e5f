using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace PanelActors.Configuration;

/// <summary>Layers the configuration: file, then environment, then command line, each over the one before (specification 7.2).</summary>
internal static class ConfigurationLayers
{
    private const string Root = PanelActorsOptions.Section;

    /// <summary>
    /// The file to read: the given one, else the working directory's, else the shipped one; null where there is none of these.
    /// </summary>
    /// <exception cref="ConfigurationFileException">The given file does not exist.</exception>
    public static string? FindFile(string? given, string workingDirectory, string baseDirectory)
    {
        if (given is not null)
        {
            return File.Exists(Path.Combine(workingDirectory, given))
                ? Path.Combine(workingDirectory, given)
                : throw new ConfigurationFileException($"The configuration file {given} does not exist.");
        }
        string[] candidates = [workingDirectory, baseDirectory];
        return candidates.Select(directory => Path.Combine(directory, "config", "panelactors.json")).FirstOrDefault(File.Exists);
    }

    public static IConfigurationRoot Build(
        string? file, IReadOnlyDictionary<string, string?> environment, ConfigurationArguments arguments) =>
        Layer(file is null ? [] : ReadFile(file), environment, arguments);

    /// <summary>Layers <paramref name="environment"/> and <paramref name="arguments"/> over the keys of a file.</summary>
    public static IConfigurationRoot Layer(
        IEnumerable<KeyValuePair<string, string?>> file, IReadOnlyDictionary<string, string?> environment, ConfigurationArguments arguments)
    {
        var layers = new ConfigurationBuilder();
        layers.AddInMemoryCollection(file);
        layers.AddInMemoryCollection(environment);
        if (arguments.Urls is not null)
            layers.AddInMemoryCollection([new($"{Root}:{nameof(PanelActorsOptions.Urls)}", arguments.Urls)]);
        var merged = layers.Build();
        return arguments.Sources.Count == 0 ? merged : ReplaceSources(merged, arguments.Sources);
    }

    /// <summary>This process's environment as configuration keys, <c>__</c> standing for the separator.</summary>
    public static IReadOnlyDictionary<string, string?> ProcessEnvironment()
    {
        // Names that differ only in case (http_proxy, HTTP_PROXY) are common, and one key here.
        var keys = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            keys[((string)variable.Key).Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)] = (string?)variable.Value;
        return keys;
    }

    /// <summary>The keys of a file, by their full paths.</summary>
    /// <exception cref="ConfigurationFileException">It cannot be read or is not JSON.</exception>
    public static IReadOnlyList<KeyValuePair<string, string?>> ReadFile(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var root = (IConfigurationRoot)new ConfigurationBuilder().AddJsonStream(stream).Build();
            return [.. root.AsEnumerable()];
        }
        catch (Exception fault) when (fault is JsonException or FormatException)
        {
            throw NotJson(file, fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationFileException($"The configuration file {file} cannot be read: {fault.Message}", fault);
        }
    }

    private static ConfigurationFileException NotJson(string file, Exception fault)
    {
        // The parser's message quotes the text around the error, which may be a secret.
        var parsing = fault as JsonException ?? fault.InnerException as JsonException;
        var why = parsing is { LineNumber: { } line, BytePositionInLine: { } column }
            ? string.Create(CultureInfo.InvariantCulture, $"it is no JSON at line {line + 1}, position {column + 1}")
            : fault.Message.ReplaceLineEndings(" ");
        return new($"The configuration file {file} cannot be used: {why}", fault);
    }

    private static IConfigurationRoot ReplaceSources(IConfigurationRoot merged, IReadOnlyList<KeyValuePair<string, string>> sources)
    {
        var kept = merged.AsEnumerable().Where(pair => !IsUnder(pair.Key, nameof(PanelActorsOptions.Sources))
            && !IsUnder(pair.Key, nameof(PanelActorsOptions.Composites))
            && !(IsUnder(pair.Key, nameof(PanelActorsOptions.Default)) && !sources.Any(source => source.Key == pair.Value)));
        var given = sources.Index().SelectMany(IEnumerable<KeyValuePair<string, string?>> (source) =>
        [
            new($"{Root}:{nameof(PanelActorsOptions.Sources)}:{source.Index}:{nameof(SourceOptions.Name)}", source.Item.Key),
            new($"{Root}:{nameof(PanelActorsOptions.Sources)}:{source.Index}:{nameof(SourceOptions.Url)}", source.Item.Value),
        ]);
        return new ConfigurationBuilder().AddInMemoryCollection(kept).AddInMemoryCollection(given).Build();
    }

    private static bool IsUnder(string key, string part) =>
        key.Equals($"{Root}:{part}", StringComparison.OrdinalIgnoreCase)
        || key.StartsWith($"{Root}:{part}:", StringComparison.OrdinalIgnoreCase);
}
