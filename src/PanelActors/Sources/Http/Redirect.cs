namespace PanelActors.Sources.Http;

/// <summary>
/// The rules of following a redirect (RFC 9110 section 15.4), as far as a GET needs them. They are kept here and not left to the
/// HTTP handler because that one would carry configured headers, tokens among them, to whatever origin it is sent to.
/// </summary>
internal static class Redirect
{
    /// <summary>How many redirects one attempt follows.</summary>
    public const int MaxHops = 10;

    /// <summary>True for the statuses that move a GET elsewhere: 301, 302, 303, 307 and 308.</summary>
    public static bool IsRedirect(int status) => status is 301 or 302 or 303 or 307 or 308;

    /// <summary>Where a redirect leads.</summary>
    /// <param name="current">The address that answered with the redirect.</param>
    /// <param name="location">The raw <c>Location</c>, absolute or relative; null when absent.</param>
    /// <param name="hop">Which redirect of this attempt it is, counted from 1.</param>
    /// <exception cref="UpstreamRefusedException">
    /// There were too many, the location is missing or no HTTP address, or it leads from https to http.
    /// </exception>
    public static Uri Resolve(Uri current, string? location, int hop)
    {
        if (hop > MaxHops)
            throw new UpstreamRefusedException(ConnectionEnds.TooManyRedirects);
        if (string.IsNullOrWhiteSpace(location) || !Uri.TryCreate(current, location.Trim(), out var next) || !IsHttp(next))
            throw new UpstreamRefusedException(ConnectionEnds.BadRedirect);
        if (current.Scheme == Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttps)
            throw new UpstreamRefusedException(ConnectionEnds.InsecureRedirect);
        return next;
    }

    /// <summary>
    /// Whether two absolute addresses share scheme, host and port (RFC 6454 section 5), so that what is meant for one may go to the other.
    /// </summary>
    public static bool SameOrigin(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port
        && string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase);

    private static bool IsHttp(Uri uri) =>
        (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.Host.Length > 0;
}
