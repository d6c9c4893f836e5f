using System.Globalization;
using System.Net.Http.Headers;

namespace PanelActors.Sources.Http;

/// <summary>
/// What a response means for the connection that asked for it. Only <see cref="Accepted"/> has a body worth reading; the other
/// three say when, if at all, to ask again.
/// </summary>
public abstract record ResponseVerdict
{
    /// <summary>The longest wait that a <c>Retry-After</c> can impose.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromMinutes(5);

    private const string EventStream = "text/event-stream";

    private ResponseVerdict(string reason, string text)
    {
        Reason = reason;
        Text = text;
    }

    /// <summary>A machine word of bounded cardinality, fit for a metric label: <c>http_503</c>, <c>bad_content_type</c>.</summary>
    public string Reason { get; }

    /// <summary>One line for people. Never holds a header's value, a query string or credentials.</summary>
    public string Text { get; }

    /// <summary>
    /// Judges a response by its head alone, as WHATWG HTML section 9.2.3 and RFC 9110 sections 10.2.3 and 15 have it: 200 with an
    /// event stream is accepted; 204 stops; 408, 425, 429 and 5xx are passing troubles; everything else needs somebody's hand and
    /// is asked again only slowly. Redirects are followed before this (see <see cref="Redirect"/>); one that arrives here is one
    /// of "everything else".
    /// </summary>
    /// <param name="status">The status code.</param>
    /// <param name="contentType">The raw <c>Content-Type</c>, parameters included; null when absent.</param>
    /// <param name="retryAfter">The raw <c>Retry-After</c>; null when absent. One that cannot be read counts as absent.</param>
    /// <param name="now">The present, against which a <c>Retry-After</c> date is measured.</param>
    /// <returns>The verdict; never throws.</returns>
    public static ResponseVerdict Judge(int status, string? contentType, string? retryAfter, DateTimeOffset now) => status switch
    {
        200 when IsEventStream(contentType) => new Accepted(),
        200 => new RetrySlowly("bad_content_type", "the response is no event stream"),
        204 => new Stopped(),
        408 or 425 or 429 or (>= 500 and <= 599) => new Retry(ReasonOf(status), Answered(status), ParseRetryAfter(retryAfter, now)),
        _ => new RetrySlowly(ReasonOf(status), Answered(status)),
    };

    /// <summary>Reads either form of <c>Retry-After</c> into a wait between zero and <see cref="MaxRetryAfter"/>.</summary>
    internal static TimeSpan? ParseRetryAfter(string? value, DateTimeOffset now)
    {
        var text = value.AsSpan().Trim();
        if (text.IsEmpty)
            return null;
        if (!text.ContainsAnyExceptInRange('0', '9'))
        {
            // More digits than a long can hold is still a number, and a long wait.
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(Math.Min(seconds, (long)MaxRetryAfter.TotalSeconds))
                : MaxRetryAfter;
        }
        if (!RetryConditionHeaderValue.TryParse(text.ToString(), out var parsed) || parsed.Date is not { } date)
            return null;
        var wait = date - now;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > MaxRetryAfter ? MaxRetryAfter : wait;
    }

    /// <summary>Whether a raw <c>Content-Type</c> is one of JSON (RFC 6839 section 3.1), whatever its parameters.</summary>
    internal static bool IsJson(string? contentType)
    {
        var type = MediaType(contentType);
        return type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Equals("text/json", StringComparison.OrdinalIgnoreCase)
            || (type.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsEventStream(string? contentType) => MediaType(contentType).Equals(EventStream, StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> MediaType(string? contentType)
    {
        var type = contentType.AsSpan();
        var parameters = type.IndexOf(';');
        return (parameters >= 0 ? type[..parameters] : type).Trim();
    }

    private static string ReasonOf(int status) =>
        status is >= 100 and <= 599 ? string.Create(CultureInfo.InvariantCulture, $"http_{status}") : "http_other";

    private static string Answered(int status) => string.Create(CultureInfo.InvariantCulture, $"the upstream answered {status}");

    /// <summary>The body is an event stream: read it.</summary>
    public sealed record Accepted() : ResponseVerdict("accepted", "the upstream accepted");

    /// <summary>204: do not connect again until the source is reconfigured or asked to start.</summary>
    public sealed record Stopped() : ResponseVerdict("http_204", "the upstream answered 204: it wants no more connections");

    /// <summary>A passing trouble: connect again with backoff.</summary>
    public sealed record Retry : ResponseVerdict
    {
        /// <summary>Makes the verdict.</summary>
        /// <param name="reason">See <see cref="ResponseVerdict.Reason"/>.</param>
        /// <param name="text">See <see cref="ResponseVerdict.Text"/>.</param>
        /// <param name="after">See <see cref="After"/>.</param>
        public Retry(string reason, string text, TimeSpan? after = null) : base(reason, text) => After = after;

        /// <summary>The wait the upstream asked for, zero to <see cref="MaxRetryAfter"/>; null when it asked for none.</summary>
        public TimeSpan? After { get; }
    }

    /// <summary>Trouble that does not pass by itself: connect again at the longest backoff.</summary>
    public sealed record RetrySlowly : ResponseVerdict
    {
        /// <summary>Makes the verdict.</summary>
        /// <param name="reason">See <see cref="ResponseVerdict.Reason"/>.</param>
        /// <param name="text">See <see cref="ResponseVerdict.Text"/>.</param>
        public RetrySlowly(string reason, string text) : base(reason, text)
        {
        }
    }
}
