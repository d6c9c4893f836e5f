namespace PanelActors.Drill;

/// <summary>What one feed does, one thing after the other: whole events, in their order, on every stream.</summary>
internal sealed class FeedTurn : IDisposable
{
    private readonly SemaphoreSlim _place = new(1);

    /// <summary>Does <paramref name="act"/> when what was begun before is done.</summary>
    public async Task TakeAsync(Func<Task> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        await _place.WaitAsync();
        try
        {
            await act();
        }
        finally
        {
            _place.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _place.Dispose();
}
