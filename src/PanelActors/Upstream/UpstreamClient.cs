using System.Net;
using System.Text;

namespace PanelActors.Upstream;

/// <summary>
/// The HTTP client of one source. It asks, follows redirects and judges; what it hands out is a response whose body is an event
/// stream, decompressed. It has no timeout beyond connecting: a quiet stream is the business of whoever reads the
/// <see cref="TransportClock"/>.
/// </summary>
public sealed class UpstreamClient : IDisposable
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    /// <summary>Makes the client.</summary>
    /// <param name="connectTimeout">How long TCP and TLS may take together; more than zero.</param>
    /// <param name="time">The present, for a <c>Retry-After</c> that is a date.</param>
    public UpstreamClient(TimeSpan connectTimeout, TimeProvider time) : this(CreateHandler(connectTimeout), time)
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
    /// <exception cref="UpstreamRefusedException">There was an answer, and it is no event stream.</exception>
    /// <exception cref="HttpRequestException">There was no answer.</exception>
    /// <exception cref="OperationCanceledException">
    /// Cancelled, or connecting took too long; <see cref="UpstreamFailure.Classify"/> tells them apart.
    /// </exception>
    internal async Task<HttpResponseMessage> OpenAsync(UpstreamRequest request, CancellationToken cancellation)
    {
        var headers = await HeaderValues.ReadAsync(request, cancellation).ConfigureAwait(false);
        var target = request.Target;
        for (var hop = 1; ; hop++)
        {
            var response = await SendAsync(request, target, headers, cancellation).ConfigureAwait(false);
            try
            {
                var status = (int)response.StatusCode;
                if (!Redirect.IsRedirect(status))
                {
                    Accept(response, status);
                    var accepted = response;
                    response = null;
                    return accepted;
                }
                var next = Redirect.Resolve(target, RawHeader(response, "Location"), hop);
                // Once gone they stay gone, even if the way leads back: a stranger chose the address by then.
                if (!Redirect.SameOrigin(target, next))
                    headers = NoHeaders;
                target = next;
            }
            finally
            {
                response?.Dispose();
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        UpstreamRequest request, Uri target, IReadOnlyDictionary<string, string> headers, CancellationToken cancellation)
    {
        using var message = request.CreateMessage(target, headers);
        return await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
    }

    private void Accept(HttpResponseMessage response, int status)
    {
        var verdict = ResponseVerdict.Judge(
            status, RawHeader(response, "Content-Type"), RawHeader(response, "Retry-After"), _time.GetUtcNow());
        // The handler takes away each coding that it undoes; one that is left would reach the frame decoder as noise.
        if (verdict is ResponseVerdict.Accepted && response.Content.Headers.ContentEncoding.Any(IsCoded))
            verdict = new ResponseVerdict.RetrySlowly("bad_content_encoding", "the body is compressed in an unknown way");
        if (verdict is not ResponseVerdict.Accepted)
            throw new UpstreamRefusedException(verdict);
    }

    private static bool IsCoded(string coding) => !coding.Equals("identity", StringComparison.OrdinalIgnoreCase);

    private static string? RawHeader(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) || response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values.ToString()
            : null;

    private static SocketsHttpHandler CreateHandler(TimeSpan connectTimeout) => new()
    {
        ConnectTimeout = connectTimeout,
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
