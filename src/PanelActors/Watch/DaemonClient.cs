using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PanelActors.Http;
using PanelActors.Sources.Http;

namespace PanelActors.Watch;

/// <summary>The client of one daemon, for every command that calls it.</summary>
internal sealed class DaemonClient : IDisposable
{
    private const int MaxAnswerBytes = 16 << 20;

    private readonly HttpClient _http;
    private readonly DaemonTrust _trust;

    /// <summary>A client of the daemon at <paramref name="address"/>.</summary>
    /// <param name="address">Where it answers.</param>
    /// <param name="connectTimeout">How long a connection may take; null for as long as the call may.</param>
    public DaemonClient(DaemonAddress address, TimeSpan? connectTimeout = null)
    {
        Address = address;
        _trust = new DaemonTrust(address.Authorities);
        var handler = new SocketsHttpHandler
        {
            // A proxy that the environment names cannot reach this machine's loopback.
            UseProxy = !address.Url.IsLoopback,
            ConnectTimeout = connectTimeout ?? Timeout.InfiniteTimeSpan,
            AllowAutoRedirect = false,
            SslOptions = { RemoteCertificateValidationCallback = _trust.Check },
        };
        // Each caller bounds its calls; a relay's never end.
        _http = new HttpClient(new DaemonRequests(address, handler)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Where the daemon answers.</summary>
    public DaemonAddress Address { get; }

    /// <summary>Sends a request; done when the head of the answer is here.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation) =>
        _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);

    /// <summary>Gets <paramref name="target"/>; done when the head of the answer is here.</summary>
    public Task<HttpResponseMessage> GetAsync(Uri target, CancellationToken cancellation) =>
        _http.GetAsync(target, HttpCompletionOption.ResponseHeadersRead, cancellation);

    /// <summary>The daemon's list of stores.</summary>
    /// <exception cref="HttpRequestException">The daemon answers with a fault, or not at all.</exception>
    /// <exception cref="DaemonFaultException">The daemon wants another key, or any.</exception>
    /// <exception cref="JsonException">The answer is another one.</exception>
    public async Task<IReadOnlyList<StoreSummary>> ListStoresAsync(CancellationToken cancellation) =>
        DaemonAnswers.Whole(
            await ReadAsync(Address.At("/api/stores"), ApiJson.Default.IReadOnlyListStoreSummary, "its stores", cancellation)
            ?? throw new HttpRequestException("It has no list of stores."));

    /// <summary>Reads a JSON answer; null where there is nothing at <paramref name="target"/>.</summary>
    /// <param name="target">Where it is asked for.</param>
    /// <param name="form">What it is.</param>
    /// <param name="what">What it is for people, to stand after "read".</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <inheritdoc cref="ListStoresAsync" path="/exception"/>
    public async Task<T?> ReadAsync<T>(Uri target, JsonTypeInfo<T> form, string what, CancellationToken cancellation)
        where T : class
    {
        using var response = await GetAsync(target, cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        if (RefusalOf(response, what) is { } refusal) throw new DaemonFaultException(refusal);
        response.EnsureSuccessStatusCode();
        await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellation);
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        return await JsonSerializer.DeserializeAsync(body, form, cancellation) ?? throw new JsonException("The answer is null.");
    }

    /// <summary>Why a daemon that restricts access refuses, and what to do; null where it does not.</summary>
    /// <param name="response">Its answer.</param>
    /// <param name="what">What was asked for, to stand after "read".</param>
    public string? RefusalOf(HttpResponseMessage response, string what)
    {
        if (response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)) return null;
        var place = $"PanelActors at {Address.Origin}";
        if (response.RequestMessage?.RequestUri is { } asked && !Redirect.SameOrigin(Address.Url, asked))
            return $"{place} redirects to {asked.GetLeftPart(UriPartial.Authority)}, which gets no key: give that one as --url.";
        return (response.StatusCode, Address.KeyFile) switch
        {
            (HttpStatusCode.Unauthorized, null) => $"{place} wants a key: --key-file FILE.",
            (HttpStatusCode.Unauthorized, { } file) => $"{place} does not accept the key in {file}.",
            (_, null) => $"{place} refuses to show {what}.",
            (_, { } file) => $"{place}: the key in {file} may not read {what}.",
        };
    }

    /// <summary>What a failed call came to, for people.</summary>
    public string Explain(Exception fault) => fault switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: { } inner } =>
            _trust.Verdict ?? inner.Message,
        HttpRequestException { InnerException: { } inner } => inner.Message,
        _ => fault.Message,
    };

    /// <summary>Calls the daemon within <paramref name="timeout"/>.</summary>
    /// <param name="call">The call. Answers with a line about what is wrong, or null.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <returns>The line, also where there was no usable answer; null after a success.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled first.</exception>
    public async Task<string?> TryAsync(Func<CancellationToken, Task<string?>> call, TimeSpan timeout, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        try
        {
            return await call(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"PanelActors at {Address.Origin} did not answer within {timeout.TotalSeconds:0.###} s.";
        }
        catch (DaemonFaultException fault)
        {
            return fault.Message;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or JsonException)
        {
            return $"Nothing usable answers at {Address.Origin}: {Explain(fault)}";
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
