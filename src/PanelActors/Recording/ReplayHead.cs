using PanelActors.Sources;

namespace PanelActors.Recording;

/// <summary>
/// Plays a recording to the clients of one replay, all at the same place. It goes on only while there is a client; connections end where
/// the recorded ones ended. What was recorded while nothing was connected takes no time.
/// </summary>
internal sealed class ReplayHead(ReplaySettings settings, TimeProvider time, ILogger log)
{
    /// <summary>How long a client may not read before it is given up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly RecordingPlayer _player = new(SilentAccounts.Instance);
    private readonly Dictionary<int, BatchesStarted> _begun = [];
    private List<ReplayClient> _clients = [];
    private TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isOver;
    private bool _owesBaseline;
    private int _attempt;
    private DateTimeOffset _at;
    private (long Timestamp, DateTimeOffset At)? _pace;

    // The moment of the recording: in a pause it is later than what was played last, and what a client gets there is older.
    private DateTimeOffset Now
    {
        get
        {
            if (_pace is not { } pace || double.IsPositiveInfinity(settings.Speed)) return _at;
            var now = pace.At + time.GetElapsedTime(pace.Timestamp) * settings.Speed;
            return now > _at ? now : _at;
        }
    }

    /// <summary>Serves one request until its response is over.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        var client = new ReplayClient(context);
        lock (_gate)
        {
            if (_isOver)
            {
                client.Refuse();
            }
            else
            {
                _clients = [.. _clients, client];
                _came.TrySetResult();
            }
        }

        using var gone = context.RequestAborted.UnsafeRegister(_ => Leave(client), null);
        await client.Over;
        if (client.IsRefused) context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Plays from the begin to the end, or until <paramref name="stop"/>. Then every request is answered with 204.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            foreach (var record in Records()) await PlayAsync(record, stop);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("The replay of {File} ends: {Fault}", settings.File, fault.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The server ends.
        }
        catch (Exception fault)
        {
            log.LogError(fault, "The replay of {File} failed", settings.File);
        }
        finally
        {
            lock (_gate) _isOver = true;
            foreach (var client in _clients) client.Refuse();
        }
    }

    private IEnumerable<Record> Records() =>
        ReplayRecords.From(settings, fault => log.LogWarning("The replay goes on behind what cannot be read: {Fault}", fault.Message));

    private async Task PlayAsync(Record record, CancellationToken stop)
    {
        if (settings.From is { } begin && record.At < begin)
        {
            // What was before is not shown, but the state comes of it.
            Play(record);
            if (record is Record.Item { What: SourceItem.Started begun }) _begun[begun.Begin.Attempt] = begun.Begin;
            if (record is Record.Item { What: SourceItem.Read passed }) _attempt = passed.Attempt;
            return;
        }

        // A connection can take the place of another one that never ended: then there may be no client until one comes back.
        if (record is Record.Item { What: SourceItem.Read next } && next.Attempt != _attempt) EndConnection(isBroken: true);
        await UntilDueAsync(record, stop);
        switch (record)
        {
            case Record.Item { What: SourceItem.Started started }:
                _begun[started.Begin.Attempt] = started.Begin;
                Play(record);
                break;
            case Record.Item { What: SourceItem.Read read }:
                if (read.Attempt != _attempt) await BeginConnectionAsync(read, stop);
                await ForEachAsync(client => client.WriteAsync(read.Bytes, stop));
                Play(record);
                await JoinAsync(stop);
                break;
            case Record.Item { What: SourceItem.Ended ended } when ended.Attempt == _attempt:
                Play(record);
                EndConnection(ended.IsBroken);
                break;
            // What follows a gap, or another life of the daemon, does not go on where a client is.
            case Record.Gap or Record.Item { What: SourceItem.Mark { IsContinued: false } }:
                Play(record);
                EndConnection(isBroken: true);
                break;
            case Record.Item { What: SourceItem.Fetched }:
                Play(record);
                _owesBaseline = true;
                await JoinAsync(stop);
                break;
            default:
                Play(record);
                break;
        }
    }

    private void Play(Record record)
    {
        _at = record.At;
        _player.Play(record);
    }

    // The recorded connection brought what comes now to a reader that had this much, or nothing: so may those that wait.
    private async Task BeginConnectionAsync(SourceItem.Read first, CancellationToken stop)
    {
        _attempt = first.Attempt;
        var resumed = _begun.GetValueOrDefault(first.Attempt)?.ResumedAfter is not null;
        _begun.Clear();
        foreach (var client in Waiting())
        {
            await client.JoinAsync(first.At, settings.Speed, stop);
            if (resumed && !IsAtPlace(client)) await WriteBaselineAsync(client, stop);
        }
    }

    // In the middle of a connection, between two events, with the state there is: unless that itself needs a baseline.
    private async Task JoinAsync(CancellationToken stop)
    {
        if (!_player.IsBetweenEvents || _attempt == 0) return;
        if (_owesBaseline)
        {
            _owesBaseline = false;
            await ForEachAsync(client => WriteBaselineAsync(client, stop));
        }

        if (_player.State is not { Need.IsNeeded: false }) return;
        foreach (var client in Waiting())
        {
            await client.JoinAsync(Now, settings.Speed, stop);
            if (!IsAtPlace(client)) await WriteBaselineAsync(client, stop);
        }
    }

    private Task WriteBaselineAsync(ReplayClient client, CancellationToken stop) => _player.State is { Status: not null } state
        ? client.WriteAsync(ReplayBaseline.Of(state, _player.LastEventId, _player.Dialect, Now), stop)
        : Task.CompletedTask;

    private bool IsAtPlace(ReplayClient client) => client.Position is { } position && position == _player.LastEventId;

    private void EndConnection(bool isBroken)
    {
        if (_attempt != 0)
        {
            foreach (var client in _clients.Where(static client => client.IsJoined)) client.End(isBroken);
        }

        _attempt = 0;
        Tidy();
    }

    private ReplayClient[] Waiting() => [.. _clients.Where(static client => !client.IsJoined && !client.IsGone)];

    private async Task ForEachAsync(Func<ReplayClient, Task> write)
    {
        foreach (var client in _clients.Where(static client => client.IsJoined && !client.IsGone).ToArray()) await write(client);
    }

    private void Leave(ReplayClient client)
    {
        client.End(isBroken: false);
        Tidy();
    }

    private void Tidy()
    {
        lock (_gate)
        {
            _clients = [.. _clients.Where(static client => !client.IsGone)];
            if (_clients.Count == 0 && _came.Task.IsCompleted)
                _came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    // Time stands still without a client, and between two connections.
    private async Task UntilDueAsync(Record record, CancellationToken stop)
    {
        if (record is not Record.Item { What: SourceItem.Read or SourceItem.Ended }) return;
        while (true)
        {
            Tidy();
            var came = _came.Task;
            if (!came.IsCompleted)
            {
                _pace = null;
                await came.WaitAsync(stop);
            }

            if (double.IsPositiveInfinity(settings.Speed)) return;
            if (_attempt == 0 || _pace is not { } pace)
            {
                _pace = (time.GetTimestamp(), record.At);
                return;
            }

            var wait = (record.At - pace.At) / settings.Speed - time.GetElapsedTime(pace.Timestamp);
            if (wait <= TimeSpan.Zero) return;
            // Short enough to see soon that all clients have left, or that one has come.
            await Task.Delay(wait < LongestWait ? wait : LongestWait, time, stop);
            await JoinAsync(stop);
        }
    }
}
