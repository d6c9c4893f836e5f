using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace PanelActors.Http.Access;

/// <summary>
/// How much of something each client has at the moment. What it holds is bounded by what there is of it in all. For any thread.
/// </summary>
internal sealed class ClientCounts
{
    private readonly Dictionary<ClientAddress, int> _counts = [];
    private readonly Lock _gate = new();

    /// <summary>How many clients have something.</summary>
    public int Clients
    {
        get
        {
            lock (_gate) return _counts.Count;
        }
    }

    /// <summary>Counts one more, unless the client has <paramref name="max"/> already.</summary>
    /// <returns>Gives it back, once; null where there were as many.</returns>
    public IDisposable? TryEnter(ClientAddress client, int max)
    {
        lock (_gate)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, client, out _);
            if (count >= max)
            {
                if (count == 0) _counts.Remove(client);
                return null;
            }

            count++;
        }

        return new Place(this, client);
    }

    private void Leave(ClientAddress client)
    {
        lock (_gate)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(_counts, client);
            if (--count == 0) _counts.Remove(client);
        }
    }

    [SuppressMessage("Usage", "CA2213", Justification = "The counts outlive each place.")]
    private sealed class Place(ClientCounts counts, ClientAddress client) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0) counts.Leave(client);
        }
    }
}
