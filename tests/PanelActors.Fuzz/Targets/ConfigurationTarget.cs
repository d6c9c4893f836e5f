using System.Text.Json;
using Microsoft.Extensions.Configuration;
using PanelActors.Configuration;

namespace PanelActors.Fuzz.Targets;

/// <summary>
/// A configuration file: any JSON is options and faults, each one line; the same file gives the same, and what has no faults can be
/// compared with itself, and nothing differs.
/// </summary>
internal static class ConfigurationTarget
{
    private static readonly Dictionary<string, string?> NoEnvironment = [];

    public static void Run(ReadOnlySpan<byte> input)
    {
        var bytes = input.ToArray();
        if (Keys(bytes) is not { } keys) return;
        var (root, again) = (Layered(keys), Layered(keys));
        var read = OptionsValidator.Check(root, static _ => true);
        var second = OptionsValidator.Check(again, static _ => true);
        Require.SameLines(Lines(read), Lines(second), "the faults of the same file");
        foreach (var line in Lines(read)) Require.That(!line.Any(char.IsControl), "a fault is not one line of printable text");
        Require.Equal(
            read.Faults.Count, read.Faults.Select(static fault => fault.Key).Distinct(StringComparer.Ordinal).Count(), "one fault a key");
        foreach (var fault in SectionNameRules.Check(keys.Select(static pair => pair.Key)))
            Require.That(!fault.ToString().Any(char.IsControl), "a fault of a name is not one line");
        if (read.Faults.Count > 0) return;
        Require.That(ConfigurationChange.Between(read.Options, second.Options).IsNone, "a configuration differs from itself");
        foreach (var source in read.Options.Sources)
        {
            var freshness = read.Options.FreshnessOf(source);
            Require.That(freshness.WarnAfter > TimeSpan.Zero && freshness.StaleAfter >= freshness.WarnAfter, "an impossible freshness");
        }
    }

    private static IConfiguration Layered(IReadOnlyList<KeyValuePair<string, string?>> keys) =>
        ConfigurationLayers.Layer(keys, NoEnvironment, new ConfigurationArguments());

    // As a file is read; null where it is none.
    private static List<KeyValuePair<string, string?>>? Keys(byte[] bytes)
    {
        try
        {
            using var stream = new MemoryStream(bytes);
            return [.. new ConfigurationBuilder().AddJsonStream(stream).Build().AsEnumerable()];
        }
        catch (Exception fault) when (fault is JsonException or FormatException)
        {
            return null;
        }
    }

    private static List<string> Lines(CheckedOptions read) => [.. read.Faults.Select(static fault => fault.ToString()), .. read.Warnings];
}
