namespace PanelActors.Watch;

/// <summary>Addresses on a daemon, which may stand below a path behind a proxy.</summary>
internal static class DaemonAddress
{
    /// <summary>The address of <paramref name="path"/> (such as <c>/api/stores</c>) on the daemon at <paramref name="daemon"/>.</summary>
    public static Uri At(Uri daemon, string path) => new(daemon.GetLeftPart(UriPartial.Path).TrimEnd('/') + path);

    /// <summary>How the daemon is called: host, port and path.</summary>
    public static string Name(Uri daemon) => daemon.Authority + daemon.AbsolutePath.TrimEnd('/');
}
