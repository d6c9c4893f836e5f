using PanelActors.Tests.Support;


namespace PanelActors.Tests.EndToEnd;

/// <summary>Whom the program lets see what it writes.</summary>
public sealed class FilePermissionTests : IDisposable
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
    private const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute;
    private const UnixFileMode Everything = (UnixFileMode)0b111_111_111;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("000")]
    [InlineData("022")]
    [InlineData("077")]
    public async Task All_that_it_creates_is_for_its_user_and_group_alone_whatever_the_umask(string umask)
    {
        if (OperatingSystem.IsWindows()) return;
        var mine = Directory.CreateDirectory(Path.Combine(_folder.Path, "mine")).FullName;
        File.SetUnixFileMode(mine, Everything);
        var kept = _folder.Write("mine/kept.json", "");
        File.SetUnixFileMode(kept, Everything);

        await using var program = DaemonProcess.StartUnder(
            umask, _folder.Path, ["run", "--urls", "http://127.0.0.1:0", "--source", "x=simulator:"],
            ("PANELACTORS__Persistence__Interval", "00:00:00.050"),
            ("PANELACTORS__Outputs__Files__0__Store", "x"), ("PANELACTORS__Outputs__Files__0__Path", "out/deeper/x.json"),
            ("PANELACTORS__Outputs__Files__1__Store", "x"), ("PANELACTORS__Outputs__Files__1__Path", "mine/kept.json"));
        using var http = await program.ClientAsync();
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        while (!(File.Exists(At("out/deeper/x.json")) && File.Exists(At("data/panelactors.db")) && new FileInfo(kept).Length > 0))
            patience.Token.ThrowIfCancellationRequested();
        await program.TerminateAsync();
        (await program.EndAsync()).Code.ShouldBe(0);

        foreach (var folder in (string[])["out", "out/deeper", "data", "logs"])
            File.GetUnixFileMode(At(folder)).ShouldBe(FolderMode, folder);
        string[] files = ["out/deeper/x.json", "data/panelactors.db", .. Directory.GetFiles(At("logs"))];
        foreach (var file in files) File.GetUnixFileMode(At(file)).ShouldBe(FileMode, file);
        // What was there is what its owner made it.
        File.GetUnixFileMode(mine).ShouldBe(Everything);
        File.GetUnixFileMode(kept).ShouldBe(Everything);
    }

    private string At(string path) => Path.Combine(_folder.Path, path);
}
