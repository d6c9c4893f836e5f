namespace PanelActors.Relay;

/// <summary>
/// Those who have read all of a log. When more comes they are served one after another by few threads: waking a task for each
/// costs more than telling it, and they all wait for the same.
/// </summary>
internal sealed class WaitingClients
{
    private readonly Group[] _groups = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(static _ => new Group())];
    private int _latest;

    /// <summary>Lets one wait. It is served when <see cref="Serve"/> is called later, by whichever thread. For any thread.</summary>
    public void Add(IWaitingClient waiter) => _groups[(uint)Interlocked.Increment(ref _latest) % _groups.Length].Add(waiter);

    /// <summary>Has all served that wait, soon and on other threads. For any thread.</summary>
    public void Serve()
    {
        foreach (var group in _groups) group.Schedule();
    }

    private sealed class Group : IThreadPoolWorkItem
    {
        private readonly Lock _gate = new();
        private readonly List<IWaitingClient> _new = [];

        // Only whoever serves touches these.
        private readonly List<IWaitingClient> _waiting = [];

        private int _count;
        private Work _work;

        public void Add(IWaitingClient waiter)
        {
            lock (_gate) _new.Add(waiter);
            // The full fence orders being there before the look at the log that has to follow.
            Interlocked.Increment(ref _count);
        }

        public void Schedule()
        {
            if (Volatile.Read(ref _count) > 0 && Interlocked.Exchange(ref _work, Work.More) == Work.None)
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        void IThreadPoolWorkItem.Execute()
        {
            Interlocked.Exchange(ref _work, Work.UnderWay);
            ServeAll();
            // Behind whatever else waits for a thread, however fast more comes.
            if (Interlocked.CompareExchange(ref _work, Work.None, Work.UnderWay) != Work.UnderWay)
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        private void ServeAll()
        {
            lock (_gate)
            {
                _waiting.AddRange(_new);
                _new.Clear();
            }

            var kept = 0;
            for (var i = 0; i < _waiting.Count; i++)
            {
                var waiter = _waiting[i];
                if (waiter.Serve()) _waiting[kept++] = waiter;
            }

            Interlocked.Add(ref _count, kept - _waiting.Count);
            _waiting.RemoveRange(kept, _waiting.Count - kept);
        }

        private enum Work
        {
            None,
            UnderWay,
            More,
        }
    }
}
