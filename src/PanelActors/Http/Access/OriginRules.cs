namespace PanelActors.Http.Access;

/// <summary>
/// Whether a call that changes something comes from the daemon's own page, or from outside of browsers: a daemon on loopback has no login
/// that sets its user apart from a page that the user happens to look at. Pure.
/// </summary>
internal static class OriginRules
{
    /// <summary>Whether calls by <paramref name="method"/> leave everything as it is.</summary>
    public static bool OnlyReads(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    /// <summary>Whether a request with these headers may change something.</summary>
    /// <param name="origins">Its <c>Origin</c> headers.</param>
    /// <param name="fetchSite">Its <c>Sec-Fetch-Site</c>; empty without.</param>
    /// <param name="scheme">The scheme it was sent by.</param>
    /// <param name="host">The host it is for, which is one of the daemon's own.</param>
    public static bool MayChange(IReadOnlyList<string?> origins, string fetchSite, string scheme, HostString host)
    {
        ArgumentNullException.ThrowIfNull(origins);
        return origins.Count == 0 ? fetchSite is "" or "same-origin" or "none" : origins.Count == 1 && IsOwn(origins[0], scheme, host);
    }

    private static bool IsOwn(string? origin, string scheme, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from)
        && Uri.TryCreate($"{scheme}://{host.ToUriComponent()}", UriKind.Absolute, out var own)
        && from is { PathAndQuery: "/", Fragment: "", UserInfo: "" }
        && from.Scheme == own.Scheme && from.IdnHost.Equals(own.IdnHost, StringComparison.OrdinalIgnoreCase) && from.Port == own.Port;
}
