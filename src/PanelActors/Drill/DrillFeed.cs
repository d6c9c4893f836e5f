using System.Globalization;
using System.Text.Json.Nodes;

namespace PanelActors.Drill;

/// <summary>
/// An upstream that does what a fault's script says and otherwise serves well: a baseline to who needs one, what was missed to who
/// resumes, and an event at each turn of its pace. It remembers when what was sent, which is what the daemon is judged by.
/// </summary>
internal sealed class DrillFeed : IAsyncDisposable
{
    private readonly bool _summary;
    private readonly FeedTurn _turn = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly FeedClock _clock = new();
    private readonly FeedStreams _streams = new();
    private readonly FeedHistory _history = new();
    private readonly Task _beating;

    /// <summary>Listens at once.</summary>
    public DrillFeed(bool summary, TimeSpan pace)
    {
        _summary = summary;
        Listener = new(HandleAsync);
        Listener.Start();
        _beating = BeatAsync(pace);
    }

    /// <summary>What listens for it.</summary>
    public FeedListener Listener { get; }

    /// <summary>Its address for a source.</summary>
    public string Url => string.Create(
        CultureInfo.InvariantCulture, $"{(Listener.Tls is null ? "http" : "https")}://localhost:{Listener.Port}/feed");

    /// <summary>The number of its latest event.</summary>
    public long Number { get; private set; } = DrillPanels.First;

    /// <summary>What ids are less than numbers; a feed that restarts has more.</summary>
    public long IdOffset { get; set; }

    /// <summary>The generation of its baselines.</summary>
    public long Generation { get; set; } = 1;

    /// <summary>Whether events carry ids.</summary>
    public bool HasIds { get; set; } = true;

    /// <summary>The run of a summary publisher.</summary>
    public int PublisherRun { get; set; } = 1;

    /// <summary>How old the data is that it sends from now on; null = its age is not known.</summary>
    public TimeSpan? Age { get => _clock.Age; set => _clock.Age = value; }

    /// <summary>What its events have besides their content: envelope members and body members, each with a comma before it.</summary>
    public Func<(string Envelope, string Body)> Extra { get; set; } = static () => ("", "");

    /// <summary>Headers of its answers.</summary>
    public string Headers { get; set; } = "";

    /// <summary>Whether it sends events by itself.</summary>
    public bool IsBeating { get; set; } = true;

    /// <summary>Whether the panels that it sends are those of <see cref="DrillPanels"/>.</summary>
    public bool IsExact { get; set; } = true;

    /// <summary>Answers a request in its place; false = it is to be served as usual.</summary>
    public Func<FeedConnection, Task<bool>>? Script { get; set; }

    /// <summary>Cancelled at its end; what a script does without end goes on until then.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>The first baseline it sent and all events since, as it would replay them.</summary>
    public string Backlog => _history.Text;

    /// <summary>How many streams are open.</summary>
    public int Live => _streams.Live;

    /// <summary>When the newest data was current that a daemon has which shows event <paramref name="number"/>; null = not known.</summary>
    public long? TimeOf(long number) => _clock.TimeOf(number);

    /// <summary>Sends text to every open stream, as it is; it brings no news, unless <paramref name="fresh"/>.</summary>
    public Task SendAsync(string text, bool fresh = false) => TakeTurnAsync(async () =>
    {
        if (fresh) Freshen();
        await WriteAllAsync(text);
    });

    /// <summary>What it has sent is as new as now, which no number says.</summary>
    public void Freshen() => _clock.Freshen();

    /// <summary>Sends bytes to every open stream.</summary>
    public Task SendAsync(byte[] bytes) => TakeTurnAsync(() => _streams.EachAsync(connection => connection.SendAsync(bytes)));

    /// <summary>From the next event on the data has this age, which the event says by <paramref name="extra"/>.</summary>
    public Task SetAgeAsync(TimeSpan? age, Func<(string Envelope, string Body)> extra) => TakeTurnAsync(() =>
    {
        (Age, Extra) = (age, extra);
        return Task.CompletedTask;
    });

    /// <summary>Makes the next event and sends it, whether it beats or not.</summary>
    public Task NextAsync() => TakeTurnAsync(NextEventAsync);

    /// <summary>Sends a new baseline to every open stream, with <paramref name="more"/> as a further panel.</summary>
    public Task BaselineAsync(string? more = null) => TakeTurnAsync(async () =>
    {
        Number++;
        var panels = DrillPanels.At(Number, _summary);
        if (more is not null) panels[more] = new JsonObject();
        await NotedAsync(Number, () => WriteAllAsync(FullOf(panels)));
    });

    /// <summary>Ends every open stream: by a clean end, or where <paramref name="reset"/> by a reset of its connection.</summary>
    public Task CutAsync(bool reset) => TakeTurnAsync(() => _streams.CutAsync(reset));

    /// <summary>Serves a request as usual.</summary>
    public Task ServeAsync(FeedConnection connection) => TakeTurnAsync(async () =>
    {
        await connection.AcceptAsync(Headers);
        if (_summary)
        {
            await NextEventAsync();
            var from = Number - 3;
            var history = FeedText.Hello(PublisherRun) + FeedText.Snapshot(DrillPanels.At(from, summary: true), from);
            for (var number = from + 1; number <= Number; number++) history += FeedText.Update(DrillPanels.Update(number), number);
            await NotedAsync(Number, () => connection.SendAsync(history));
        }
        else if (connection.WantsBaseline || connection.Position is not { } position)
        {
            await NextEventAsync();
            var baseline = Baseline();
            _history.AddBaseline(baseline);
            await NotedAsync(Number, () => connection.SendAsync(baseline));
        }
        else
        {
            // A feed that was restarted has nothing for who has a higher id.
            foreach (var (number, frame) in _history.After(position + IdOffset))
                await NotedAsync(number, () => connection.SendAsync(frame));
        }

        _streams.Add(connection);
    });

    /// <summary>Serves a stream that a script has accepted; <paramref name="replays"/> = it begins with the backlog, as new data.</summary>
    public Task TakeOverAsync(FeedConnection connection, bool replays = false) => TakeTurnAsync(async () =>
    {
        var text = replays ? Backlog : "";
        if (_summary)
        {
            await NextEventAsync();
            text = Baseline();
        }

        Freshen();
        await NotedAsync(Number, () => text.Length > 0 ? connection.SendAsync(text) : Task.CompletedTask);
        _streams.Add(connection);
    });

    /// <summary>Begins a new life: ids count from 1 again, and nothing is left to replay.</summary>
    public void Restart()
    {
        IdOffset = Number;
        _history.Clear();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _beating;
        await CutAsync(reset: true);
        AbortScripted();
        await Listener.DisposeAsync();
        _ending.Dispose();
        _turn.Dispose();
    }

    /// <summary>Resets what scripts have answered.</summary>
    public void AbortScripted() => _streams.AbortScripted();

    /// <summary>Begins another generation, to which what was logged does not belong.</summary>
    public void BeginGeneration()
    {
        Generation++;
        _history.Clear();
    }

    /// <summary>The baseline of now.</summary>
    public string Baseline() => FullOf(DrillPanels.At(Number, _summary));

    private string FullOf(JsonObject panels)
    {
        if (_summary) return FeedText.Snapshot(panels, Number);
        var (envelope, body) = Extra();
        return FeedText.Event("panel_full", HasIds ? Number - IdOffset : null, Generation, FeedText.Full(panels, body), envelope);
    }

    private async Task HandleAsync(FeedConnection connection)
    {
        if (Script is { } script)
        {
            _streams.AddScripted(connection);
            if (await script(connection)) return;
        }

        await ServeAsync(connection);
    }

    private async Task NextEventAsync()
    {
        Number++;
        var (envelope, body) = Extra();
        var frame = _summary
            ? FeedText.Update(DrillPanels.Update(Number), Number)
            : FeedText.Event(
                "panel_diff", HasIds ? Number - IdOffset : null, Generation, FeedText.Diff(DrillPanels.Diff(Number), body), envelope);
        _history.Add(Number, frame);
        if (_streams.Live == 0) return;
        await NotedAsync(Number, () => WriteAllAsync(frame));
    }

    private async Task BeatAsync(TimeSpan pace)
    {
        using var timer = new PeriodicTimer(pace);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                if (IsBeating) await NextAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The drill is over.
        }
    }

    private async Task NotedAsync(long number, Func<Task> send)
    {
        _clock.Note(number);
        await send();
        _clock.Note(number);
    }

    private Task WriteAllAsync(string text) => _streams.EachAsync(connection => connection.SendAsync(text));

    private Task TakeTurnAsync(Func<Task> act) => _turn.TakeAsync(act);
}
