using PanelActors.Tests.Hosting.Cli;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Configuration;

/// <summary>
/// The files and tables of the checkout that are made from the catalogue of keys, or from the command line, are up to date. With
/// PANELACTORS_REWRITE=1 in the environment this test writes them.
/// </summary>
public sealed class GeneratedFilesTests
{
    private const string Begin = "<!-- from the keys of the configuration; a test rewrites it -->";
    private const string End = "<!-- end -->";

    public static TheoryData<string> Files => [ConfigurationSchema.Path, "README.md", "docs/specification.md", ManPage.Path];

    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_made_from_the_keys_is_as_they_are(string file)
    {
        var expected = ExpectedOf(file);
        if (Environment.GetEnvironmentVariable("PANELACTORS_REWRITE") == "1") File.WriteAllText(Checkout.At(file), expected);
        var actual = File.Exists(Checkout.At(file)) ? Checkout.Read(file) : "";
        actual.ShouldBe(expected, $"PANELACTORS_REWRITE=1 makes this test write it. Expected:\n{expected}");
    }

    private static string ExpectedOf(string file) => file switch
    {
        ConfigurationSchema.Path => ConfigurationSchema.Text,
        ManPage.Path => ManPage.Text,
        "README.md" => With(KeyTables.Short, file),
        _ => With(KeyTables.Whole, file),
    };

    private static string With(IEnumerable<string> table, string file)
    {
        var text = Checkout.Read(file);
        var begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = text.IndexOf(End, begin, StringComparison.Ordinal);
        return $"{text[..begin]}\n\n{string.Join('\n', table)}\n\n{text[end..]}";
    }
}
