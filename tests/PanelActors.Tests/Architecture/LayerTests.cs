using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Architecture;

/// <summary>
/// Data passes through the rooms once, top to bottom: a room refers to those above it in docs/architecture.md, never to those below.
/// </summary>
public sealed partial class LayerTests
{
    private const int MaxLines = 250;

    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../src/PanelActors"));

    private static readonly string[] Order = ReadOrder();

    // Every namespace below PanelActors by its relative name, such as "Sources.Http".
    private static readonly string[] Namespaces =
        [.. Folders(Root).Select(folder => Path.GetRelativePath(Root, folder).Replace(Path.DirectorySeparatorChar, '.'))];

    private static IEnumerable<string> RoomNames =>
        Directory.GetDirectories(Root).Select(path => Path.GetFileName(path)!).Where(room => IsSource(room) && Sources(room).Any());

    public static TheoryData<string> Rooms => [.. RoomNames];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_refers_only_to_those_above_it(string room)
    {
        Order.ShouldContain(room, "docs/architecture.md gives it no place in the order");
        Sources(room).SelectMany(
            file => UpwardReferences(room, File.ReadAllText(file)).Select(upward => $"{Path.GetFileName(file)} refers to {upward}"))
            .ShouldBeEmpty();
    }

    [Fact]
    public void The_order_names_every_room_and_no_other() => Order.ShouldBe(RoomNames, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Namespaces_equal_folders(string room)
    {
        foreach (var file in Sources(room))
        {
            var expected = Path.GetRelativePath(Root, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.');
            NamespaceLine().Match(File.ReadAllText(file)).Groups[1].Value.ShouldBe($"PanelActors.{expected}", Path.GetFileName(file));
        }
    }

    [Fact]
    public void Every_file_is_short_enough_to_be_one_noun()
    {
        var lengths = Sources("").ToDictionary(file => Path.GetRelativePath(Root, file), file => File.ReadLines(file).Count());
        lengths.Count.ShouldBeGreaterThan(50);
        lengths.Where(file => file.Value > MaxLines).ShouldBeEmpty();
        lengths.Values.Order().ElementAt(lengths.Count / 2).ShouldBeLessThanOrEqualTo(60, "the median file");
    }

    [Theory]
    [InlineData("using PanelActors.Hosting;", "Hosting")]
    [InlineData("using PanelActors.Hosting.Cli;", "Hosting")]
    [InlineData("using X = PanelActors.Relay.RelayLog;", "Relay")]
    [InlineData("_ = PanelActors.Relay.RelayLog.Size;", "Relay")]
    [InlineData("_ = Relay.RelayLog.Size;", "Relay")]
    [InlineData("/// <see cref=\"Relay.RelayLog\"/>", "Relay")]
    [InlineData("_ = Sources.Http.UpstreamClient.Name;", "Sources")]
    [InlineData("using PanelActors.State;", null)]
    [InlineData("_ = options.Relay.Size;", null)]
    [InlineData("_ = state.Http;", null)]
    [InlineData("// See Relay. It", null)]
    public void The_check_itself_sees_references_of_every_kind(string code, string? upward) =>
        UpwardReferences("Stores", code).ShouldBe(upward is null ? [] : [upward]);

    private static IEnumerable<string> UpwardReferences(string room, string code)
    {
        var own = Array.IndexOf(Order, room);
        var qualified = Qualified().Matches(code).Select(match => match.Groups[1].Value);
        // A name in code that begins with that of a room, and goes on with that of a type or a sub-folder: not a member of a variable.
        var relative = Relative().Matches(code).Where(match => IsReference(match.Groups[1].Value, match.Groups[2].Value))
            .Select(match => match.Groups[1].Value);
        return qualified.Concat(relative).Where(target => Array.IndexOf(Order, target) > own).Distinct();
    }

    private static bool IsReference(string room, string next) =>
        Order.Contains(room) && (Namespaces.Contains($"{room}.{next}") || TypesOf(room).Contains(next));

    private static IEnumerable<string> TypesOf(string room) => Sources(room).Select(file => Path.GetFileNameWithoutExtension(file)!);

    private static string[] ReadOrder()
    {
        var line = Checkout.Read("docs/architecture.md").Split('\n')
            .Single(line => line.StartsWith("*Configuration, ", StringComparison.Ordinal));
        return line.Trim('*', '.').Split(", ");
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => IsSource(Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar)[0]));

    private static IEnumerable<string> Folders(string root) =>
        Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories)
            .Where(folder => IsSource(Path.GetRelativePath(root, folder).Split(Path.DirectorySeparatorChar)[0]));

    private static bool IsSource(string topFolder) => topFolder is not ("bin" or "obj");

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"\bPanelActors\.(\w+)")]
    private static partial Regex Qualified();

    [GeneratedRegex(@"(?<![\w.])(\w+)\.(\w+)")]
    private static partial Regex Relative();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
