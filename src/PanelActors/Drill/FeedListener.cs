using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace PanelActors.Drill;

/// <summary>Listens on a port of the loopback and gives each request to a handler. It can stop, and come back on the same port.</summary>
internal sealed class FeedListener(Func<FeedConnection, Task> handle) : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly List<Task> _running = [];
    private TcpListener? _listener;
    private int _requests;

    /// <summary>Its port, from the first start on.</summary>
    public int Port { get; private set; }

    /// <summary>How many requests came.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>How connections are encrypted; null = they are not.</summary>
    public SslServerAuthenticationOptions? Tls { get; set; }

    /// <summary>Begins to listen.</summary>
    public void Start()
    {
        if (_listener is not null) return;
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        var accepting = AcceptAsync(_listener);
        lock (_running) _running.Add(accepting);
    }

    /// <summary>Stops listening: further connections are refused by the system.</summary>
    public void Stop()
    {
        _listener?.Stop();
        _listener = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        Stop();
        Task[] running;
        lock (_running) running = [.. _running];
        await Task.WhenAll(running);
        _ending.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (!_ending.IsCancellationRequested)
            {
                var socket = await listener.AcceptSocketAsync(_ending.Token);
                socket.NoDelay = true;
                var greeting = GreetAsync(new FeedConnection(socket));
                lock (_running)
                {
                    _running.RemoveAll(static task => task.IsCompleted);
                    _running.Add(greeting);
                }
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // It was stopped.
        }
    }

    private async Task GreetAsync(FeedConnection connection)
    {
        try
        {
            if (Tls is { } tls) await connection.EncryptAsync(tls, _ending.Token);
            if (!await connection.ReadAsync(_ending.Token))
            {
                connection.Dispose();
                return;
            }

            Interlocked.Increment(ref _requests);
            await handle(connection);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException or OperationCanceledException
            or AuthenticationException)
        {
            // The daemon went away, which it may do at any time.
            connection.Dispose();
        }
    }
}
