using Akka.Streams;
using Akka.Streams.Stage;

namespace PanelActors.Protocol.Sse;

/// <summary>
/// <see cref="SseDecoder"/> as a stage: one batch per chunk, also when the chunk completed nothing, so that whoever counts
/// bytes or watches for silence sees every read. Completes with the upstream and discards what is then incomplete.
/// </summary>
/// <param name="maxEventBytes">The most that one event may hold, in bytes; at least 1.</param>
/// <param name="lastEventId">The id in force when the connection was opened; see <see cref="SseDecoder"/>.</param>
public sealed class SseFraming(int maxEventBytes, ReadOnlyMemory<byte> lastEventId = default)
    : GraphStage<FlowShape<ReadOnlyMemory<byte>, SseBatch>>
{
    private readonly Inlet<ReadOnlyMemory<byte>> _in = new("SseFraming.in");
    private readonly Outlet<SseBatch> _out = new("SseFraming.out");

    /// <inheritdoc />
    public override FlowShape<ReadOnlyMemory<byte>, SseBatch> Shape => new(_in, _out);

    /// <inheritdoc />
    protected override Attributes InitialAttributes { get; } = Attributes.CreateName(nameof(SseFraming));

    /// <inheritdoc />
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
            // Under load one read holds about as many as the one before.
            var batch = new SseBatch(_frames);
            _decoder.Decode(Grab(_stage._in), batch);
            _frames = batch.Frames.Count;
            Push(_stage._out, batch);
        }

        public override void OnPull() => Pull(_stage._in);
    }
}
