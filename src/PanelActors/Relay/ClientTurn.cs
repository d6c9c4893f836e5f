namespace PanelActors.Relay;

/// <summary>
/// Whose turn it is to write to a client: its task's or, while that waits, the group's that serves all waiting clients
/// (docs/decisions/0012). Only the one whose turn it is touches the client's position and its output.
/// </summary>
/// <param name="gone">Signalled when the client is gone: its task does not wait any longer then.</param>
internal sealed class ClientTurn(CancellationToken gone)
{
    private Holder _holder;
    private volatile bool _isCalled;
    private TaskCompletionSource<Served>? _served;

    private enum Holder
    {
        Task,
        None,
        Group,
    }

    /// <summary>
    /// The client's task gives up its turn. Done when the turn comes back to it, cancelled when the client is gone. What changed unnoticed
    /// before the call has to be looked at once more after it, and <see cref="LookAgain"/> to be called.
    /// </summary>
    public Task<Served> WaitAsync()
    {
        var served = _served = new TaskCompletionSource<Served>(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _holder, Holder.None);
        return served.Task;
    }

    /// <summary>
    /// Ends the wait of a client that is gone, or was called back, unless it is being served. For any thread.
    /// </summary>
    public void LookAgain()
    {
        if (gone.IsCancellationRequested && TryPass(Holder.None, Holder.Task)) _served!.SetCanceled(gone);
        else if (_isCalled && TryPass(Holder.None, Holder.Task)) _served!.SetResult(new Served(ClientStep.Write, Task.CompletedTask));
    }

    /// <summary>Calls the client's task back from its wait, now and for good. For any thread.</summary>
    public void CallBack()
    {
        _isCalled = true;
        // In this order: the task that begins to wait sees the call, or is seen to wait here.
        Interlocked.MemoryBarrier();
        LookAgain();
    }

    /// <summary>The group takes its turn. False where the client does not wait any more.</summary>
    public bool TryServe() => TryPass(Holder.None, Holder.Group);

    /// <summary>The group has served the client, which waits on.</summary>
    public void WaitOn()
    {
        Interlocked.Exchange(ref _holder, Holder.None);
        // While it was served, its end went unheard.
        LookAgain();
    }

    /// <summary>The group leaves the rest to the client's task.</summary>
    public void HandBack(Served served) => Resume().SetResult(served);

    /// <summary>The group has failed to serve the client, and leaves it to the client's task to fail.</summary>
    public void HandBack(Exception fault) => Resume().SetException(fault);

    private TaskCompletionSource<Served> Resume()
    {
        Interlocked.Exchange(ref _holder, Holder.Task);
        return _served!;
    }

    private bool TryPass(Holder from, Holder to) => Interlocked.CompareExchange(ref _holder, to, from) == from;
}

/// <summary>What a group did for a client before it handed the turn back.</summary>
/// <param name="Next">What is to be done next.</param>
/// <param name="Flushed">Done when what was written is flushed.</param>
internal readonly record struct Served(ClientStep Next, Task Flushed);
