using System.Collections.Concurrent;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Watch;

/// <summary>A daemon that answers each path as it is set up, 404 where it is not, and keeps the targets that it was asked for.</summary>
internal sealed class FakeDaemon : IAsyncDisposable
{
    private readonly ScriptedUpstream _server = ScriptedUpstream.Start();
    private readonly ConcurrentDictionary<string, Func<ScriptedConnection, Task>> _answers = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public FakeDaemon() => _serving = ServeAsync();

    public Uri Url => _server.At("/");

    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Answers a path with JSON from now on.</summary>
    public FakeDaemon Has(string path, string json, int status = 200)
    {
        _answers[path] = connection => connection.Answer(status, "application/json", json);
        return this;
    }

    /// <summary>Answers a path by its query.</summary>
    public FakeDaemon Has(string path, Func<ScriptedConnection, string> answer)
    {
        _answers[path] = connection => connection.Answer(200, "application/json", answer(connection));
        return this;
    }

    /// <summary>Answers a path with an event stream that stays open.</summary>
    public FakeDaemon Streams(string path, string frames)
    {
        _answers[path] = async connection =>
        {
            await connection.AcceptStream();
            await connection.Send(frames);
        };
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _server.DisposeAsync();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            ScriptedConnection connection;
            try
            {
                connection = await _server.NextConnection().WaitAsync(_stop.Token);
            }
            catch (TimeoutException)
            {
                continue;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            try
            {
                var isKnown = _answers.TryGetValue(connection.Path, out var answer);
                await (isKnown ? answer!(connection) : connection.Answer(404, "application/problem+json", "{}"));
                Asked.Enqueue(connection.Target);
            }
            catch (IOException)
            {
                // The client has gone.
            }
        }
    }
}
