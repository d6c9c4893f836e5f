using System.Collections.ObjectModel;
using System.Net.Http.Headers;
using PanelActors.Telemetry;

namespace PanelActors.Sources.Http;

/// <summary>
/// One attempt's question to an upstream, as plain values, in the words that real feeds understand (specification 1.7).
/// </summary>
/// <param name="Url">The configured absolute http or https address.</param>
internal sealed record UpstreamRequest(Uri Url)
{
    /// <summary>
    /// Asks a relay for its heartbeats whatever types are asked for: they carry its health, and what it is made of, which no source
    /// may miss. Other feeds ignore it.
    /// </summary>
    public const string HeartbeatsHeader = "X-Relay-Heartbeats";

    private const string LastEventIdHeader = "Last-Event-ID";
    private const string TypesKey = "types";
    private const string LastIdKey = "last_id";
    private const string ForceFullKey = "force_full";

    /// <summary>The event types to ask for; empty leaves it to the address or the upstream.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>The id of the last event seen, to resume after; null where there is none.</summary>
    public EventId? LastEventId { get; init; }

    /// <summary>Whether to ask for a fresh baseline. Then no resume id is sent at all.</summary>
    public bool ForceFull { get; init; }

    /// <summary>The same request without parameters or position, for a feed that heeds none.</summary>
    public UpstreamRequest Bare() => this with { Types = [], LastEventId = null, ForceFull = false };

    /// <summary>Headers to add, by name.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>
    /// Headers to add whose values are files, name to path. Read, and trimmed, at every connect, so that tokens can rotate. They
    /// win over <see cref="Headers"/>.
    /// </summary>
    public IReadOnlyDictionary<string, string> HeaderFiles { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>
    /// The address to ask: the configured query, with <c>types</c>, <c>last_id</c> (only for an id of digits) and
    /// <c>force_full</c> added. A parameter of those names in the configured address gives way to the one set here; its
    /// <c>last_id</c> counts only as long as nothing newer is known.
    /// </summary>
    public Uri Target
    {
        get
        {
            var resumeId = ResumeId;
            var pairs = new List<string>();
            foreach (var pair in Url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                var replaced = Uri.UnescapeDataString(pair.Split('=', 2)[0]) switch
                {
                    TypesKey => Types.Count > 0,
                    LastIdKey => ForceFull || resumeId is not null,
                    ForceFullKey => ForceFull,
                    _ => false,
                };
                if (!replaced)
                    pairs.Add(pair);
            }
            if (Types.Count > 0)
                pairs.Add($"{TypesKey}={string.Join(',', Types.Select(Uri.EscapeDataString))}");
            if (resumeId is not null && !resumeId.AsSpan().ContainsAnyExceptInRange('0', '9'))
                pairs.Add($"{LastIdKey}={resumeId}");
            if (ForceFull)
                pairs.Add($"{ForceFullKey}=1");
            return new UriBuilder(Url) { Query = string.Join('&', pairs), Fragment = "" }.Uri;
        }
    }

    /// <summary>The id to resume after as it is sent; null when there is none, or none that may be sent.</summary>
    internal string? ResumeId => !ForceFull && LastEventId is { IsSendable: true } id ? id.ToString() : null;

    /// <summary>The request for one address: the configured one, or one that a redirect led to.</summary>
    /// <param name="target">Where to send it.</param>
    /// <param name="configured">
    /// The configured headers, files already read; empty where they must not go. The event stream's own headers win over them.
    /// </param>
    /// <exception cref="UpstreamRefusedException">A configured header cannot be sent.</exception>
    public HttpRequestMessage CreateMessage(Uri target, IReadOnlyDictionary<string, string> configured)
    {
        var message = CreateMessage(target, configured, "text/event-stream");
        Replace(message.Headers, LastEventIdHeader, ResumeId);
        Replace(message.Headers, HeartbeatsHeader, "1");
        return message;
    }

    /// <summary>The request for a document beside the stream, such as a baseline, with the same headers.</summary>
    /// <inheritdoc cref="CreateMessage(Uri, IReadOnlyDictionary{string, string})"/>
    internal static HttpRequestMessage CreateDocumentMessage(Uri target, IReadOnlyDictionary<string, string> configured) =>
        CreateMessage(target, configured, "application/json");

    private static HttpRequestMessage CreateMessage(Uri target, IReadOnlyDictionary<string, string> configured, string accept)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, target);
        var headers = message.Headers;
        foreach (var (name, value) in configured)
        {
            if (HeaderValues.HasForbidden(value) || !TryAdd(headers, name, value))
            {
                message.Dispose();
                throw new UpstreamRefusedException(ConnectionEnds.BadHeader(name));
            }
        }
        if (!headers.Contains("User-Agent")) headers.TryAddWithoutValidation("User-Agent", ProductVersion.UserAgent);
        Replace(headers, "Accept", accept);
        Replace(headers, "Cache-Control", "no-cache");
        return message;
    }

    /// <summary>The address without credentials and query, fit for a log; never a header's value.</summary>
    public override string ToString() =>
        Url.IsAbsoluteUri ? Url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : "";

    private static bool TryAdd(HttpRequestHeaders headers, string name, string value)
    {
        try
        {
            return headers.TryAddWithoutValidation(name, value);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return false;
        }
    }

    private static void Replace(HttpRequestHeaders headers, string name, string? value)
    {
        headers.Remove(name);
        if (value is not null)
            headers.TryAddWithoutValidation(name, value);
    }
}
