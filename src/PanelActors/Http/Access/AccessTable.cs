using System.Security.Cryptography.X509Certificates;
using PanelActors.Configuration;

namespace PanelActors.Http.Access;

/// <summary>
/// Everything that access is decided by, at one moment: the configuration and what its files hold. Immutable; another one takes its place
/// when either changes.
/// </summary>
internal sealed class AccessTable
{
    /// <summary>There is no <c>Access</c>: everybody may do everything.</summary>
    public static readonly AccessTable Open = new() { IsOpen = true, Anonymous = AccessPrincipal.Open };

    private readonly (KeyHash Hash, AccessPrincipal Principal)[] _keys = [];

    public bool IsOpen { get; private init; }

    /// <summary>What a request without a credential is made by.</summary>
    public AccessPrincipal Anonymous { get; private init; } = new(CredentialKind.Anonymous, null, AccessGrant.Nothing);

    /// <summary>What tokens are checked by; null where none are accepted.</summary>
    public TokenTrust? Tokens { get; private init; }

    /// <summary>The certificates that are accepted; null where none are.</summary>
    public CertificateTrust? Certificates { get; private init; }

    private AccessTable()
    {
    }

    /// <param name="access">The configuration.</param>
    /// <param name="keys">The hashes of the keys of each entry, in its order.</param>
    /// <param name="tokens">What tokens are checked by.</param>
    /// <param name="certificates">The certificates that are accepted.</param>
    public AccessTable(
        AccessOptions access, IReadOnlyList<IReadOnlyList<KeyHash>> keys, TokenTrust? tokens, CertificateTrust? certificates)
    {
        Anonymous = new(CredentialKind.Anonymous, null, AccessGrant.Of(access.Anonymous.May, access.Anonymous.Stores));
        (Tokens, Certificates) = (tokens, certificates);
        _keys =
        [
            .. from entry in access.Keys.Zip(keys)
               let grant = AccessGrant.Of(entry.First.May, entry.First.Stores)
               from hash in entry.Second
               select (hash, new AccessPrincipal(CredentialKind.Key, entry.First.Name, grant) { Key = hash }),
        ];
    }

    /// <summary>Whether there is a key that one could log in with.</summary>
    public bool HasKeys => _keys.Length > 0;

    /// <summary>The principal with a key; null where it is the key of none.</summary>
    public AccessPrincipal? FindKey(KeyHash key)
    {
        AccessPrincipal? found = null;
        // All of them, so that the time it takes says nothing about which one it is.
        foreach (var (hash, principal) in _keys)
        {
            if (hash.Equals(key)) found ??= principal;
        }

        return found;
    }

    /// <summary>Whether what was accepted before would be accepted now, with the same rights.</summary>
    /// <param name="principal">What was accepted.</param>
    /// <param name="now">The time.</param>
    public bool Confirms(AccessPrincipal principal, DateTimeOffset now)
    {
        if (principal.Expires + principal.Grace <= now) return false;
        return principal.Kind switch
        {
            CredentialKind.Open => IsOpen,
            CredentialKind.Anonymous => !IsOpen && Anonymous.Grant == principal.Grant,
            CredentialKind.Key => FindKey(principal.Key!.Value) is { } key && key.Name == principal.Name && key.Grant == principal.Grant,
            CredentialKind.Token => Tokens is { } tokens && tokens.Stamp == principal.Stamp,
            _ => Certificates is { } certificates && certificates.Stamp == principal.Stamp,
        };
    }
}

/// <summary>What tokens are checked by.</summary>
/// <param name="Options">The configuration.</param>
/// <param name="KeySet">The text of <c>KeysFile</c> (JWKS, RFC 7517); null where there is an authority.</param>
/// <param name="Stamp">Stands for both.</param>
internal sealed record TokenTrust(JwtOptions Options, string? KeySet, AccessStamp Stamp);

/// <summary>The certificates that are accepted.</summary>
/// <param name="Options">The configuration.</param>
/// <param name="Authorities">Who may have signed them.</param>
/// <param name="Stamp">Stands for both.</param>
internal sealed record CertificateTrust(
    IReadOnlyList<CertificateOptions> Options, X509Certificate2Collection Authorities, AccessStamp Stamp);
