using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PanelActors.Configuration;
using PanelActors.Telemetry;

namespace PanelActors.Notify;

/// <summary>What became of an attempt to send.</summary>
/// <param name="Fault">Why it failed; null where the receiver took it.</param>
/// <param name="IsFinal">Whether another attempt would fail as well.</param>
/// <param name="RetryAfter">How long the receiver wants to be left alone; null where it does not say.</param>
internal sealed record SendOutcome(string? Fault, bool IsFinal = false, TimeSpan? RetryAfter = null)
{
    public static readonly SendOutcome Sent = new((string?)null);
}

/// <summary>Sends to a receiver, once each time it is asked to. Secrets are read anew each time.</summary>
internal sealed class NotifyClient(TimeProvider time) : IDisposable
{
    /// <summary>How long a receiver may take to answer.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private const string AlertsPath = "/api/v2/alerts";
    private const int MaxSecret = 64 * 1024;

    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromMinutes(5);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        // Of an answer only its status counts; a body without an end is not read.
        ResponseDrainTimeout = TimeSpan.Zero,
        MaxResponseDrainSize = 0,
        ConnectTimeout = TimeSpan.FromSeconds(5),
    })
    {
        Timeout = Timeout,
        MaxResponseContentBufferSize = 64 * 1024,
    };

    /// <summary>Sends one notification.</summary>
    public async Task<SendOutcome> SendAsync(NotifyOptions receiver, string id, string body, CancellationToken cancellation)
    {
        try
        {
            using var request = Request(receiver, id, body);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return Judge(response);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SendOutcome($"it did not answer within {Timeout.TotalSeconds:0} s");
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Whatever stands in the way of one attempt, such as a file, may be mended before the next.
            return new SendOutcome(LogText.Line(fault.GetBaseException().Message));
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(NotifyOptions receiver, string id, string body)
    {
        var isAlert = receiver.Format == NotifyFormat.Alertmanager;
        var url = isAlert && !receiver.Url.EndsWith(AlertsPath, StringComparison.Ordinal)
            ? receiver.Url.TrimEnd('/') + AlertsPath
            : receiver.Url;
        var type = new MediaTypeHeaderValue(isAlert ? "application/json" : "application/cloudevents+json") { CharSet = "utf-8" };
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new StringContent(body, Encoding.UTF8, type),
        };
        request.Headers.TryAddWithoutValidation("User-Agent", $"PanelActors/{ProductVersion.Version}");
        foreach (var (name, file) in receiver.HeaderFiles) AddFile(request, name, file);
        if (isAlert) return request;
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (receiver.SecretFile is { } secretFile)
        {
            var secret = WebhookSignature.SecretOf(Read(secretFile))
                ?? throw new InvalidDataException($"{secretFile} has no secret: expected whsec_ and base64");
            request.Headers.TryAddWithoutValidation("webhook-signature", WebhookSignature.Of(secret, id, timestamp, body));
        }

        return request;
    }

    // A header that is left out would be a request without what lets it in.
    private static void AddFile(HttpRequestMessage request, string name, string file)
    {
        var value = Read(file).Trim();
        if (value.Length == 0 || value.AsSpan().ContainsAny('\r', '\n', '\0') || !request.Headers.TryAddWithoutValidation(name, value))
            throw new InvalidDataException($"{file} has no value of a header: it must be one line");
    }

    private static string Read(string file) => new FileInfo(file).Length <= MaxSecret
        ? File.ReadAllText(file)
        : throw new InvalidDataException($"{file} is larger than any secret");

    private SendOutcome Judge(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode) return SendOutcome.Sent;
        // These are about what was sent, which stays the same; others are about the receiver, which may be mended.
        var isFinal = response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge
            or HttpStatusCode.UnprocessableEntity;
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        if (wait > MaxRetryAfter) wait = MaxRetryAfter;
        return new SendOutcome($"it answered {(int)response.StatusCode}", isFinal, wait > TimeSpan.Zero ? wait : null);
    }
}
