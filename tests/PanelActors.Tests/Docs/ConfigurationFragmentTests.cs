using PanelActors.Configuration;
using PanelActors.Tests.Support;


namespace PanelActors.Tests.Docs;

/// <summary>Whatever configuration the documentation shows can be used.</summary>
public sealed class ConfigurationFragmentTests
{
    public static TheoryData<string> Places => [.. ConfigurationFragment.All.Select(fragment => fragment.Place).Distinct()];

    [Theory]
    [MemberData(nameof(Places))]
    public void What_a_page_shows_is_good(string place)
    {
        foreach (var (_, text) in ConfigurationFragment.All.Where(fragment => fragment.Place == place)) FaultsOf(text).ShouldBeEmpty(text);
    }

    [Theory]
    [InlineData("\"Outputs\": { \"Files\": [{ \"Store\": \"desk\", \"Path\": \"desk.json\" }] }", true)]
    [InlineData("\"HeaderFiles\": { \"Authorization\": \"token\" }", true)]
    [InlineData("{ \"Composites\": [{ \"Name\": \"all\", \"Members\": [\"a\", \"b\"], \"Merge\": \"overlay\" }] }", true)]
    [InlineData("{ \"PanelActors\": { \"Sources\": [{ \"Name\": \"a\", \"Url\": \"simulator:\" }] } }", true)]
    [InlineData("\"Freshness\": { \"WarnAfter\": \"later\" }", false)]
    [InlineData("\"Freshness\": { \"Warn\": \"00:00:01\" }", false)]
    public void Faults_are_found(string text, bool isGood)
    {
        ConfigurationFragment.IsConfiguration(text).ShouldBeTrue();
        FaultsOf(text).Count.ShouldBeInRange(isGood ? 0 : 1, isGood ? 0 : 2);
    }

    [Fact]
    public void An_answer_of_the_api_is_no_configuration() =>
        ConfigurationFragment.IsConfiguration("""{"status":"unavailable","waiting":["market: no baseline yet"]}""").ShouldBeFalse();

    private static IReadOnlyList<ConfigurationFault> FaultsOf(string text)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("fragment.json", ConfigurationFragment.Complete(text));
        var configuration = ConfigurationLayers.Build(file, new Dictionary<string, string?>(), new());
        return OptionsValidator.Check(configuration, fileExists: _ => true).Faults;
    }
}
