using System.Text.Json;
using CsCheck;
using Json.Schema;
using PanelActors.Configuration;
using PanelActors.Tests.Docs;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Configuration;

/// <summary>The schema and the reader agree on what a configuration file may be.</summary>
public sealed class ConfigurationSchemaTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(ConfigurationSchema.Text);
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static TheoryData<string> Files => ShippedConfigurationTests.Files;

    public static TheoryData<string> Places => ConfigurationFragmentTests.Places;

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_shipped_file_is_valid(string file) => IsValid(File.ReadAllText(Settings.Shipped(file))).ShouldBeTrue();

    [Theory]
    [MemberData(nameof(Places))]
    public void Every_configuration_in_the_documentation_is_valid(string place)
    {
        foreach (var (_, text) in ConfigurationFragment.All.Where(fragment => fragment.Place == place))
            IsValid(ConfigurationFragment.Complete(text)).ShouldBeTrue(text);
    }

    [Fact]
    public void The_shipped_file_names_its_schema()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Settings.Shipped("panelactors.json")), Lenient);
        file.RootElement.GetProperty("$schema").GetString().ShouldBe($"./{Path.GetFileName(ConfigurationSchema.Path)}");
        File.Exists(Settings.Shipped(Path.GetFileName(ConfigurationSchema.Path))).ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{ "$schema": "x", "//": 1, "_note": {}, "PanelActors": { "#": 2, SOURCES } }""")]
    [InlineData("""{ "PanelActors": { "Sources": [{ "$note": 1, "Name": "a", "Url": "simulator:?seed=7" }] } }""")]
    [InlineData("""{ "Serilog": { "MinimumLevel": "Debug" }, "PanelActors": { SOURCES } }""")]
    [InlineData("""{ "Kestrel": { "Limits": { "MaxRequestBodySize": 7 } }, "PanelActors": { SOURCES } }""")]
    [InlineData("""{ "PanelActors": { "Urls": "http://127.0.0.1:1;http://*:2", "Access": {}, SOURCES } }""")]
    [InlineData("""{ "PanelActors": { "Urls": ["http://[::1]:1"], "Sources": [{ "Name": "a", "Url": "https://h/x?y" }] } }""")]
    [InlineData("""{ "PanelActors": { "Urls": null, "Freshness": null, "Relay": { "KeepAlive": null }, SOURCES } }""")]
    [InlineData("""{ "PanelActors": { "Sources": [{ "Name": "a", "Url": "simulator:", "Types": null, "Resync": { "Url": null } }] } }""")]
    [InlineData("""{ "PanelActors": { "Composites": [{ "Name": "all", "Members": ["a"], "Health": "quorum:1" }], SOURCES } }""")]
    public void What_is_good_is_good_for_both(string text)
    {
        text = text.Replace("SOURCES", """ "Sources": [{ "Name": "a", "Url": "simulator:" }]""", StringComparison.Ordinal);
        (IsValid(text), string.Join('\n', FaultsOf(text))).ShouldBe((true, ""));
    }

    [Theory]
    [InlineData("{ \"PanelActor\": {} }")]
    [InlineData("{ \"PanelActors\": [] }")]
    [InlineData("\"Sorces\": []")]
    [InlineData("\"Urls\": [\"ftp://127.0.0.1:1\"]")]
    [InlineData("\"Urls\": [\"http://127.0.0.1\"]")]
    [InlineData("\"Urls\": [\"http://127.0.0.1:1\", \"http://127.0.0.1:1\"]")]
    [InlineData("\"Sources\": { \"Name\": \"a\", \"Url\": \"simulator:\" }")]
    [InlineData("\"Sources\": [{ \"Url\": \"simulator:\" }]")]
    [InlineData("\"Sources\": [{ \"Name\": \"a\" }]")]
    [InlineData("\"Sources\": [{ \"Name\": \"a b\", \"Url\": \"simulator:\" }]")]
    [InlineData("\"Sources\": [{ \"Name\": \"a\", \"Url\": \"simulator://x\" }]")]
    [InlineData("\"Sources\": [{ \"Name\": \"a\", \"Url\": \"http://user:pw@h/\" }]")]
    [InlineData("\"Sources\": [{ \"Name\": \"a\", \"Url\": \"simulator:\", \"Types\": [\"panel\"] }]")]
    [InlineData("\"Sources\": [{ \"Name\": \"a\", \"Url\": \"simulator:\", \"Types\": [\"panel_full\", \"panel_full\"] }]")]
    [InlineData("\"Sources\": [{ \"Name\": \"a\", \"Url\": \"simulator:\", \"Headers\": \"X: y\" }]")]
    [InlineData("\"Sources\": [{ \"Name\": \"a\", \"Url\": \"simulator:\", \"Dialect\": \"other\" }]")]
    [InlineData("\"Sources\": [{ \"Name\": \"a\", \"Url\": \"simulator:\", \"Required\": \"perhaps\" }]")]
    [InlineData("\"Sources\": [{ \"Name\": \"a\", \"Url\": \"simulator:\", \"Resync\": { \"Url\": \"h\" } }]")]
    [InlineData("\"Sources\": [{ \"Name\": \"a\", \"Url\": \"simulator:\", \"Freshness\": { \"Tick\": \"1\" } }]")]
    [InlineData("\"Sources\": [{ \"Name\": \"a\", \"Url\": \"simulator:\", \"Reconnect\": { \"Tick\": \"00:00:01\" } }]")]
    [InlineData("\"Composites\": [{ \"Name\": \"all\" }]")]
    [InlineData("\"Composites\": [{ \"Name\": \"all\", \"Members\": [] }]")]
    [InlineData("\"Composites\": [{ \"Name\": \"all\", \"Members\": [\"market\", \"market\"] }]")]
    [InlineData("\"Composites\": [{ \"Name\": \"all\", \"Members\": [\"market\"], \"Merge\": \"mix\" }]")]
    [InlineData("\"Composites\": [{ \"Name\": \"all\", \"Members\": [\"market\"], \"Health\": \"quorum:0\" }]")]
    [InlineData("\"Freshness\": { \"WarnAfter\": \"10s\" }")]
    [InlineData("\"Freshness\": { \"WarnAfter\": 10 }")]
    [InlineData("\"Freshness\": { \"PublishTime\": \"maybe\" }")]
    [InlineData("\"Reconnect\": { \"IdleTimeout\": \"1.00:00:01\" }")]
    [InlineData("\"Limits\": { \"MaxDepth\": 0 }")]
    [InlineData("\"Limits\": { \"MaxDepth\": 1.5 }")]
    [InlineData("\"Limits\": { \"MaxEventBytes\": \"8 MiB\" }")]
    [InlineData("\"Relay\": { \"RingBytes\": 1 }")]
    [InlineData("\"Relay\": { \"AllowedOrigins\": [\"http://h/x\"] }")]
    [InlineData("\"Relay\": 7")]
    [InlineData("\"ClientLimits\": { \"Connections\": 0 }")]
    [InlineData("\"Persistence\": { \"Enabled\": 1 }")]
    [InlineData("\"Persistence\": { \"Interval\": \"00:00:00\" }")]
    [InlineData("\"Outputs\": { \"Files\": [{ \"Store\": \"market\" }] }")]
    [InlineData("\"Outputs\": { \"Files\": [{ \"Store\": \"market\", \"Path\": \"\" }] }")]
    [InlineData("\"Outputs\": { \"File\": [] }")]
    public void What_is_broken_is_refused_by_both(string fragment)
    {
        var text = fragment.StartsWith('{') ? fragment
            : fragment.StartsWith("\"Sources\"", StringComparison.Ordinal) ? $"{{ \"PanelActors\": {{ {fragment} }} }}"
            : $$"""{ "PanelActors": { "Sources": [{ "Name": "market", "Url": "simulator:" }], {{fragment}} } }""";
        IsValid(text).ShouldBeFalse("the schema takes it");
        FaultsOf(text).ShouldNotBeEmpty("the reader takes it");
    }

    [Fact]
    public void A_duration_is_valid_exactly_when_it_is_in_range() =>
        Gen.OneOf(
            Gen.Long[0, 2 * TimeSpan.TicksPerDay], Gen.Long[0, 2 * TimeSpan.TicksPerMillisecond],
            Gen.Int[0, 2 * 86_400].Select(static seconds => seconds * TimeSpan.TicksPerSecond)).Sample(ticks =>
        {
            var text = $$"""{ "PanelActors": { "Relay": { "KeepAlive": "{{TimeSpan.FromTicks(ticks):c}}" } } }""";
            IsValid(text).ShouldBe(ticks is >= TimeSpan.TicksPerMillisecond and <= TimeSpan.TicksPerDay, text);
        });

    private static bool IsValid(string text)
    {
        using var document = JsonDocument.Parse(text, Lenient);
        return Schema.Evaluate(document.RootElement).IsValid;
    }

    private static IReadOnlyList<ConfigurationFault> FaultsOf(string text)
    {
        using var folder = new TemporaryFolder();
        var keys = ConfigurationLayers.ReadFile(folder.Write("some.json", text));
        var configuration = ConfigurationLayers.Layer(keys, new Dictionary<string, string?>(), new());
        return
        [
            .. SectionNameRules.Check(keys.Select(static pair => pair.Key)),
            .. OptionsValidator.Check(configuration, fileExists: _ => true).Faults,
        ];
    }
}
