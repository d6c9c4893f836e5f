using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using PanelActors.Benchmarks.Loads;
using PanelActors.Benchmarks.Workloads;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Protocol.Decode;
using PanelActors.Protocol.Sse;
using PanelActors.Snapshots;
using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Benchmarks.Parts;

/// <summary>The parts of the way from bytes to state, each per event.</summary>
public class IngestParts
{
    private const int Events = 2_000;
    private const int ReadSize = 64 * 1024;

    private IReadOnlyList<ReadOnlyMemory<byte>> _reads = [];
    private IReadOnlyList<byte[]> _payloads = [];
    private List<SseBatch> _batches = [];
    private List<PanelEvent> _events = [];
    private JsonTape _tape = new(64);
    private PanelEventDecoder _decoder = new(DiffForm.Auto, 64);

    /// <summary>What the stream is like.</summary>
    [Params(WorkloadKind.Real, WorkloadKind.Small)]
    public WorkloadKind Kind { get; set; }

    /// <summary>Prepares what each part starts from.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        var workload = Workload.Create(Kind, Events - 1, seed: 1);
        _reads = workload.ReadsOf(ReadSize);
        _payloads = workload.Payloads;
        _batches = [];
        IngestLoad.Walk(_reads, _batches.Add);
        _decoder = new PanelEventDecoder(DiffForm.Auto, 64);
        _events = [.. _batches.SelectMany(_decoder.Decode)];
        _tape = new JsonTape(64);
    }

    /// <summary>To compare with.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public void BareTokenising()
    {
        foreach (var payload in _payloads)
        {
            var reader = new Utf8JsonReader(payload);
            while (reader.Read())
            {
            }
        }
    }

    /// <summary>Bytes to frames.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public void Framing() => IngestLoad.Walk(_reads, static _ => { });

    /// <summary>Payloads to tokens.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public void Tokenising()
    {
        foreach (var payload in _payloads) _tape.Parse(payload);
    }

    /// <summary>Frames to events, tokenising included.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public void Decoding()
    {
        foreach (var batch in _batches) _decoder.Decode(batch);
    }

    /// <summary>Events to states.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public PanelState Merging()
    {
        var (state, limits) = (PanelState.Initial, new StateLimits());
        foreach (var panelEvent in _events) state = state.Apply(panelEvent, DateTimeOffset.UnixEpoch, limits).State;
        return state;
    }
}

/// <summary>What is done with a state of 60 panels with 20 rows.</summary>
public class StateParts
{
    private readonly ArrayBufferWriter<byte> _output = new(1 << 20);
    private byte[] _json = [];
    private PanelState _state = PanelState.Initial;
    private PanelKey _panel = PanelKey.Of("panel_00");
    private long _version;

    /// <summary>Makes the state.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        var workload = Workload.Create(WorkloadKind.Real, 2_000, seed: 1);
        IngestLoad.Decode(workload.ReadsOf(1 << 16), events =>
        {
            foreach (var panelEvent in events) _state = _state.Apply(panelEvent, DateTimeOffset.UnixEpoch, new StateLimits()).State;
        });
        _state.Status!.WriteTo(_output);
        _json = _output.WrittenSpan.ToArray();
        _ = EnrichedSnapshot.Render(new StoreSnapshot(_state, 1));
        _panel = PanelKey.Of("panel_00");
    }

    /// <summary>The hash of the whole, from nothing.</summary>
    [Benchmark]
    public ContentHash HashingAll() => ContentHash.Of(PanelNode.FromValidJson(_json));

    /// <summary>The hash of a panel after one value of it changed.</summary>
    [Benchmark]
    public ContentHash HashingAfterChange()
    {
        var panel = (PanelObject)_state.Status!.Find(_panel)!;
        return ContentHash.Of(panel.With(panel.Members.Set(PanelKey.Of("extra"), PanelLeaf.Of(++_version))));
    }

    /// <summary>The panels as JSON.</summary>
    [Benchmark]
    public void WritingPanels()
    {
        _output.ResetWrittenCount();
        _state.Status!.WriteTo(_output);
    }

    /// <summary>The enriched snapshot of a state whose hashes are known.</summary>
    [Benchmark]
    public RenderedSnapshot RenderingSnapshot() => EnrichedSnapshot.Render(new StoreSnapshot(_state, ++_version));
}
