using System.Security.Cryptography.X509Certificates;

namespace PanelActors.Watch;

/// <summary>
/// Where a daemon answers, and what it takes. It may stand below a path, behind a proxy that takes the path away.
/// </summary>
internal sealed record DaemonAddress(Uri Url)
{
    /// <summary>The file of the key that the daemon is shown; null for none.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The authorities that may have signed the daemon's certificate; null for those of the system.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Host, port and path, for people.</summary>
    public string Name => Url.Authority + Url.AbsolutePath.TrimEnd('/');

    /// <summary>Scheme, host and port, for people.</summary>
    public string Origin => Url.GetLeftPart(UriPartial.Authority);

    /// <summary>The address of a URL to listen on: loopback where that means every address.</summary>
    public static DaemonAddress OfListening(string url)
    {
        foreach (var every in (string[])["://*:", "://+:", "://0.0.0.0:"])
            url = url.Replace(every, "://127.0.0.1:", StringComparison.Ordinal);
        return new DaemonAddress(new Uri(url.Replace("://[::]:", "://[::1]:", StringComparison.Ordinal)));
    }

    /// <summary>The address of <paramref name="path"/>, such as <c>/api/stores</c>.</summary>
    public Uri At(string path) => new(Url.GetLeftPart(UriPartial.Path).TrimEnd('/') + path);

    /// <summary>The address of what the daemon has at <paramref name="path"/> of a store, such as <c>/snapshot</c>.</summary>
    public Uri OfStore(string store, string path) => At($"/api/stores/{Uri.EscapeDataString(store)}{path}");
}
