using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace PanelActors.Http.Access;

/// <summary>Checks tokens by ASP.NET Core's handler for them, once for each token and configuration.</summary>
internal sealed class TokenCheck(
    IOptionsMonitorCache<JwtBearerOptions> options, TimeProvider time, ILogger<TokenAuthority> log) : IDisposable
{
    public const string SchemeName = "PanelActors.Token";

    private readonly VerifiedCredentials _verified = new();
    private readonly Lock _gate = new();
    private AccessStamp? _stamp;
    private TokenAuthority? _authority;

    /// <summary>Whether a text has the form of a signed token (RFC 7515 section 7.1).</summary>
    public static bool IsToken(string text) => text.StartsWith("ey", StringComparison.Ordinal) && text.AsSpan().Count('.') == 2;

    /// <summary>The principal of a token, or why it is refused.</summary>
    /// <param name="context">The request.</param>
    /// <param name="trust">What it is checked by.</param>
    /// <param name="token">The token.</param>
    /// <param name="hash">Its hash.</param>
    public async Task<Authentication> CheckAsync(
        HttpContext context, TokenTrust trust, string token, KeyHash hash)
    {
        if (_verified.Find(hash) is { } known && known.Stamp == trust.Stamp && known.Expires > time.GetUtcNow()) return new(known);
        if (Use(trust) is { } authority && !await authority.IsAvailableAsync(context.RequestAborted))
            return new(AccessRefusal.Unavailable);
        var shown = new ShownToken(token);
        context.Features.Set(shown);
        var result = await context.AuthenticateAsync(SchemeName);
        if (!result.Succeeded || shown.Checked is not { } valid)
            return new(IsAboutTime(result.Failure) ? AccessRefusal.TokenTime : AccessRefusal.Token);
        var principal = TokenClaims.PrincipalOf(valid, trust);
        _verified.Add(hash, principal);
        return new(principal);
    }

    public void Dispose() => _authority?.Dispose();

    // The handler asks for its options at each request; these take the place of those that belong to the configuration before.
    private TokenAuthority? Use(TokenTrust trust)
    {
        lock (_gate)
        {
            if (_stamp == trust.Stamp) return _authority;
            _authority?.Dispose();
            _authority = trust.Options.Authority is { } address
                ? new TokenAuthority(new Uri(address), trust.Options.Issuer, time, log)
                : null;
            options.TryRemove(SchemeName);
            options.TryAdd(SchemeName, TokenSetup.OptionsOf(trust, _authority));
            _stamp = trust.Stamp;
            return _authority;
        }
    }

    private static bool IsAboutTime(Exception? failure) => failure switch
    {
        SecurityTokenExpiredException or SecurityTokenNotYetValidException => true,
        AggregateException several => several.InnerExceptions.Any(IsAboutTime),
        _ => false,
    };
}

/// <summary>The token of a request while it is checked.</summary>
internal sealed class ShownToken(string text)
{
    public string Text => text;

    /// <summary>The same, once its signature and all else was found valid.</summary>
    public JsonWebToken? Checked { get; set; }
}
