using Akka.Streams;
using Akka.Streams.Stage;
using PanelActors.Telemetry;

namespace PanelActors.Protocol.Sse;

/// <summary>
/// <see cref="SseDecoder"/> as a stage: one batch per chunk, also where the chunk completed nothing, so that later stages can count bytes
/// and watch for silence. It completes with the upstream and discards what is then incomplete.
/// </summary>
/// <param name="maxEventBytes">The most that one event may hold, in bytes; at least 1.</param>
/// <param name="lastEventId">The id in force when the connection was opened; see <see cref="SseDecoder"/>.</param>
internal sealed class SseFraming(int maxEventBytes, ReadOnlyMemory<byte> lastEventId = default)
    : GraphStage<FlowShape<ReadOnlyMemory<byte>, SseBatch>>
{
    private readonly Inlet<ReadOnlyMemory<byte>> _in = new("SseFraming.in");
    private readonly Outlet<SseBatch> _out = new("SseFraming.out");

    public override FlowShape<ReadOnlyMemory<byte>, SseBatch> Shape => new(_in, _out);

    protected override Attributes InitialAttributes { get; } = Attributes.CreateName(nameof(SseFraming));

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this);

    private int MaxEventBytes => maxEventBytes;

    private ReadOnlyMemory<byte> LastEventId => lastEventId;

    private sealed class Logic : InAndOutGraphStageLogic
    {
        private readonly SseFraming _stage;
        private readonly SseDecoder _decoder;
        private int _frames;

        public Logic(SseFraming stage)
            : base(stage.Shape)
        {
            _stage = stage;
            _decoder = new SseDecoder(stage.MaxEventBytes, stage.LastEventId);
            SetHandler(stage._in, this);
            SetHandler(stage._out, this);
        }

        public override void OnPush()
        {
            // Under load, reads hold about the same number of frames.
            var chunk = Grab(_stage._in);
            var batch = new SseBatch(_frames) { Trace = DataTrace.Begin(), Chunk = chunk };
            _decoder.Decode(chunk, batch);
            batch.IsWhole = _decoder.IsBetweenEvents;
            _frames = batch.Frames.Count;
            Push(_stage._out, batch);
        }

        public override void OnPull() => Pull(_stage._in);
    }
}
