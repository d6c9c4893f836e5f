using Akka.Actor;
using PanelActors.State;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Files;

/// <summary>
/// Keeps one file up to date: checks when the store changes, when the file may be written again, and every second besides, since a
/// change of health, of the base file or of the set of stores raises no event. At most one read of the base and one write run at a
/// time, on other threads.
/// </summary>
internal sealed class FileOutputActor : ReceiveActor, IWithTimers
{
    public static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly FileWriter _writer;
    private readonly FileOutputLog _log;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly WriteRequests _requests = new();
    private FileSchedule _schedule;
    private StoreBoard? _watched;
    private object? _work;

    public FileOutputActor(FileWriter writer, FileMetrics metrics, TimeProvider time, LogThrottle throttle, ILogger log)
    {
        (_writer, _time) = (writer, time);
        _log = new FileOutputLog(writer.Output.Name, metrics, throttle, log);
        _started = time.GetTimestamp();
        _schedule = new FileSchedule(writer.Output.MinInterval);
        Receive<Check>(_ => OnCheck());
        Receive<BoardChanged>(OnBoardChanged);
        Receive<BaseRead>(OnBaseRead);
        Receive<Written>(OnWritten);
        Receive<Failed>(OnFailed);
        Receive<WriteNow>(_ =>
        {
            _requests.Add(Sender);
            OnCheck();
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private TimeSpan Now => _time.GetElapsedTime(_started);

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(CheckInterval), Check.Instance, CheckInterval);
        Self.Tell(Check.Instance);
    }

    private void OnCheck()
    {
        // What runs ends with another check.
        if (_work is not null) return;
        if (_writer.HasBase)
        {
            Begin(
                _writer.ReadBase,
                static (work, read) => new BaseRead(work, read),
                static (work, cause) => new BaseRead(work, new BaseContent(0, cause.Message)));
        }
        else
        {
            Decide(baseVersion: 0);
        }
    }

    private void OnBaseRead(BaseRead read)
    {
        if (!End(read.Work)) return;
        if (read.Content.Fault is { } fault) _log.BaseUnusable(fault);
        // Without any content of the base there is nothing to show, and the file stays as it is.
        if (read.Content.Version == 0) _requests.AnswerAll();
        else Decide(read.Content.Version);
    }

    private void Decide(long baseVersion)
    {
        if (_writer.CurrentStore() is not { } store)
        {
            _requests.AnswerAll();
            return;
        }

        var version = store.Board.Current.Version;
        var decision = _schedule.Decide(_writer.TagOf(store, baseVersion), Now, isUrgent: _requests.AreWaiting);
        switch (decision.Kind)
        {
            case WriteDecisionKind.Write:
                Write(store);
                break;
            case WriteDecisionKind.Wait:
                Timers.StartSingleTimer(nameof(WriteDecisionKind.Wait), Check.Instance, decision.Delay);
                break;
            default:
                _requests.AnswerAll();
                Watch(store.Board, version);
                break;
        }
    }

    private void Write(Store store)
    {
        var begun = Now;
        _requests.Begin();
        Begin(
            () => _writer.Write(store), (work, write) => new Written(work, write, begun), static (work, cause) => new Failed(work, cause));
    }

    private void OnWritten(Written written)
    {
        if (!End(written.Work)) return;
        _schedule = _schedule.Written(written.Write.Content, written.Begun);
        _log.Written(written.Write);
        _requests.End();
        OnCheck();
    }

    private void OnFailed(Failed failed)
    {
        if (!End(failed.Work)) return;
        _schedule = _schedule.Failed(Now);
        _log.WriteFailed(failed.Cause);
        _requests.End();
        OnCheck();
    }

    private void Watch(StoreBoard board, long seen)
    {
        if (ReferenceEquals(board, _watched)) return;
        _watched = board;
        // Not cancelled: a wait that outlives this actor, or its interest, ends with the board.
        board.WaitForChangeAsync(seen, CancellationToken.None).AsTask().PipeTo(Self, success: _ => new BoardChanged(board));
    }

    private void OnBoardChanged(BoardChanged changed)
    {
        if (!ReferenceEquals(changed.Board, _watched)) return;
        _watched = null;
        OnCheck();
    }

    private void Begin<T>(Func<T> work, Func<object, T, object> done, Func<object, Exception, object> failed)
    {
        var own = _work = new object();
        Task.Run(work).PipeTo(Self, success: result => done(own, result), failure: cause => failed(own, cause));
    }

    // False for a message from before a restart of this actor.
    private bool End(object work)
    {
        if (!ReferenceEquals(work, _work)) return false;
        _work = null;
        return true;
    }

    private sealed record Check
    {
        public static readonly Check Instance = new();
    }

    private sealed record BoardChanged(StoreBoard Board);

    private sealed record BaseRead(object Work, BaseContent Content);

    private sealed record Written(object Work, FileWrite Write, TimeSpan Begun);

    private sealed record Failed(object Work, Exception Cause);
}
