namespace PanelActors.Drill.Faults;

/// <summary>What a feed answers instead of serving.</summary>
internal static class Scripts
{
    /// <summary>Every request is answered by <paramref name="act"/>.</summary>
    public static Func<FeedConnection, Task<bool>> Of(Func<FeedConnection, Task> act) => async connection =>
    {
        await act(connection);
        return true;
    };

    /// <summary>Those requests are answered by <paramref name="act"/> that <paramref name="isMeant"/> is true of.</summary>
    public static Func<FeedConnection, Task<bool>> Where(
        Func<FeedConnection, bool> isMeant, Func<FeedConnection, Task> act) => async connection =>
    {
        if (!isMeant(connection)) return false;
        await act(connection);
        return true;
    };

    /// <summary>Sends a text, by default a comment, every half a second down a stream, until it or its feed ends.</summary>
    public static async Task HoldAsync(this DrillFeed feed, FeedConnection connection, string text = ": alive\n\n")
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(connection);
        while (!feed.Ending.IsCancellationRequested)
        {
            await connection.SendAsync(text);
            await Task.Delay(TimeSpan.FromSeconds(0.5), feed.Ending);
        }
    }
}
