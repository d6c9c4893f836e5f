using System.Diagnostics;
using System.Text.Json.Nodes;
using PanelActors.Rendering;
using PanelActors.Rendering.Files;
using PanelActors.State;
using PanelActors.Tests.State;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Rendering.Files;

public sealed class SnapshotFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StoreBoard _board = new("feed");
    private readonly SnapshotRenderer _renderer = new(TimeProvider.System);
    private readonly string _path;
    private readonly SnapshotFile _file;

    public SnapshotFileTests()
    {
        _path = Path.Combine(_folder.Path, "deep", "er", "market.json");
        _file = new SnapshotFile(_path);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_written_whole_with_its_folder_and_nothing_is_left_beside_it()
    {
        var view = View("""{"p":1}""");
        _file.Write(view);
        File.ReadAllText(_path).ShouldBe(SnapshotTests.Json(view));
        Directory.GetFiles(Path.GetDirectoryName(_path)!).ShouldBe([_path]);
    }

    [Fact]
    public async Task Whoever_reads_all_the_time_never_sees_anything_but_one_whole_snapshot()
    {
        const int Writes = 2000;
        _file.Write(View("""{"n":0}"""));
        using var done = new CancellationTokenSource();
        var reading = Task.Run(() =>
        {
            var (last, reads) = (-1, 0);
            while (!done.IsCancellationRequested)
            {
                var shown = JsonNode.Parse(File.ReadAllText(_path))!;
                var n = (int)shown["n"]!;
                if (n > 0) shown["text"]!.ToString().ShouldBe(new string('x', n));
                n.ShouldBeGreaterThanOrEqualTo(last);
                (last, reads) = (n, reads + 1);
            }

            return reads;
        });
        for (var n = 1; n <= Writes; n++) _file.Write(View($$"""{"n":{{n}},"text":"{{new string('x', n)}}"}"""));
        await done.CancelAsync();
        (await reading).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void What_a_killed_process_left_behind_is_no_obstacle()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        File.WriteAllText(_path + ".tmp", "{\"half\":");
        _file.Write(View("""{"p":1}"""));
        Directory.GetFiles(Path.GetDirectoryName(_path)!).ShouldBe([_path]);
    }

    [Fact]
    public void A_link_in_the_place_of_the_temporary_file_is_not_followed()
    {
        var victim = _folder.Write("victim", "precious");
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        File.CreateSymbolicLink(_path + ".tmp", victim);
        _file.Write(View("""{"p":1}"""));
        File.ReadAllText(victim).ShouldBe("precious");
        File.ReadAllText(_path).ShouldContain("\"p\":1");
    }

    [Fact]
    public void A_file_that_was_closed_to_others_stays_closed()
    {
        if (OperatingSystem.IsWindows()) return;
        _file.Write(View("""{"p":1}"""));
        File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _file.Write(View("""{"p":2}"""));
        File.GetUnixFileMode(_path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Theory]
    [InlineData(".tmp")]
    [InlineData("")]
    public void A_folder_in_its_place_is_a_fault_and_leaves_nothing_behind(string suffix)
    {
        Directory.CreateDirectory(Path.Combine(_path + suffix, "full"));
        Should.Throw<Exception>(() => _file.Write(View("""{"p":1}"""))).ShouldSatisfyAllConditions(fault => (fault is IOException or UnauthorizedAccessException).ShouldBeTrue());
        Directory.GetFiles(Path.GetDirectoryName(_path)!).ShouldBeEmpty();

        Directory.Delete(_path + suffix, recursive: true);
        _file.Write(View("""{"p":1}"""));
        File.ReadAllText(_path).ShouldContain("\"p\":1");
    }

    [SmallDiskFact]
    public void On_a_full_disk_it_keeps_what_it_was_and_half_a_file_takes_no_room()
    {
        var disk = Path.Combine(_folder.Path, "disk");
        Directory.CreateDirectory(disk);
        Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk);
        try
        {
            var path = Path.Combine(disk, "market.json");
            var file = new SnapshotFile(path);
            var good = View("""{"p":1}""");
            file.Write(good);
            Should.Throw<IOException>(() => file.Write(View($$"""{"p":"{{new string('x', 200_000)}}"}""")));
            File.ReadAllText(path).ShouldBe(SnapshotTests.Json(good));
            Directory.GetFiles(disk).ShouldBe([path]);
            file.Write(View("""{"p":2}"""));
            File.ReadAllText(path).ShouldContain("\"p\":2");
        }
        finally
        {
            Run("umount", disk);
        }
    }

    private SnapshotView View(string status)
    {
        _board.Publish(new Applying().Full(status).State);
        return _renderer.View(SnapshotTests.StoreOf(_board));
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, program);
    }
}
