using PanelActors.Configuration;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Configuration;

public sealed class ConfigurationLayersTests : IDisposable
{
    private const string TwoSources =
        """
        {
          // A comment, and a trailing comma.
          "PanelActors": {
            "Urls": "http://127.0.0.1:1", "Default": "all",
            "Sources": [{ "Name": "a", "Url": "http://a/", "Types": ["panel_full"] }, { "Name": "b", "Url": "http://b/" }],
            "Composites": [{ "Name": "all", "Members": ["a", "b"] }],
            "Limits": { "MaxDepth": 10, "FollowupAlerts": 20 },
          }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_environment_overrides_the_file_and_the_command_line_overrides_both()
    {
        var options = Load(
            new() { Urls = "http://127.0.0.1:3" },
            ("PANELACTORS:Urls", "http://127.0.0.1:2"), ("PANELACTORS:Limits:MaxDepth", "11"), ("panelactors:sources:1:url", "http://c/"));

        options.Urls.ShouldBe(["http://127.0.0.1:3"]);
        options.Limits.MaxDepth.ShouldBe(11);
        options.Limits.FollowupAlerts.ShouldBe(20);
        options.Sources.Select(source => source.Url).ShouldBe(["http://a/", "http://c/"]);
    }

    [Fact]
    public void What_is_loaded_again_is_the_same_file_under_the_same_command_line()
    {
        var file = _folder.Write("panelactors.json", TwoSources);
        var loaded = LoadedConfiguration.Load(new() { File = file, Urls = "http://127.0.0.1:3" });

        _folder.Write("panelactors.json", TwoSources.Replace("http://b/", "http://c/", StringComparison.Ordinal));
        var again = loaded.Reload();
        again.Checked.Options.Urls.ShouldBe(["http://127.0.0.1:3"]);
        again.Checked.Options.Sources.Select(source => source.Url).ShouldBe(["http://a/", "http://c/"]);

        File.Delete(file);
        Should.Throw<ConfigurationFileException>(again.Reload).Message.ShouldContain("does not exist");
    }

    [Fact]
    public void Sources_of_the_command_line_replace_all_others_with_the_composites_and_a_default_that_is_gone()
    {
        var options = Load(
            new() { Sources = [new("x", "simulator:")] },
            ("PANELACTORS:Sources:2:Name", "c"), ("PANELACTORS:Sources:2:Url", "http://c"));

        var source = options.Sources.ShouldHaveSingleItem();
        (source.Name, source.Url).ShouldBe(("x", "simulator:"));
        source.Types.ShouldBe(FeedEvents.All);
        options.Composites.ShouldBeEmpty();
        options.DefaultStore.ShouldBe("x");
        options.Limits.MaxDepth.ShouldBe(10);
    }

    [Fact]
    public void A_default_that_still_names_a_store_stays()
    {
        var options = Load(new() { Sources = [new("x", "simulator:"), new("b", "http://b/")] }, ("PANELACTORS:Default", "b"));

        options.Default.ShouldBe("b");
    }

    [Fact]
    public void One_name_twice_on_the_command_line_is_a_fault()
    {
        var layers = ConfigurationLayers.Build(null, Environment(), new() { Sources = [new("x", "simulator:"), new("X", "simulator:")] });

        OptionsValidator.Check(layers).Faults.Select(fault => fault.Key).ShouldBe(["PanelActors:Sources:1:Name"]);
    }

    [Fact]
    public void Without_a_given_file_the_working_directory_comes_before_the_shipped_one()
    {
        var shipped = _folder.Write("shipped/config/panelactors.json", "{}");
        var (work, program) = (Path.Combine(_folder.Path, "work"), Path.Combine(_folder.Path, "shipped"));
        ConfigurationLayers.FindFile(null, work, program).ShouldBe(shipped);

        var own = _folder.Write("work/config/panelactors.json", "{}");
        ConfigurationLayers.FindFile(null, work, program).ShouldBe(own);
        ConfigurationLayers.FindFile(null, _folder.Path, _folder.Path).ShouldBeNull();
    }

    [Fact]
    public void A_given_file_is_looked_for_under_the_working_directory_and_must_be_there()
    {
        var file = _folder.Write(".hidden.json", "{}");

        ConfigurationLayers.FindFile(".hidden.json", _folder.Path, "/nowhere").ShouldBe(file);
        Should.Throw<ConfigurationFileException>(() => ConfigurationLayers.FindFile("nope.json", _folder.Path, _folder.Path))
            .Message.ShouldBe("The configuration file nope.json does not exist.");
    }

    [Theory]
    [InlineData("{\n  \"PanelActors\": secret\n}", "it is no JSON at line 2, position 18")]
    [InlineData("", "it is no JSON at line 1, position 1")]
    [InlineData("[]", "Top-level JSON element must be an object. Instead, 'Array' was found.")]
    [InlineData("{\"a\": 1, \"A\": 2}", "A duplicate key 'A' was found.")]
    public void A_file_that_is_no_configuration_is_one_line_that_says_where(string content, string why)
    {
        var file = _folder.Write("bad.json", content);

        Should.Throw<ConfigurationFileException>(() => ConfigurationLayers.Build(file, Environment(), new()))
            .Message.ShouldBe($"The configuration file {file} cannot be used: {why}");
    }

    [Fact]
    public void Empty_lists_sections_and_nulls_count_as_not_given()
    {
        var file = _folder.Write("some.json",
            """
            { "PanelActors": { "Default": null, "Urls": null, "Composites": [], "Relay": {}, "Limits": null, "Outputs": { "Files": [] },
              "Sources": [{ "Name": "a", "Url": "simulator:", "Types": [], "Headers": {}, "Resync": { "Url": null, "Timeout": null } }] } }
            """);

        var result = OptionsValidator.Check(ConfigurationLayers.Build(file, Environment(), new()));

        result.Faults.ShouldBeEmpty();
        result.Options.Urls.ShouldBe(new PanelActorsOptions().Urls);
        result.Options.Sources[0].Types.ShouldBe(FeedEvents.All);
        result.Options.Limits.ShouldBe(new());
    }

    private PanelActorsOptions Load(ConfigurationArguments arguments, params (string Key, string? Value)[] environment)
    {
        var file = _folder.Write("panelactors.json", TwoSources);
        var result = OptionsValidator.Check(ConfigurationLayers.Build(file, Environment(environment), arguments));
        result.Faults.ShouldBeEmpty();
        return result.Options;
    }

    private static Dictionary<string, string?> Environment(params (string Key, string? Value)[] variables) =>
        variables.ToDictionary(variable => variable.Key, variable => variable.Value);
}
