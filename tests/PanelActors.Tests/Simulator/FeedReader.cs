using System.Text;
using System.Text.Json.Nodes;
using PanelActors.Simulator;

namespace PanelActors.Tests.Simulator;

/// <summary>A client of one feed that reads its response as it comes, line by line.</summary>
internal sealed class FeedReader : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly HttpClient Http = new() { Timeout = Timeout.InfiniteTimeSpan };

    private readonly CancellationTokenSource _patience = new(Patience);
    private readonly StreamReader _lines;

    private FeedReader(HttpResponseMessage response, Stream body)
    {
        Response = response;
        _lines = new StreamReader(body, Encoding.UTF8);
    }

    public HttpResponseMessage Response { get; }

    public static Task<FeedReader> ConnectAsync(SimulatorServer server, string feed, string query = "", string? lastEventId = null) =>
        ConnectAsync(new Uri(AddressOf(server, feed) + query), lastEventId);

    public static async Task<FeedReader> ConnectAsync(Uri address, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        using var patience = new CancellationTokenSource(Patience);
        var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        return new FeedReader(response, await response.Content.ReadAsStreamAsync(patience.Token));
    }

    public static Uri AddressOf(SimulatorServer server, string feed)
    {
        SimulatorSettings.TryParseKey(feed, out var settings, out var error).ShouldBeTrue(error);
        return server.AddressOf(settings!);
    }

    /// <summary>The next line, or null at the clean end of the response.</summary>
    public async Task<string?> LineAsync() => await _lines.ReadLineAsync(_patience.Token);

    /// <summary>All lines up to the next blank one, which is left out.</summary>
    public async Task<IReadOnlyList<string>> BlockAsync()
    {
        var block = new List<string>();
        while (await LineAsync() is { } line)
        {
            if (line.Length == 0) return block;
            block.Add(line);
        }

        throw new EndOfStreamException($"the response ended after: {string.Join('|', block)}");
    }

    /// <summary>The envelope of the next event.</summary>
    public async Task<JsonObject> EventAsync()
    {
        while (true)
        {
            var block = await BlockAsync();
            if (block.Any(l => l.StartsWith("data: ", StringComparison.Ordinal))) return FeedApplier.EnvelopeOf(string.Join('\n', block));
        }
    }

    /// <summary>The ids of the next events.</summary>
    public async Task<long[]> IdsAsync(int count)
    {
        var ids = new long[count];
        for (var i = 0; i < count; i++) ids[i] = (long)(await EventAsync())["id"]!;
        return ids;
    }

    public ValueTask DisposeAsync()
    {
        _lines.Dispose();
        Response.Dispose();
        _patience.Dispose();
        return ValueTask.CompletedTask;
    }
}
