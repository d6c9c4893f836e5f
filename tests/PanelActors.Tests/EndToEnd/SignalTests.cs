using PanelActors.Tests.Support;


namespace PanelActors.Tests.EndToEnd;

/// <summary>SIGHUP, sent to the program.</summary>
public sealed class SignalTests : IDisposable
{
    private static readonly TimeSpan MaxStop = TimeSpan.FromSeconds(5);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SIGHUP_reads_the_configuration_again_and_never_ends_the_program()
    {
        var file = Write("x");
        await using var program = Start(file);
        using var http = await program.ClientAsync();

        await program.SignalAsync("HUP");
        (await program.LineWithAsync("SIGHUP")).ShouldEndWith($"INF SIGHUP: {file} changes nothing");

        // Held, so that it does not find the edit by itself before.
        await program.SignalAsync("STOP");
        Write("y");
        await program.SignalAsync("HUP");
        await program.SignalAsync("CONT");
        (await program.LineWithAsync("onfigured anew")).ShouldEndWith($"Configured anew by {file}: added y; removed x");
        (await http.GetStringAsync("/api/stores")).ShouldContain("\"y\"");

        _folder.Write("panelactors.json", "{");
        await program.SignalAsync("HUP");
        await program.LineWithAsync("is refused");

        await program.SignalAsync("HUP");
        await program.TerminateAsync();
        await program.SignalAsync("HUP");
        (await program.EndAsync().WaitAsync(MaxStop)).Code.ShouldBe(0);
    }

    [Fact]
    public async Task SIGHUP_while_it_starts_does_no_harm()
    {
        await using var program = Start(Write("x"));
        await program.LineWithAsync("Configured by");
        for (var i = 0; i < 20; i++) await program.SignalAsync("HUP");
        using var http = await program.ClientAsync();
        (await http.GetStringAsync("/api/stores")).ShouldContain("\"x\"");
        await program.TerminateAsync();
        (await program.EndAsync().WaitAsync(MaxStop)).Code.ShouldBe(0);
    }

    [Fact]
    public async Task SIGTERM_while_it_starts_is_a_stop_like_any_other()
    {
        await using var program = Start(Write("x"));
        // Sources connect before the web server listens.
        await program.LineWithAsync("x is connected");
        await program.TerminateAsync();
        (await program.EndAsync().WaitAsync(MaxStop)).Code.ShouldBe(0);
    }

    private DaemonProcess Start(string file) => DaemonProcess.Start(_folder.Path, ["run", "--config", file]);

    // In one move, since the program looks by itself too.
    private string Write(string source)
    {
        var file = Path.Combine(_folder.Path, "panelactors.json");
        var text = $$$"""
            {"PanelActors": {"Urls": "http://127.0.0.1:0", "Persistence": {"Enabled": false},
            "Sources": [{"Name": "{{{source}}}", "Url": "simulator:"}]}}
            """;
        File.Move(_folder.Write("edited", text), file, overwrite: true);
        return file;
    }
}
