using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace PanelActors.Http.Access;

/// <summary>
/// The keys of an identity provider, by OpenID Connect discovery. They are got when the first token comes, again every twelve hours, and
/// soon after a token that none of them has signed; one fetch at a time, and not more often than every thirty seconds, or five while there
/// are none. A provider that cannot be reached leaves the keys that are there.
/// </summary>
internal sealed class TokenAuthority : IConfigurationManager<OpenIdConnectConfiguration>, IDisposable
{
    private const string DiscoveryPath = "/.well-known/openid-configuration";
    private const int MaxDocumentBytes = 1 << 20;

    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(12);
    private static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MinIntervalWithout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxFetch = TimeSpan.FromSeconds(5);

    private readonly string _address;
    private readonly string? _issuer;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly HttpClient _http;
    private readonly HttpDocumentRetriever _documents;
    private readonly Lock _gate = new();
    private OpenIdConnectConfiguration? _known;
    private Task _fetching = Task.CompletedTask;
    private long? _asked;
    private long? _got;
    private bool _isStale;

    /// <param name="authority">The address of the provider.</param>
    /// <param name="issuer">Who has to have issued the tokens; null for the one that the provider names.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where a provider that does not answer is logged.</param>
    public TokenAuthority(Uri authority, string? issuer, TimeProvider time, ILogger log)
    {
        (_address, _issuer, _time, _log) = (authority.ToString().TrimEnd('/') + DiscoveryPath, issuer, time, log);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = !authority.IsLoopback, UseCookies = false })
        {
            Timeout = MaxFetch,
            MaxResponseContentBufferSize = MaxDocumentBytes,
        };
        _documents = new HttpDocumentRetriever(_http) { RequireHttps = authority.Scheme == Uri.UriSchemeHttps };
    }

    /// <summary>Whether there are keys; gets them where it is time for that.</summary>
    public async Task<bool> IsAvailableAsync(CancellationToken cancellation)
    {
        Task fetching;
        lock (_gate)
        {
            if (IsDue()) _fetching = FetchAsync();
            fetching = _fetching;
        }

        // Those that are there serve until the others come.
        if (Volatile.Read(ref _known) is null) await fetching.WaitAsync(cancellation);
        return Volatile.Read(ref _known) is not null;
    }

    /// <inheritdoc/>
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel) =>
        await IsAvailableAsync(cancel) ? _known! : throw new InvalidOperationException("There are no keys to check tokens by.");

    /// <inheritdoc/>
    public void RequestRefresh()
    {
        lock (_gate) _isStale = true;
    }

    public void Dispose() => _http.Dispose();

    private bool IsDue()
    {
        if (!_fetching.IsCompleted) return false;
        var now = _time.GetTimestamp();
        if (_asked is { } asked && _time.GetElapsedTime(asked, now) < (_known is null ? MinIntervalWithout : MinInterval)) return false;
        return _known is null || _isStale || (_got is { } got && _time.GetElapsedTime(got, now) > MaxAge);
    }

    private async Task FetchAsync()
    {
        _asked = _time.GetTimestamp();
        try
        {
            // The caller holds the gate.
            await Task.Yield();
            var found = await OpenIdConnectConfigurationRetriever.GetAsync(_address, _documents, CancellationToken.None);
            if (_issuer is not null) found.Issuer = _issuer;
            lock (_gate) (_known, _got, _isStale) = (found, _time.GetTimestamp(), false);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Whatever the provider answers, of which the library makes exceptions of many kinds.
            _log.LogWarning(
                "The keys that tokens are checked by cannot be had from {Address:l}: {Fault:l}", _address,
                Telemetry.LogText.Line((fault.InnerException ?? fault).Message));
        }
    }
}
