using Akka.Actor;
using PanelActors.State;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Files;

/// <summary>
/// Keeps one file: looks when the store changes, when the file may be written again, and every second besides, since health, base file
/// and store change without a word. At most one look at the base and one write are under way at a time, on other threads.
/// </summary>
public sealed class FileOutputActor : ReceiveActor, IWithTimers
{
    /// <summary>How often to look without a reason.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly FileWriter _writer;
    private readonly FileMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly LogThrottle _throttle;
    private readonly ILogger _log;
    private readonly long _started;
    private readonly List<IActorRef> _waiting = [];
    private readonly List<IActorRef> _served = [];
    private FileSchedule _schedule;
    private StoreBoard? _watched;
    private object? _work;
    private bool _isFailing;
    private bool _isInPlace;

    /// <summary>Keeps the file of <paramref name="writer"/>.</summary>
    public FileOutputActor(FileWriter writer, FileMetrics metrics, TimeProvider time, LogThrottle throttle, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(writer);
        (_writer, _metrics, _time, _throttle, _log) = (writer, metrics, time, throttle, log);
        _started = time.GetTimestamp();
        _schedule = new FileSchedule(writer.Output.MinInterval);
        Receive<Look>(_ => OnLook());
        Receive<BoardChanged>(OnBoardChanged);
        Receive<BaseSeen>(OnBaseSeen);
        Receive<Written>(OnWritten);
        Receive<Failed>(OnFailed);
        Receive<WriteNow>(_ =>
        {
            _waiting.Add(Sender);
            OnLook();
        });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private string Name => _writer.Output.Name;

    private TimeSpan Now => _time.GetElapsedTime(_started);

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(LookInterval), Look.Instance, LookInterval);
        Self.Tell(Look.Instance);
    }

    private void OnLook()
    {
        // Whatever is under way ends with another look.
        if (_work is not null) return;
        if (_writer.HasBase)
        {
            Begin(
                _writer.LookAtBase,
                static (work, look) => new BaseSeen(work, look),
                static (work, cause) => new BaseSeen(work, new BaseLook(0, cause.Message)));
        }
        else
        {
            Decide(baseVersion: 0);
        }
    }

    private void OnBaseSeen(BaseSeen seen)
    {
        if (!End(seen.Work)) return;
        if (seen.Look.Fault is { } fault)
        {
            var why = fault.ReplaceLineEndings(" ");
            Note("base", more => _log.LogWarning("The base of {Output} cannot be used ({Why:l}){More:l}", Name, why, more));
        }

        // Without any base there is nothing to show, and what the file shows is not replaced by that.
        if (seen.Look.Version == 0) AnswerAll();
        else Decide(seen.Look.Version);
    }

    private void Decide(long baseVersion)
    {
        if (_writer.CurrentStore() is not { } store)
        {
            AnswerAll();
            return;
        }

        var version = store.Board.Current.Version;
        var step = _schedule.Next(_writer.SightOf(store, baseVersion), Now, hurried: _waiting.Count > 0);
        switch (step.Kind)
        {
            case FileStepKind.Write:
                Write(store);
                break;
            case FileStepKind.Wait:
                Timers.StartSingleTimer(nameof(FileStepKind.Wait), Look.Instance, step.Wait);
                break;
            default:
                AnswerAll();
                Watch(store.Board, version);
                break;
        }
    }

    private void Write(Store store)
    {
        var begun = Now;
        _served.AddRange(_waiting);
        _waiting.Clear();
        Begin(
            () => _writer.Write(store), (work, write) => new Written(work, write, begun), static (work, cause) => new Failed(work, cause));
    }

    private void OnWritten(Written written)
    {
        if (!End(written.Work)) return;
        (written.Write.IsWritten ? _metrics.Writes : _metrics.Skipped).Add(Name);
        _schedule = written.Write.IsWritten
            ? _schedule.Written(written.Write.Sight, written.Begun)
            : _schedule.Skipped(written.Write.Sight, written.Begun);
        if (_isFailing) _log.LogInformation("{Output} can be written again", Name);
        _isFailing = false;
        if (written.Write.IsInPlace && !_isInPlace)
        {
            _isInPlace = true;
            _log.LogWarning(
                "{Output} cannot be replaced, since it is mounted by itself: it is written in place, and a reader may see half of it", Name);
        }

        AnswerServed();
        OnLook();
    }

    private void OnFailed(Failed failed)
    {
        if (!End(failed.Work)) return;
        _isFailing = true;
        var why = failed.Cause.GetBaseException().Message.ReplaceLineEndings(" ");
        Note("write", more => _log.LogWarning("{Output} cannot be written ({Why:l}){More:l}", Name, why, more));
        _schedule = _schedule.Failed(Now);
        AnswerServed();
        OnLook();
    }

    private void Watch(StoreBoard board, long seen)
    {
        if (ReferenceEquals(board, _watched)) return;
        _watched = board;
        // Not to be cancelled: a wait that outlives this actor, or its interest, ends with the board.
        board.WaitForChangeAsync(seen, CancellationToken.None).AsTask().PipeTo(Self, success: _ => new BoardChanged(board));
    }

    private void OnBoardChanged(BoardChanged changed)
    {
        if (!ReferenceEquals(changed.Board, _watched)) return;
        _watched = null;
        OnLook();
    }

    private void Begin<T>(Func<T> work, Func<object, T, object> done, Func<object, Exception, object> failed)
    {
        var own = _work = new object();
        Task.Run(work).PipeTo(Self, success: result => done(own, result), failure: cause => failed(own, cause));
    }

    // A message from before this actor was started again is about nothing that is known here.
    private bool End(object work)
    {
        if (!ReferenceEquals(work, _work)) return false;
        _work = null;
        return true;
    }

    private void AnswerAll()
    {
        _served.AddRange(_waiting);
        _waiting.Clear();
        AnswerServed();
    }

    private void AnswerServed()
    {
        foreach (var waiting in _served) waiting.Tell(WriteDone.Instance);
        _served.Clear();
    }

    private void Note(string kind, Action<string> say)
    {
        _metrics.Failures.Add(Name);
        if (_throttle.TryPass(kind, out var heldBack)) say(LogThrottle.More(heldBack));
    }

    private sealed record Look
    {
        public static readonly Look Instance = new();
    }

    private sealed record BoardChanged(StoreBoard Board);

    private sealed record BaseSeen(object Work, BaseLook Look);

    private sealed record Written(object Work, FileWrite Write, TimeSpan Begun);

    private sealed record Failed(object Work, Exception Cause);
}
