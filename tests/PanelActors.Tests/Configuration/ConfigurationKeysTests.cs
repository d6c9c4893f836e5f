using System.Reflection;
using PanelActors.Configuration;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Configuration;

public sealed class ConfigurationKeysTests
{
    private static readonly Type[] Sections =
        [.. typeof(PanelActorsOptions).Assembly.GetTypes().Where(static type => type.GetCustomAttribute<SectionAttribute>() is not null)];

    public static TheoryData<string> Ranged => [.. Of(KeyKind.Integer, KeyKind.Duration)];

    public static TheoryData<string> Secret =>
        [.. KeyPath.All.Where(static path => path.Key.About.IsSecret).Select(static path => path.Path)];

    [Fact]
    public void Every_property_of_every_section_is_a_key_and_every_section_is_in_the_catalogue()
    {
        KeyPath.All.Select(static path => path.Section).Distinct().ShouldBe(Sections, ignoreOrder: true);
        foreach (var section in Sections)
        {
            // A property without a description makes this throw.
            ConfigurationKeys.Of(section).Select(static key => key.Name).ShouldBe(
                section.GetProperties().Where(static property => property.CanWrite).Select(static property => property.Name));
        }
    }

    [Fact]
    public void Nothing_but_a_property_of_a_section_is_described()
    {
        var elsewhere =
            from type in typeof(PanelActorsOptions).Assembly.GetTypes()
            from property in type.GetProperties()
            where property.GetCustomAttribute<KeyAttribute>() is not null && !(property.CanWrite && Sections.Contains(type))
            select $"{type.Name}.{property.Name}";
        elsewhere.ShouldBeEmpty();
    }

    [Fact]
    public void Descriptions_are_lines_without_an_end()
    {
        foreach (var path in KeyPath.All)
            path.Key.About.Meaning.ShouldMatch("^[A-Z][^|\n]{10,120}[^.]$", path.Path);
    }

    [Fact]
    public void Every_number_has_a_range_and_every_other_text_says_what_is_allowed()
    {
        foreach (var path in KeyPath.All)
        {
            var about = path.Key.About;
            var isWhole = path.Key.Kind switch
            {
                KeyKind.Integer => about is { Min: > long.MinValue, Max: < long.MaxValue },
                KeyKind.Text or KeyKind.StoreName or KeyKind.StoreNames or KeyKind.HealthRule => about.Allowed is not null,
                KeyKind.Texts => about.Allowed is not null || about.Words is not null,
                _ => true,
            };
            isWhole.ShouldBeTrue(path.Path);
        }
    }

    [Theory]
    [MemberData(nameof(Ranged))]
    public void What_is_out_of_range_is_a_fault_that_shows_the_range(string path)
    {
        var key = KeyPath.All.Single(candidate => candidate.Path == path);
        string[] texts = key.Key.Kind == KeyKind.Duration
            ? ["00:00:00.0009999", $"{key.Key.About.MaxDays}.00:00:00.0000001", "-00:00:01"]
            : [$"{key.Key.About.Min - 1}", $"{key.Key.About.Max + 1}"];
        foreach (var text in texts)
            FaultOf(key, text).ShouldNotBeNull(text).Allowed.ShouldMatch("^\\S+ to \\S+$");
    }

    [Theory]
    [MemberData(nameof(Secret))]
    public void A_secret_is_in_no_fault(string path)
    {
        var key = KeyPath.All.Single(candidate => candidate.Path == path);
        var setting = $"PanelActors:{key.Setting}{(key.Key.Kind == KeyKind.Map ? ":Authorization" : "")}";
        var faults = new FaultList();
        faults.Add(setting, "secret", "better");
        faults.Faults.ShouldHaveSingleItem().ToString().ShouldBe($"{setting}: expected better");
    }

    [Theory]
    [InlineData("PanelActors:Sources:0:Resync:Timeout", "Timeout")]
    [InlineData("panelactors:sources:17:headers:X-Token", "Headers")]
    [InlineData("PanelActors:Outputs:Files:0:Path", "Path")]
    [InlineData("PanelActors:Urls:1", "Urls")]
    [InlineData("PanelActors:Sources:0", "Sources")]
    [InlineData("PanelActors:Sources:0:Nothing", null)]
    [InlineData("PanelActors:0", null)]
    [InlineData("PanelActors", null)]
    [InlineData("Serilog:Using", null)]
    public void A_path_leads_to_a_key(string path, string? name) => ConfigurationKeys.Find(path)?.Name.ShouldBe(name);

    [Fact]
    public void Edits_of_stores_and_access_hold_while_the_daemon_runs_and_others_do_not() =>
        ConfigurationKeys.Root.Where(static key => key.Effect != KeyEffect.AtNextStart).Select(static key => key.Name)
            .ShouldBe(
            [
                "Default", "Sources", "Composites", "Freshness", "Reconnect", "Limits", "ClientLimits", "Access", "Tls", "Notify", "Log",
            ]);

    [Fact]
    public void Lists_of_sections_are_compared_entry_by_entry()
    {
        var one = new OutputsOptions { Files = [new() { Store = "a", Path = "a" }] };
        KeyDifference.Between(one, new OutputsOptions { Files = [new() { Store = "a", Path = "a" }] }).ShouldBe(KeyEffect.Unstated);
        KeyDifference.Between(one, new OutputsOptions { Files = [new() { Store = "a", Path = "b" }] }).ShouldBe(KeyEffect.AtNextStart);
        KeyDifference.Between(one, new OutputsOptions()).ShouldBe(KeyEffect.AtNextStart);
    }

    private static IEnumerable<string> Of(params KeyKind[] kinds) =>
        KeyPath.All.Where(path => kinds.Contains(path.Key.Kind)).Select(static path => path.Path);

    private static ConfigurationFault? FaultOf(KeyPath key, string value) =>
        OptionsValidator.Check(Settings.With((key.Setting, value))).Faults
            .SingleOrDefault(fault => fault.Key == $"PanelActors:{key.Setting}");
}
