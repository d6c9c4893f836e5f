using System.Text.Json;
using PanelActors.Http;

namespace PanelActors.Watch;

/// <summary>The client of one daemon, for every command that calls it.</summary>
internal sealed class DaemonClient : IDisposable
{
    private const int MaxListBytes = 16 << 20;

    private readonly HttpClient _http;

    /// <summary>A client of the daemon at <paramref name="address"/>.</summary>
    /// <param name="address">Where it answers.</param>
    /// <param name="connectTimeout">How long a connection may take; null for as long as the call may.</param>
    public DaemonClient(DaemonAddress address, TimeSpan? connectTimeout = null)
    {
        Address = address;
        var handler = new SocketsHttpHandler
        {
            // A proxy that the environment names cannot reach this machine's loopback.
            UseProxy = !address.Url.IsLoopback,
            ConnectTimeout = connectTimeout ?? Timeout.InfiniteTimeSpan,
        };
        // Each caller bounds its calls; a relay's never end.
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
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
    /// <exception cref="JsonException">The answer is another one.</exception>
    public async Task<IReadOnlyList<StoreSummary>> ListStoresAsync(CancellationToken cancellation)
    {
        using var response = await GetAsync(Address.At("/api/stores"), cancellation);
        response.EnsureSuccessStatusCode();
        await response.Content.LoadIntoBufferAsync(MaxListBytes, cancellation);
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        return await JsonSerializer.DeserializeAsync(body, ApiJson.Default.IReadOnlyListStoreSummary, cancellation)
            ?? throw new JsonException("There is no list of stores.");
    }

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
        catch (Exception fault) when (fault is HttpRequestException or IOException or JsonException)
        {
            return $"Nothing usable answers at {Address.Origin}: {fault.Message}";
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
