using System.Text.Json.Nodes;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>What a subscriber of a store hears where nothing happens.</summary>
public sealed class RelayWelcomeTests : IAsyncLifetime
{
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private Daemon _daemon = null!;
    private ScriptedConnection _feed = null!;

    public async Task InitializeAsync()
    {
        // Nothing but the welcome itself may bring it on its way.
        _daemon = await Daemon.Reading(_upstream, ("Relay:Heartbeat", "00:10:00"), ("Relay:KeepAlive", "00:10:00"));
        _feed = await _upstream.NextStream();
    }

    public async Task DisposeAsync()
    {
        _feed.Dispose();
        await _daemon.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task A_store_without_a_baseline_sends_hello_and_its_health_at_once() =>
        (await Types("/events", 2)).ShouldBe(["hello", "heartbeat"]);

    [Fact]
    public async Task A_client_that_missed_nothing_hears_hello_and_how_it_is_at_once()
    {
        await _feed.Send(Sse.Full(1, 5, """{"p":1}"""));
        await _daemon.UntilPanel("p", "1");
        var last = 0L;
        (await Types("/events", 3, frame => last = Math.Max(last, (long?)frame["id"] ?? 0))).ShouldBe(["hello", "panel_full", "heartbeat"]);
        (await Types($"/events?last_id={last}", 2)).ShouldBe(["hello", "heartbeat"]);
    }

    private async Task<List<string>> Types(string path, int count, Action<JsonNode>? look = null)
    {
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        using var stream = new StreamReader(await _daemon.Http.GetStreamAsync(path, patience.Token));
        var types = new List<string>();
        while (types.Count < count && await stream.ReadLineAsync(patience.Token) is { } line)
        {
            if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
            var frame = JsonNode.Parse(line["data: ".Length..])!;
            types.Add((string)frame["type"]!);
            look?.Invoke(frame);
        }

        return types;
    }
}
