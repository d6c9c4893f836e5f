using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace PanelActors.Tests.Support;

/// <summary>
/// A tiny HTTP/1.1 server on the loopback that does what the test scripts, at the time the test chooses. Each request is one connection.
/// </summary>
public sealed class ScriptedUpstream : IAsyncDisposable
{
    /// <summary>How long any wait of the script may take. Only a broken test ever gets there.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Channel<ScriptedConnection> _connections = Channel.CreateUnbounded<ScriptedConnection>();
    private readonly List<ScriptedConnection> _all = [];
    private readonly TcpListener _listener;
    private readonly Task _accepting;

    private ScriptedUpstream(int port)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAll();
    }

    public int Port { get; }

    /// <summary>The address of the feed.</summary>
    public Uri Url => At("/sse/panels");

    /// <summary>Starts listening, on a free port or, to come back after a stop, on a given one.</summary>
    public static ScriptedUpstream Start(int port = 0) => new(port);

    /// <summary>An address on this server.</summary>
    public Uri At(string pathAndQuery) => new($"http://127.0.0.1:{Port}{pathAndQuery}");

    /// <summary>The next request, in the order in which their heads were complete. Waits for it.</summary>
    public async Task<ScriptedConnection> NextConnection()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return await _connections.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No request came to {Url}.");
        }
    }

    /// <summary>The next request, accepted as an event stream that begins with these frames. Waits for it.</summary>
    public async Task<ScriptedConnection> NextStream(string frames = "")
    {
        var connection = await NextConnection();
        await connection.AcceptStream();
        await connection.Send(frames);
        return connection;
    }

    /// <summary>Whether a request waits that the test has not taken yet.</summary>
    public bool HasConnection => _connections.Reader.TryPeek(out _);

    /// <summary>Stops listening and cuts every connection: new ones are refused.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        ScriptedConnection[] all;
        lock (_all)
            all = [.. _all];
        foreach (var connection in all)
            connection.Abort();
    }

    private async Task AcceptAll()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return; // Stopped.
            }
            socket.NoDelay = true;
            _ = Greet(socket);
        }
    }

    private async Task Greet(Socket socket)
    {
        var connection = new ScriptedConnection(socket);
        lock (_all)
            _all.Add(connection);
        if (await connection.ReadHead())
            await _connections.Writer.WriteAsync(connection);
    }
}
