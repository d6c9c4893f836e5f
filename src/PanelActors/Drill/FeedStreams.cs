using System.Net.Sockets;

namespace PanelActors.Drill;

/// <summary>The streams that a feed has open: those it serves, and those that a script answers.</summary>
internal sealed class FeedStreams
{
    private readonly List<FeedConnection> _live = [];
    private readonly List<FeedConnection> _scripted = [];

    /// <summary>How many are served.</summary>
    public int Live => _live.Count;

    /// <summary>Serves another one.</summary>
    public void Add(FeedConnection connection) => _live.Add(connection);

    /// <summary>A script has another one.</summary>
    public void AddScripted(FeedConnection connection)
    {
        lock (_scripted) _scripted.Add(connection);
    }

    /// <summary>Does something with each that is served; one whose peer has gone is forgotten.</summary>
    public async Task EachAsync(Func<FeedConnection, Task> act)
    {
        foreach (var connection in _live.ToArray())
        {
            try
            {
                await act(connection);
            }
            catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                _live.Remove(connection);
                connection.Dispose();
            }
        }
    }

    /// <summary>Ends all that are served: by a clean end, or where <paramref name="reset"/> by a reset of the connection.</summary>
    public async Task CutAsync(bool reset)
    {
        await EachAsync(connection =>
        {
            if (!reset) return connection.CloseAsync();
            connection.Abort();
            return Task.CompletedTask;
        });
        _live.Clear();
    }

    /// <summary>Resets what scripts have.</summary>
    public void AbortScripted()
    {
        lock (_scripted)
        {
            foreach (var connection in _scripted) connection.Abort();
            _scripted.Clear();
        }
    }
}
