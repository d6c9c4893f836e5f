namespace PanelActors.Relay;

/// <summary>
/// The clients that have been sent all of a log. When more comes they are served one after another by few threads: scheduling a task for
/// each costs more than writing to it (docs/decisions/0012).
/// </summary>
internal sealed class WaitingClients
{
    private readonly Group[] _groups = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(static _ => new Group())];
    private int _latest;

    /// <summary>Lets one wait. It is served when <see cref="Serve"/> is called later, on whichever thread. For any thread.</summary>
    public void Add(IWaitingClient client) => _groups[(uint)Interlocked.Increment(ref _latest) % _groups.Length].Add(client);

    /// <summary>Has all served that wait, soon and on other threads. For any thread.</summary>
    public void Serve()
    {
        foreach (var group in _groups) group.Schedule();
    }

    private sealed class Group : IThreadPoolWorkItem
    {
        private readonly Lock _gate = new();
        private readonly List<IWaitingClient> _new = [];

        // Only the work item touches these.
        private readonly List<IWaitingClient> _waiting = [];

        private int _count;
        private Work _work;

        private enum Work
        {
            None,
            UnderWay,
            More,
        }

        public void Add(IWaitingClient client)
        {
            lock (_gate) _new.Add(client);
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
            // Behind everything else that waits for a thread, however fast more comes.
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
                var client = _waiting[i];
                if (client.Serve()) _waiting[kept++] = client;
            }

            Interlocked.Add(ref _count, kept - _waiting.Count);
            _waiting.RemoveRange(kept, _waiting.Count - kept);
        }
    }
}
