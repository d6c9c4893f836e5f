using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using PanelActors.Configuration;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Configuration;

public partial class ShippedConfigurationTests
{
    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Settings.Shipped(""), "*.json", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Settings.Shipped(""), file))
            .Where(file => file != Path.GetFileName(ConfigurationSchema.Path))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_shipped_file_is_good(string file)
    {
        var result = OptionsValidator.Check(Load(Settings.Shipped(file)), fileExists: _ => true);

        result.Faults.ShouldBeEmpty();
        result.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void The_default_is_just_the_simulator_and_shows_the_defaults()
    {
        var options = OptionsValidator.Check(Load(Settings.Shipped("panelactors.json"))).Options;
        var source = options.Sources.ShouldHaveSingleItem();

        (source.Name, source.Url).ShouldBe(("market", "simulator:"));
        options.Composites.ShouldBeEmpty();
        options.Freshness.ShouldBe(new());
        options.Reconnect.ShouldBe(new());
        options.Limits.ShouldBe(new());
        (options.Relay with { AllowedOrigins = [] }).ShouldBe(new RelayOptions() with { AllowedOrigins = [] });
        options.Persistence.ShouldBe(new());
    }

    [Fact]
    public void Every_key_is_in_the_default_file_or_in_a_comment_of_it()
    {
        var text = File.ReadAllText(Settings.Shipped("panelactors.json"));

        foreach (var path in KeyPath.All)
            text.ShouldContain($"\"{path.Key.Name}\":");
    }

    [Fact]
    public void What_is_commented_out_is_good_when_it_is_taken_in()
    {
        var text = CommentedKey().Replace(File.ReadAllText(Settings.Shipped("panelactors.json")), "$1");
        // A comma is due where a commented key follows a real one.
        text = MissingComma().Replace(text, "$1,$2");
        using var folder = new TemporaryFolder();
        var root = JsonNode.Parse(text, documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!;
        var second = root["PanelActors"]!["Sources"]![0]!.DeepClone();
        second["Name"] = "risk";
        // What is said of encryption needs something to encrypt.
        root["PanelActors"]!["Urls"] = "https://127.0.0.1:5080";
        second["Url"] = "https://feeds.example/risk";
        root["PanelActors"]!["Sources"]![0]!["Url"] = "https://feeds.example/market";
        root["PanelActors"]!["Sources"]!.AsArray().Add(second);

        var result = OptionsValidator.Check(Load(folder.Write("all.json", root.ToJsonString())), fileExists: _ => true);

        result.Faults.ShouldBeEmpty();
        result.Options.Persistence.ConnectionString.ShouldNotBeNull();
        result.Options.Composites.ShouldHaveSingleItem();
        result.Options.Outputs.Files.ShouldHaveSingleItem();
    }

    private static IConfigurationRoot Load(string file) => ConfigurationLayers.Build(file, new Dictionary<string, string?>(), new());

    [GeneratedRegex("""^(\s*)// (?=\s*["{}\]])""", RegexOptions.Multiline)]
    private static partial Regex CommentedKey();

    [GeneratedRegex("""(["\d\]}e])(\s*\n(?:\s*//.*\n)*\s*")""")]
    private static partial Regex MissingComma();
}
