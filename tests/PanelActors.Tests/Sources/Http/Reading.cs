using System.Text;
using Akka.Streams;
using Akka.Streams.Dsl;
using PanelActors.Sources.Http;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Sources.Http;

/// <summary>A running <see cref="UpstreamSource"/> whose elements the test takes one by one.</summary>
internal sealed class Reading
{
    private readonly ISinkQueue<ReadOnlyMemory<byte>> _queue;
    private readonly UniqueKillSwitch _killSwitch;
    private readonly StringBuilder _text = new();

    private Reading(Task accepted, UniqueKillSwitch killSwitch, ISinkQueue<ReadOnlyMemory<byte>> queue) =>
        (Accepted, _killSwitch, _queue) = (accepted.WaitAsync(ScriptedUpstream.Patience), killSwitch, queue);

    public Task Accepted { get; }

    public static Reading Start(IMaterializer materializer, UpstreamClient client, UpstreamRequest request, TransportClock clock)
    {
        var ((accepted, killSwitch), queue) = UpstreamSource.Open(client, request, clock)
            .ViaMaterialized(KillSwitches.Single<ReadOnlyMemory<byte>>(), Keep.Both)
            .ToMaterialized(Sink.Queue<ReadOnlyMemory<byte>>().WithAttributes(Attributes.CreateInputBuffer(1, 1)), Keep.Both)
            .Run(materializer);
        return new Reading(accepted, killSwitch, queue);
    }

    /// <summary>The next element; null at the clean end.</summary>
    public async Task<ReadOnlyMemory<byte>?> Next()
    {
        var next = await _queue.PullAsync().WaitAsync(ScriptedUpstream.Patience);
        return next.HasValue ? next.Value : (ReadOnlyMemory<byte>?)null;
    }

    /// <summary>Reads until exactly this text has come since the last call. Fails at the end or when something else comes.</summary>
    public async Task Expect(string text)
    {
        while (_text.Length < text.Length)
        {
            var bytes = await Next();
            bytes.ShouldNotBeNull($"the stream ended after '{_text}'");
            _text.Append(Encoding.UTF8.GetString(bytes.Value.Span));
        }
        _text.ToString().ShouldBe(text);
        _text.Clear();
    }

    /// <summary>Cancels the source from downstream.</summary>
    public void Cancel() => _killSwitch.Shutdown();
}
