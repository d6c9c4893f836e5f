using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace PanelActors.Tests.Architecture;

/// <summary>A datum walks through the folders once, top to bottom: a folder knows those before it, never those after it.</summary>
public sealed partial class LayerTests
{
    private const int LongestFile = 300;

    private static readonly string[] Order =
    [
        "Configuration", "Telemetry", "Upstream", "Framing", "Tree", "Events", "Ingest", "State", "Persistence", "Freshness", "Stores", "Composite",
        "Relay", "Rendering", "Simulator", "Hosting",
    ];

    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../src/PanelActors"));

    public static TheoryData<string> Folders => [.. Directory.GetDirectories(Root).Select(path => Path.GetFileName(path)!).Where(name => name is not ("bin" or "obj"))];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_knows_only_those_before_it(string folder)
    {
        var own = Array.IndexOf(Order, folder);
        own.ShouldBeGreaterThanOrEqualTo(0, $"{folder} has no place in the order");
        var upward =
            from file in Sources(folder)
            from Match reference in Reference().Matches(File.ReadAllText(file))
            let target = Array.IndexOf(Order, reference.Groups[1].Value)
            where target > own
            select $"{Path.GetFileName(file)} refers to {reference.Value}";
        upward.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Namespaces_equal_folders(string folder)
    {
        foreach (var file in Sources(folder))
        {
            var expected = Path.GetRelativePath(Root, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.');
            NamespaceLine().Match(File.ReadAllText(file)).Groups[1].Value.ShouldBe($"PanelActors.{expected}", Path.GetFileName(file));
        }
    }

    [Fact]
    public void Every_file_is_short_enough_to_be_one_noun()
    {
        var files = Sources("").ToList();
        files.Count.ShouldBeGreaterThan(50);
        files.Where(file => File.ReadLines(file).Count() > LongestFile).Select(Path.GetFileName).ShouldBeEmpty();
    }

    [Fact]
    public void The_check_itself_sees_references_of_every_kind()
    {
        var found = Reference().Matches("using PanelActors.Hosting;\n_ = PanelActors.Relay.Ring.Size;\nusing X = PanelActors.State.Y;");
        found.Select(reference => reference.Groups[1].Value).ShouldBe(["Hosting", "Relay", "State"]);
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !GeneratedFolder().IsMatch(Path.GetRelativePath(Root, file)));

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"\bPanelActors\.(\w+)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^(bin|obj)[\\/]")]
    private static partial Regex GeneratedFolder();
}
