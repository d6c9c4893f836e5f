using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using PanelActors.Files;
using PanelActors.Snapshots;
using PanelActors.State;
using PanelActors.Tests.Snapshots;
using PanelActors.Tests.State;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Files;

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
        var fault = Should.Throw<Exception>(() => _file.Write(View("""{"p":1}""")));
        (fault is IOException or UnauthorizedAccessException).ShouldBeTrue();
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
        using var small = SmallDisk.Mount(disk, kilobytes: 64);
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

    [Fact]
    public void A_pipe_a_device_or_a_socket_in_its_place_is_a_fault_and_is_never_opened_or_replaced()
    {
        if (!OperatingSystem.IsLinux()) return;
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        var pipe = _path + ".pipe";
        using (var made = Process.Start("mkfifo", [pipe])) made.WaitForExit();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_path + ".socket"));
        // The device only by a link, so that a failure does not delete it.
        foreach (var special in (string[])[pipe, _path + ".socket", "/dev/null"])
        {
            File.CreateSymbolicLink(_path, special);
            ShouldRefuse(_file);
            File.ResolveLinkTarget(_path, returnFinalTarget: false)!.FullName.ShouldBe(special);
            File.Delete(_path);
        }

        ShouldRefuse(new SnapshotFile(pipe));
        ShouldRefuse(new SnapshotFile(_path + ".socket"));
        File.Exists(pipe + ".tmp").ShouldBeFalse();

        void ShouldRefuse(SnapshotFile file) =>
            Should.Throw<IOException>(() => file.Write(View("""{"p":1}"""))).Message.ShouldBe("it is a device, a pipe or a socket");
    }

    [Fact]
    public void A_link_to_a_folder_is_a_fault_and_one_to_a_file_is_replaced_not_followed()
    {
        var target = _folder.Write("elsewhere/target.json", "precious");
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        File.CreateSymbolicLink(_path, Path.GetDirectoryName(target)!);
        Should.Throw<IOException>(() => _file.Write(View("""{"p":1}"""))).Message.ShouldBe("it is a folder");

        File.Delete(_path);
        File.CreateSymbolicLink(_path, target);
        _file.Write(View("""{"p":1}""")).ShouldBeTrue();
        File.ReadAllText(target).ShouldBe("precious");
        File.ReadAllText(_path).ShouldContain("\"p\":1");
        new FileInfo(_path).LinkTarget.ShouldBeNull();
    }

    [SmallDiskFact]
    public void A_file_that_is_mounted_by_itself_is_written_in_place_also_where_its_folder_is_closed()
    {
        var outside = _folder.Write("outside.json", new string('x', 5000));
        var inside = _folder.Write("deep/er/market.json", "");
        using (SmallDisk.Bind(outside, inside))
        {
            _file.Write(View("""{"p":1}""")).ShouldBeFalse();
            File.ReadAllText(outside).ShouldBe(File.ReadAllText(inside));
            ((int)JsonNode.Parse(File.ReadAllText(outside))!["p"]!).ShouldBe(1);
            Directory.GetFiles(Path.GetDirectoryName(_path)!).ShouldBe([_path]);

            FileMove.TryReplace(_folder.Write("deep/er/other.json", "other"), inside).ShouldBeFalse("it is busy");
        }

        _file.Write(View("""{"p":2}""")).ShouldBeTrue();
    }

    [Fact]
    public void A_new_file_is_for_its_owner_and_group_alone_and_never_more_than_the_file_before()
    {
        if (OperatingSystem.IsWindows()) return;
        _file.Write(View("""{"p":1}"""));
        File.GetUnixFileMode(_path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        const UnixFileMode Opened = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        File.SetUnixFileMode(_path, Opened | UnixFileMode.SetUser);
        _file.Write(View("""{"p":2}"""));
        File.GetUnixFileMode(_path).ShouldBe(Opened);
    }

    private SnapshotView View(string status)
    {
        _board.Publish(new Applying().Full(status).State);
        return _renderer.View(SnapshotTests.StoreOf(_board));
    }
}
