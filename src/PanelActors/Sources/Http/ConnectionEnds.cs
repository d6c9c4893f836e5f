using System.Globalization;

namespace PanelActors.Sources.Http;

/// <summary>Every way in which a connection can end.</summary>
internal static class ConnectionEnds
{
    /// <summary>The upstream ended the response, which for an event stream is nothing unusual.</summary>
    public static readonly ConnectionEnd Closed = new("closed", "the upstream closed the stream");

    /// <summary>The program failed, not the upstream.</summary>
    public static readonly ConnectionEnd Internal = new("internal_error", "the connection failed inside");

    public static readonly ConnectionEnd Loop = Slowly(
        "loop", "the upstream is a store that contains this source: leave the source out of that store, or read another one");

    public static readonly ConnectionEnd NoContent = new("http_204", "the upstream answered 204: it wants no more connections", Retry.No);
    public static readonly ConnectionEnd NoEventStream = Slowly("bad_content_type", "the response is no event stream");
    public static readonly ConnectionEnd NoJson = Slowly("bad_content_type", "the response is no JSON");
    public static readonly ConnectionEnd UnknownCoding = Slowly("bad_content_encoding", "the body is compressed in an unknown way");
    public static readonly ConnectionEnd TooLarge = Slowly("too_large", "the document is larger than an event may be");

    public static readonly ConnectionEnd TooManyRedirects =
        Slowly("too_many_redirects", Invariant($"the upstream redirected more than {Redirect.MaxHops} times"));

    public static readonly ConnectionEnd BadRedirect = Slowly("bad_redirect", "the upstream redirected to no usable address");
    public static readonly ConnectionEnd InsecureRedirect = Slowly("insecure_redirect", "the upstream redirected from https to http");
    public static readonly ConnectionEnd ForeignRedirect = Slowly("foreign_redirect", "the upstream redirected to another origin");

    public static readonly ConnectionEnd Dns = new("dns", "the host's name could not be resolved");
    public static readonly ConnectionEnd Unreachable = new("unreachable", "the host cannot be reached");
    public static readonly ConnectionEnd Refused = new("connection_refused", "the connection was refused");
    public static readonly ConnectionEnd ConnectTimeout = new("connect_timeout", "connecting took too long");
    public static readonly ConnectionEnd NotConnected = new("connect", "no connection could be made");
    public static readonly ConnectionEnd Tls = new("tls", "no secure connection could be made");

    public static readonly ConnectionEnd TlsUntrusted = Tls with { Text = "the server's certificate is signed by no trusted authority" };
    public static readonly ConnectionEnd TlsOtherName = Tls with { Text = "the server's certificate is for another name" };
    public static readonly ConnectionEnd TlsOtherUsage = Tls with { Text = "the server's certificate is not one for servers" };
    public static readonly ConnectionEnd TlsHandshakeRefused = Tls with
    {
        Text = "the server refuses the handshake: it may want a client certificate, or another version of TLS",
    };

    public static readonly ConnectionEnd TlsCertificateWanted = Tls with { Text = "the server wants a client certificate (Tls)" };
    public static readonly ConnectionEnd TlsCertificateRefused = Tls with { Text = "the server refuses the client certificate" };
    public static readonly ConnectionEnd TlsExpired = Tls with { Text = "the server's certificate has expired, or is not valid yet" };

    public static readonly ConnectionEnd Reset = new("connection_reset", "the connection was reset");
    public static readonly ConnectionEnd Broken = new("io", "the connection broke");
    public static readonly ConnectionEnd Timeout = new("timeout", "the upstream took too long");
    public static readonly ConnectionEnd Cancelled = new("cancelled", "the connection was given up");
    public static readonly ConnectionEnd PrematureEnd = new("premature_end", "the response ended in its middle");

    /// <summary>A server that refuses a certificate often just closes the connection.</summary>
    public static readonly ConnectionEnd NoAnswerOverTls = PrematureEnd with
    {
        Text = "the server closed the secure connection before it answered: it may want a client certificate, or refuse the one it got",
    };

    public static readonly ConnectionEnd BadResponse = new("bad_response", "the answer is no proper HTTP");
    public static readonly ConnectionEnd BadEncoding = new("bad_encoding", "the body could not be decompressed");
    public static readonly ConnectionEnd BadUrl = new("bad_url", "the address is no HTTP address");
    public static readonly ConnectionEnd Other = new("other", "unexpected trouble");

    /// <summary>The transport showed no life for <paramref name="timeout"/>.</summary>
    public static ConnectionEnd Idle(TimeSpan timeout) => new("idle_timeout", Invariant($"no byte came for {timeout.TotalSeconds:0.#} s"));

    public static ConnectionEnd BadHeader(string name) => Slowly("bad_header", $"the configured header '{name}' cannot be sent");

    /// <summary>The file may be there again at the next attempt.</summary>
    public static ConnectionEnd BadHeaderFile(string name) => new("bad_header_file", $"the file for the header '{name}' cannot be read");

    /// <summary>As with a header's file.</summary>
    public static ConnectionEnd BadTlsFile(string key) => new("bad_tls_file", $"the file in {key} cannot be used");

    /// <summary>A status that passes by itself.</summary>
    public static ConnectionEnd Busy(int status, TimeSpan? after) => new(ReasonOf(status), Answered(status), After: after);

    /// <summary>A status that only a change of the configuration or of the upstream mends.</summary>
    public static ConnectionEnd Rejected(int status) => Slowly(ReasonOf(status), Answered(status));

    private static ConnectionEnd Slowly(string reason, string text) => new(reason, text, Retry.Slowly);

    private static string ReasonOf(int status) => status is >= 100 and <= 599 ? Invariant($"http_{status}") : "http_other";

    private static string Answered(int status) => Invariant($"the upstream answered {status}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
