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
    public static Func<FeedConnection, Task<bool>> Where(Func<FeedConnection, bool> isMeant, Func<FeedConnection, Task> act) => async connection =>
    {
        if (!isMeant(connection)) return false;
        await act(connection);
        return true;
    };
}
