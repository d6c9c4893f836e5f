using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PanelActors.Configuration;
using PanelActors.Hosting;
using PanelActors.State;
using PanelActors.Stores;

namespace PanelActors.Tests.Support;

/// <summary>
/// The whole daemon inside the test process, listening on a free port, with waits too short to be noticed. Whatever it logs as an
/// error fails the test that owns it.
/// </summary>
public sealed class Daemon : IAsyncDisposable
{
    private const string Errors = "errors.log";
    private const string Warnings = "warnings.log";
    private const string Configuration = "panelactors.json";

    private readonly WebApplication _app;
    private readonly TemporaryFolder _folder;

    private Daemon(WebApplication app, TemporaryFolder folder) => (_app, _folder) = (app, folder);

    /// <summary>A client of the daemon's API.</summary>
    public HttpClient Http { get; } = new();

    internal StoreRegistry Stores => _app.Services.GetRequiredService<StoreRegistry>();

    internal Store Feed => Stores.Default;

    internal PanelState State => Feed.Board.Current.State;

    internal ConnectionStatus Connection => Feed.Connection!;

    /// <summary>Starts a daemon with one source, <c>feed</c>, that reads <paramref name="upstream"/>.</summary>
    public static Task<Daemon> Reading(ScriptedUpstream upstream, params (string Key, string Value)[] more) =>
        Start([("Sources:0:Name", "feed"), ("Sources:0:Url", upstream.Url.ToString()), .. more]);

    /// <summary>Starts a daemon with these keys of the section <c>PanelActors</c>.</summary>
    public static async Task<Daemon> Start(params (string Key, string Value)[] keys)
    {
        var folder = new TemporaryFolder();
        return await Launch(LoadedConfiguration.Of(Settings.Only(SettingsOf(folder, keys))), folder);
    }

    /// <summary>Starts a daemon from a file with these keys, which can be edited while it runs.</summary>
    public static async Task<Daemon> StartFromFile(params (string Key, string Value)[] keys)
    {
        var folder = new TemporaryFolder();
        var file = folder.Write(Configuration, Json(folder, keys));
        return await Launch(LoadedConfiguration.Load(new ConfigurationArguments { File = file }), folder);
    }

    private static async Task<Daemon> Launch(LoadedConfiguration loaded, TemporaryFolder folder)
    {
        var app = DaemonHost.Build(loaded);
        await app.StartAsync();
        var daemon = new Daemon(app, folder);
        daemon.Http.BaseAddress = new Uri(app.Urls.Single());
        return daemon;
    }

    private static string Json(TemporaryFolder folder, (string Key, string Value)[] keys) =>
        JsonSerializer.Serialize(SettingsOf(folder, keys));

    private static Dictionary<string, string?> SettingsOf(TemporaryFolder folder, (string Key, string Value)[] keys)
    {
        var settings = new Dictionary<string, string?>
        {
            ["PanelActors:Urls"] = "http://127.0.0.1:0",
            ["PanelActors:Persistence:Enabled"] = "false",
            ["PanelActors:Reconnect:MinBackoff"] = "00:00:00.010",
            ["PanelActors:Reconnect:MaxBackoff"] = "00:00:00.050",
            ["Serilog:WriteTo:0:Name"] = "File",
            ["Serilog:WriteTo:0:Args:path"] = Path.Combine(folder.Path, Errors),
            ["Serilog:WriteTo:0:Args:restrictedToMinimumLevel"] = "Error",
            ["Serilog:WriteTo:1:Name"] = "File",
            ["Serilog:WriteTo:1:Args:path"] = Path.Combine(folder.Path, Warnings),
            ["Serilog:WriteTo:1:Args:restrictedToMinimumLevel"] = "Warning",
        };
        foreach (var (key, value) in keys)
        {
            var isWhole = key.StartsWith("Serilog:", StringComparison.Ordinal) || key.StartsWith("Kestrel:", StringComparison.Ordinal);
            settings[isWhole ? key : $"PanelActors:{key}"] = value;
        }

        return settings;
    }

    /// <summary>Replaces the keys of the file it was started from, and waits until that has taken effect, or was refused.</summary>
    public Task Edit(params (string Key, string Value)[] keys) => Edit(Json(_folder, keys));

    /// <summary>
    /// Puts a link to these keys in the place of the file it was started from, in one move as orchestrators do, and leaves it to be found.
    /// </summary>
    public void Link(string name, params (string Key, string Value)[] keys)
    {
        var link = Path.Combine(_folder.Path, $"{name}.link");
        File.CreateSymbolicLink(link, _folder.Write(name, Json(_folder, keys)));
        File.Move(link, Path.Combine(_folder.Path, Configuration), overwrite: true);
    }

    /// <summary>Rewrites what such a link leads to, and leaves it to be found.</summary>
    public void Rewrite(string name, params (string Key, string Value)[] keys) => _folder.Write(name, Json(_folder, keys));

    /// <summary>Replaces the file it was started from; null takes it away. Waits as the other does.</summary>
    public Task Edit(string? content)
    {
        if (content is null) File.Delete(Path.Combine(_folder.Path, Configuration));
        // In one move: the daemon looks by itself too, and must not find half of it.
        else File.Move(_folder.Write("edited", content), Path.Combine(_folder.Path, Configuration), overwrite: true);
        return LookAtFile();
    }

    /// <summary>One of its parts.</summary>
    public T Service<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Has it look now at the file it was started from.</summary>
    public Task LookAtFile() => _app.Services.GetRequiredService<ConfigurationReloader>().CheckAsync(CancellationToken.None);

    /// <summary>Has it read that file again, as SIGHUP does.</summary>
    public Task HangUp() => _app.Services.GetRequiredService<ConfigurationReloader>().ReloadAsync(CancellationToken.None);

    /// <summary>Where its files are.</summary>
    public string Folder => _folder.Path;

    /// <summary>What it has logged as a warning or worse.</summary>
    public string[] LoggedWarnings()
    {
        using var file = new StreamReader(new FileStream(
            Path.Combine(_folder.Path, Warnings), FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return file.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Waits for the first state like this.</summary>
    internal Task<PanelState> Until(Func<PanelState, bool> isLike, string what) => Until(Feed, isLike, what);

    /// <inheritdoc cref="Until(Func{PanelState, bool}, string)"/>
    internal static async Task<PanelState> Until(Store store, Func<PanelState, bool> isLike, string what)
    {
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        var snapshot = store.Board.Current;
        try
        {
            while (!isLike(snapshot.State)) snapshot = await store.Board.WaitForChangeAsync(snapshot.Version, patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{store.Name} never came to this: {what}. It has {store.Board.Current.State.Status}.");
        }

        return snapshot.State;
    }

    /// <summary>Waits until the store's default feed shows this panel with this value.</summary>
    internal Task<PanelState> UntilPanel(string name, string json) =>
        Until(state => state.Status is { } status && JsonNode.Parse(status.ToString())![name]?.ToJsonString() == json, $"{name} is {json}");

    /// <summary>Asks the API again and again, until its answer is like this.</summary>
    public async Task<JsonNode> UntilAnswer(string path, Func<JsonNode, bool> isLike)
    {
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        JsonNode? answer = null;
        while (!patience.IsCancellationRequested)
        {
            answer = await Json(path);
            if (isLike(answer)) return answer;
        }

        throw new TimeoutException($"{path} still answers {answer}");
    }

    /// <summary>Waits until <c>/api/stores</c> shows the default feed in this phase.</summary>
    public async Task<JsonNode> UntilConnection(string phase) =>
        (await UntilAnswer("/api/stores", stores => (string?)stores[0]!["connection"] == phase))[0]!;

    /// <summary>Scrapes until a metric has a value.</summary>
    public Task UntilMetric(string series, double value) => UntilMetric(series, found => found == value);

    /// <summary>Scrapes until a metric is like this; one that is absent is not.</summary>
    public async Task UntilMetric(string series, Func<double, bool> isLike)
    {
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        Scrape? scrape = null;
        while (!patience.IsCancellationRequested)
        {
            scrape = await Metrics();
            if (scrape[series] is { } value && isLike(value)) return;
        }

        throw new TimeoutException($"{series} is {scrape?[series]}.");
    }

    public async Task<Scrape> Metrics() => new(await Http.GetStringAsync("/metrics"));

    /// <summary>A GET that has to succeed, as JSON.</summary>
    public async Task<JsonNode> Json(string path) => JsonNode.Parse(await Http.GetStringAsync(path))!;

    public Task<JsonNode> Snapshot() => Json("/api/snapshot");

    public Task<HttpResponseMessage> Post(string path, HttpContent? body = null) => Http.PostAsync(path, body);

    public async Task ShouldAnswer(string path, HttpStatusCode status)
    {
        using var response = await Http.GetAsync(path);
        response.StatusCode.ShouldBe(status);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        var file = Path.Combine(_folder.Path, Errors);
        var errors = File.Exists(file) ? await File.ReadAllTextAsync(file) : "";
        _folder.Dispose();
        errors.ShouldBeEmpty();
    }
}
