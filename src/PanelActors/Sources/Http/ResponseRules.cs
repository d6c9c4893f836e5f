using System.Globalization;
using System.Net.Http.Headers;

namespace PanelActors.Sources.Http;

/// <summary>What the head of a response means for the connection that asked for it.</summary>
internal static class ResponseRules
{
    /// <summary>The longest wait that a <c>Retry-After</c> can impose.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromMinutes(5);

    private const string EventStream = "text/event-stream";

    /// <summary>
    /// Why a response has no event stream to read; null where it has one. As WHATWG HTML section 9.2.3 and RFC 9110 sections 10.2.3 and 15
    /// have it: 204 stops; 408, 425, 429 and 5xx are passing troubles; everything else is asked again only slowly. Redirects are followed
    /// before this (see <see cref="Redirect"/>); one that arrives here is one of "everything else". Never throws.
    /// </summary>
    /// <param name="status">The status code.</param>
    /// <param name="contentType">The raw <c>Content-Type</c>, parameters included; null when absent.</param>
    /// <param name="retryAfter">The raw <c>Retry-After</c>; null when absent. One that cannot be read counts as absent.</param>
    /// <param name="now">The present, against which a <c>Retry-After</c> date is measured.</param>
    public static ConnectionEnd? RefusalOf(int status, string? contentType, string? retryAfter, DateTimeOffset now) => status switch
    {
        200 => IsEventStream(contentType) ? null : ConnectionEnds.NoEventStream,
        204 => ConnectionEnds.NoContent,
        408 or 425 or 429 or (>= 500 and <= 599) => ConnectionEnds.Busy(status, ParseRetryAfter(retryAfter, now)),
        _ => ConnectionEnds.Rejected(status),
    };

    /// <summary>Reads either form of <c>Retry-After</c> into a wait between zero and <see cref="MaxRetryAfter"/>.</summary>
    public static TimeSpan? ParseRetryAfter(string? value, DateTimeOffset now)
    {
        var text = value.AsSpan().Trim();
        if (text.IsEmpty) return null;
        if (!text.ContainsAnyExceptInRange('0', '9'))
        {
            // More digits than a long can hold is still a number, and a long wait.
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(Math.Min(seconds, (long)MaxRetryAfter.TotalSeconds))
                : MaxRetryAfter;
        }

        if (!RetryConditionHeaderValue.TryParse(text.ToString(), out var parsed) || parsed.Date is not { } date) return null;
        var wait = date - now;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > MaxRetryAfter ? MaxRetryAfter : wait;
    }

    /// <summary>Whether a raw <c>Content-Type</c> is one of JSON (RFC 6839 section 3.1), whatever its parameters.</summary>
    public static bool IsJson(string? contentType)
    {
        var type = MediaType(contentType);
        return type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.Equals("text/json", StringComparison.OrdinalIgnoreCase)
            || (type.StartsWith("application/", StringComparison.OrdinalIgnoreCase)
                && type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsEventStream(string? contentType) =>
        MediaType(contentType).Equals(EventStream, StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> MediaType(string? contentType)
    {
        var type = contentType.AsSpan();
        var parameters = type.IndexOf(';');
        return (parameters >= 0 ? type[..parameters] : type).Trim();
    }
}
