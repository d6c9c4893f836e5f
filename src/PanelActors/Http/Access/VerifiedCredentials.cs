using System.Collections.Concurrent;

namespace PanelActors.Http.Access;

/// <summary>
/// Principals whose credential took long to verify, for the next requests with the same one. Bounded; for any thread. What is found has
/// to be confirmed by the present <see cref="AccessTable"/>.
/// </summary>
internal sealed class VerifiedCredentials
{
    public const int Max = 4096;

    private readonly ConcurrentDictionary<KeyHash, AccessPrincipal> _known = new();
    private int _count;

    public AccessPrincipal? Find(KeyHash credential) => _known.GetValueOrDefault(credential);

    public void Add(KeyHash credential, AccessPrincipal principal)
    {
        if (Volatile.Read(ref _count) >= Max)
        {
            // They verify again, which costs time and nothing else.
            _known.Clear();
            Volatile.Write(ref _count, 0);
        }

        _known[credential] = principal;
        Interlocked.Increment(ref _count);
    }
}
