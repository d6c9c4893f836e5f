using System.Net;
using System.Text;

namespace PanelActors.Sources.Http;

/// <summary>
/// The HTTP client of one source. It asks, follows redirects and judges; what it hands out is a response whose body is an event
/// stream, decompressed. It has no timeout beyond connecting: a quiet stream is the business of the actor that reads the
/// <see cref="TransportClock"/>.
/// </summary>
internal sealed class UpstreamClient : IDisposable
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    /// <param name="connectTimeout">How long TCP and TLS may take together; more than zero.</param>
    /// <param name="time">The present, for a <c>Retry-After</c> that is a date.</param>
    /// <param name="tls">Encrypts what goes to https addresses.</param>
    public UpstreamClient(TimeSpan connectTimeout, TimeProvider time, UpstreamTls tls) : this(CreateHandler(connectTimeout, tls), time)
    {
    }

    internal UpstreamClient(HttpMessageHandler handler, TimeProvider time)
    {
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _time = time;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Asks until there is an event stream or a reason why not.</summary>
    /// <param name="request">The question.</param>
    /// <param name="cancellation">Gives the attempt up, and its connection with it.</param>
    /// <returns>An accepted response, its body unread. The caller disposes it.</returns>
    /// <exception cref="UpstreamRefusedException">There was an answer without an event stream.</exception>
    /// <exception cref="HttpRequestException">There was no answer.</exception>
    /// <exception cref="OperationCanceledException">
    /// Cancelled, or connecting took too long; <see cref="UpstreamFailure.EndOf"/> distinguishes them.
    /// </exception>
    internal Task<HttpResponseMessage> OpenAsync(UpstreamRequest request, CancellationToken cancellation) =>
        FollowAsync(request, request.Target, request.CreateMessage, AcceptStream, anyOrigin: true, cancellation);

    /// <summary>
    /// Gets a JSON document, such as a baseline, with the request's headers. Only the origin that was asked may answer: another
    /// service that a redirect leads to was not asked.
    /// </summary>
    /// <param name="request">Whose headers to send; they go only to the origin of its address.</param>
    /// <param name="url">The document.</param>
    /// <param name="maxBytes">The largest document that is taken.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="UpstreamRefusedException">
    /// The answer is another status than 200, of another origin, no JSON, or too large.
    /// </exception>
    /// <exception cref="HttpRequestException">There was no answer.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, or connecting took too long.</exception>
    public async Task<byte[]> FetchAsync(UpstreamRequest request, Uri url, int maxBytes, CancellationToken cancellation)
    {
        using var response = await FollowAsync(
            request, url, UpstreamRequest.CreateDocumentMessage, AcceptDocument, anyOrigin: false, cancellation);
        var body = await response.Content.ReadAsStreamAsync(cancellation);
        using var document = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await body.ReadAsync(buffer, cancellation) is > 0 and var length)
        {
            if (document.Length + length > maxBytes)
                throw new UpstreamRefusedException(ConnectionEnds.TooLarge);
            document.Write(buffer, 0, length);
        }
        return document.ToArray();
    }

    private async Task<HttpResponseMessage> FollowAsync(
        UpstreamRequest request, Uri target, Func<Uri, IReadOnlyDictionary<string, string>, HttpRequestMessage> create,
        Action<HttpResponseMessage, int> accept, bool anyOrigin, CancellationToken cancellation)
    {
        var isOwnWay = Redirect.SameOrigin(request.Url, target);
        var headers = isOwnWay ? await HeaderValues.ReadAsync(request, cancellation) : NoHeaders;
        for (var hop = 1; ; hop++)
        {
            using var message = create(target, headers);
            message.Options.Set(UpstreamTls.IsOwnWay, isOwnWay);
            HttpResponseMessage? response = await SendAsync(message, cancellation);
            try
            {
                var status = (int)response.StatusCode;
                if (!Redirect.IsRedirect(status))
                {
                    accept(response, status);
                    var accepted = response;
                    response = null;
                    return accepted;
                }
                var next = Redirect.Resolve(target, RawHeader(response, "Location"), hop);
                // Once gone they stay gone, even if the way leads back: a stranger chose the address by then.
                if (!Redirect.SameOrigin(target, next))
                {
                    if (!anyOrigin)
                        throw new UpstreamRefusedException(ConnectionEnds.ForeignRedirect);
                    (headers, isOwnWay) = (NoHeaders, false);
                }
                target = next;
            }
            finally
            {
                response?.Dispose();
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellation)
    {
        try
        {
            return await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (HttpRequestException ended) when (
            message.RequestUri?.Scheme == Uri.UriSchemeHttps && UpstreamFailure.EndOf(ended) == ConnectionEnds.PrematureEnd)
        {
            throw new UpstreamRefusedException(ConnectionEnds.NoAnswerOverTls, ended);
        }
    }

    private void AcceptDocument(HttpResponseMessage response, int status)
    {
        if (status != 200) Accept(ResponseRules.RefusalOf(status, null, RawHeader(response, "Retry-After"), _time.GetUtcNow()));
        if (!ResponseRules.IsJson(RawHeader(response, "Content-Type"))) Accept(ConnectionEnds.NoJson);
    }

    private void AcceptStream(HttpResponseMessage response, int status)
    {
        Accept(ResponseRules.RefusalOf(
            status, RawHeader(response, "Content-Type"), RawHeader(response, "Retry-After"), _time.GetUtcNow()));
        // The handler takes away each coding that it undoes; one that is left would reach the frame decoder as noise.
        if (response.Content.Headers.ContentEncoding.Any(IsCoded)) Accept(ConnectionEnds.UnknownCoding);
    }

    private static void Accept(ConnectionEnd? refusal)
    {
        if (refusal is not null) throw new UpstreamRefusedException(refusal);
    }

    private static bool IsCoded(string coding) => !coding.Equals("identity", StringComparison.OrdinalIgnoreCase);

    internal static string? RawHeader(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values)
            || response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values.ToString()
            : null;

    // A stream that is secure already is used by the handler as it is.
    private static async ValueTask<Stream> ConnectAsync(
        UpstreamTls tls, SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var stream = await UpstreamSocket.ConnectAsync(context, cancellation);
        var request = context.InitialRequestMessage;
        return request.RequestUri?.Scheme == Uri.UriSchemeHttps ? await tls.SecureAsync(stream, request, cancellation) : stream;
    }

    private static SocketsHttpHandler CreateHandler(TimeSpan connectTimeout, UpstreamTls tls) => new()
    {
        ConnectTimeout = connectTimeout,
        ConnectCallback = (context, cancellation) => ConnectAsync(tls, context, cancellation),
        // A kept connection would go on with the certificates of the attempt that it was made for.
        PooledConnectionLifetime = TimeSpan.Zero,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate | DecompressionMethods.Brotli,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        // An endless body cannot be drained: without this a given-up connection would stay open while the handler tries.
        ResponseDrainTimeout = TimeSpan.Zero,
        MaxResponseDrainSize = 0,
    };
}
