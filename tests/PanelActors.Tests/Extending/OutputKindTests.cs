using PanelActors.Protocol;
using PanelActors.Sources;
using PanelActors.State;
using PanelActors.Stores;
using PanelActors.Tests.Support;
using PanelActors.Tree;

namespace PanelActors.Tests.Extending;

/// <summary>An output that is added needs only the store: its board for the content, its heartbeat for the health.</summary>
public sealed class OutputKindTests
{
    private static readonly PanelFullEvent Baseline = new(PanelObject.Parse("""{"p":1,"q":2}"""));

    [Fact]
    public async Task It_shows_each_version_until_it_is_stopped()
    {
        var board = new StoreBoard("desk");
        var store = new SourceStore(board, Composite.Stores.Freshness, true, null!, new SourceConnection(TimeProvider.System));
        using var stop = new CancellationTokenSource(ScriptedUpstream.Patience);
        using var lines = new LineWriter();
        var running = new LineOutput(new StoreRegistry([store], "desk"), "desk", TimeProvider.System, lines).RunAsync(stop.Token);

        board.Publish(PanelState.Initial);
        await lines.Until("desk init 0", stop.Token);
        board.Publish(PanelState.Initial.Apply(Baseline, DateTimeOffset.UtcNow, new StateLimits()).State);
        await lines.Until("desk ok 2", stop.Token);

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    [Fact]
    public async Task It_ends_with_its_store()
    {
        using var lines = new LineWriter();
        await new LineOutput(new StoreRegistry([Composite.Stores.Source("other")], "other"), "desk", TimeProvider.System, lines)
            .RunAsync(CancellationToken.None);
        lines.ToString().ShouldBeEmpty();
    }

    private sealed class LineWriter : StringWriter
    {
        private readonly System.Threading.Channels.Channel<string> _lines = System.Threading.Channels.Channel.CreateUnbounded<string>();

        public async Task Until(string line, CancellationToken stop)
        {
            while (await _lines.Reader.ReadAsync(stop) != line)
            {
            }
        }

        public override Task WriteLineAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
        {
            _lines.Writer.TryWrite(buffer.ToString());
            return Task.CompletedTask;
        }
    }
}
