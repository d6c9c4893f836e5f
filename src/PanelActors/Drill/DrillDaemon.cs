using System.Text.Json.Nodes;

namespace PanelActors.Drill;

/// <summary>A daemon under drill: its folder, its configuration, and its process, which can be replaced by another one.</summary>
internal sealed class DrillDaemon : IAsyncDisposable
{
    private static readonly System.Text.Json.JsonSerializerOptions Indented = new() { WriteIndented = true };
    private DaemonChild? _child;
    private DaemonView? _view;

    /// <summary>In <paramref name="folder"/>, which is made.</summary>
    public DrillDaemon(string folder)
    {
        Folder = Directory.CreateDirectory(folder).FullName;
        Section = DrillTimes.Section(Folder);
    }

    /// <summary>Where everything of it is.</summary>
    public string Folder { get; }

    /// <summary>Its configuration file.</summary>
    public string File => Path.Combine(Folder, "panelactors.json");

    /// <summary>The section PanelActors; written by <see cref="Configure"/>.</summary>
    public JsonObject Section { get; }

    /// <summary>Further variables of its environment.</summary>
    public List<(string Name, string Value)> Environment { get; } = [];

    /// <summary>The process.</summary>
    public DaemonChild Child => _child ?? throw new InvalidOperationException("The daemon of the drill was not started.");

    /// <summary>What it says over HTTP; null before it was started.</summary>
    public DaemonView? View => _view;

    /// <summary>How often it was started.</summary>
    public int Lives { get; private set; }

    /// <summary>Writes the configuration file, with the section Serilog where there is one.</summary>
    public void Configure(JsonObject? serilog = null)
    {
        var file = new JsonObject { ["PanelActors"] = Section.DeepClone() };
        if (serilog is not null) file["Serilog"] = serilog.DeepClone();
        System.IO.File.WriteAllText(File, file.ToJsonString(Indented));
    }

    /// <summary>Starts the process and waits until it listens.</summary>
    public async Task StartAsync(CancellationToken cancellation, JsonObject? serilog = null)
    {
        Configure(serilog);
        await LetGoAsync();
        _child = DaemonChild.Start(Folder, ["run", "--config", File], [.. Environment]);
        var address = await _child.ListeningAsync(cancellation);
        Lives++;
        _view = new(address);
    }

    /// <summary>Runs the program once with these arguments, and waits for its end.</summary>
    public async Task<(int Code, string Output)> OnceAsync(string[] arguments, CancellationToken cancellation)
    {
        await using var child = DaemonChild.Start(Folder, arguments, [.. Environment]);
        var code = await child.EndAsync(cancellation);
        return (code, string.Join('\n', child.Lines));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await LetGoAsync();

    private async Task LetGoAsync()
    {
        if (_child is { } child) await child.DisposeAsync();
        // Looks may be under way: they get no answer, and the client goes with the drill.
        _child = null;
    }
}
