using PanelActors.Tests.Support;

namespace PanelActors.Tests.Configuration;

/// <summary>
/// What is written from the catalogue of keys into the checkout is as the catalogue is. With PANELACTORS_REWRITE=1 in the environment it is
/// written anew.
/// </summary>
public sealed class GeneratedFilesTests
{
    private const string Begin = "<!-- from the keys of the configuration; a test rewrites it -->";
    private const string End = "<!-- end -->";

    public static TheoryData<string> Files => [ConfigurationSchema.Path, "README.md", "docs/specification.md"];

    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_made_from_the_keys_is_as_they_are(string file)
    {
        var expected = ExpectedOf(file);
        if (Environment.GetEnvironmentVariable("PANELACTORS_REWRITE") == "1") File.WriteAllText(Checkout.At(file), expected);
        (File.Exists(Checkout.At(file)) ? Checkout.Read(file) : "").ShouldBe(expected, $"With PANELACTORS_REWRITE=1 this test writes:\n{expected}");
    }

    private static string ExpectedOf(string file) => file switch
    {
        ConfigurationSchema.Path => ConfigurationSchema.Text,
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
