using System.Text;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Microsoft.Extensions.Logging.Abstractions;
using PanelActors.Configuration;
using PanelActors.Recording;
using PanelActors.Sources;
using PanelActors.Sources.Http;
using PanelActors.State;
using PanelActors.Telemetry;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Recording;

/// <summary>A source that is recorded: the real graph and the real state actor, over connections that the test makes up.</summary>
internal sealed class RecordedFeed : IAsyncDisposable
{
    private static readonly FreshnessPolicy Freshness = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));

    private static readonly byte[] Break = [0];

    private readonly ActorSystem _system = ActorSystem.Create("recorded", "akka.loglevel = OFF");
    private readonly TemporaryFolder _folder = new();
    private readonly StoreBoard _board = new("feed");
    private readonly SourceMetrics _metrics = new("feed", null);
    private readonly SourceConnection _connection = new(TimeProvider.System);
    private readonly RecordingWriter _writer;
    private readonly StoreRecording _recording;
    private readonly IngestSettings _settings;
    private readonly IActorRef _state;
    private int _attempt;

    public RecordedFeed(long segmentBytes = 64 * 1024, int maxEventBytes = 64 * 1024)
    {
        var options = new RecorderOptions { Enabled = true, Path = _folder.Path, SegmentBytes = segmentBytes };
        var limits = new LimitsOptions { MaxEventBytes = maxEventBytes, FollowupAlerts = 3 };
        _writer = new RecordingWriter(options, new RecordingMetrics(), TimeProvider.System, NullLogger<RecordingWriter>.Instance);
        _recording = _writer.Begin(new RecordedSettings(
            "feed", DiffForm.Auto, Dialect.Auto, maxEventBytes, limits.MaxDepth, true, limits.FollowupAlerts, limits.MaxStateBytes,
            Freshness.WarnAfter, Freshness.StaleAfter))!;
        _settings = new IngestSettings(
            "feed", new UpstreamRequest(new Uri("http://127.0.0.1/")), DiffForm.Auto, limits, new ReconnectOptions(), new ResyncOptions());
        _state = _system.ActorOf(Props.Create(() => new PanelStateActor(
            _board, new StateLimits(limits.FollowupAlerts, limits.MaxStateBytes), TimeProvider.System, _metrics,
            new LogThrottle(TimeProvider.System, TimeSpan.FromMinutes(1)), NullLogger.Instance, _recording)));
    }

    public string Folder => Path.Combine(_folder.Path, "feed");

    public PanelState Shown => _board.Current.State;

    public StoreRecording Recording => _recording;

    public RecordingWriter Writer => _writer;

    public IActorRef State => _state;

    /// <summary>One connection, from its begin to its end.</summary>
    public async Task Connect(IReadOnlyCollection<byte[]> reads, bool breaks = false, string? resumedAfter = null)
    {
        // Not concatenated with a failed source, whose failure would come at once.
        var bytes = Source.From(breaks ? [.. reads, Break] : reads)
            .Select(static read => ReferenceEquals(read, Break) ? throw new IOException("broken") : new ReadOnlyMemory<byte>(read));
        var request = _settings.Request with { LastEventId = EventId.Of(resumedAfter) };
        var running = IngestGraph.Create(
            _settings, new ConnectionPlan(++_attempt, request), bytes.MapMaterializedValue(_ => Task.CompletedTask), _connection, _metrics,
            ActorRefs.Nobody, _state).Run(_system.Materializer());
        try
        {
            await running.Done.WaitAsync(ScriptedUpstream.Patience);
        }
        catch (IOException) when (breaks)
        {
            // As it was to be.
        }

        await Settle();
    }

    /// <summary>Waits until the state has dealt with all there is.</summary>
    public Task Settle() => _state.Ask<ActorIdentity>(new Identify(null), ScriptedUpstream.Patience);

    /// <summary>Ends the recording.</summary>
    public async Task<IReadOnlyList<string>> End()
    {
        await Settle();
        await _writer.StopAsync(CancellationToken.None);
        return SegmentName.In(Folder);
    }

    public static byte[][] Cut(string text, Func<int, int> next) => Cut(Encoding.UTF8.GetBytes(text), next);

    /// <summary>These bytes in pieces, each as long as <paramref name="next"/> says, which sees how many are left.</summary>
    public static byte[][] Cut(byte[] bytes, Func<int, int> next)
    {
        var pieces = new List<byte[]>();
        for (var start = 0; start < bytes.Length;)
        {
            var length = Math.Clamp(next(bytes.Length - start), 1, bytes.Length - start);
            pieces.Add(bytes[start..(start + length)]);
            start += length;
        }

        return [.. pieces];
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _system.Terminate();
        _folder.Dispose();
    }
}
