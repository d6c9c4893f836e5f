using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PanelActors.Tests.Support;

/// <summary>An identity provider with OpenID Connect discovery, on a free port; it can be out of order.</summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _asked;

    private IdentityProvider(WebApplication app) => _app = app;

    /// <summary>What it answers with in place of its documents; null while it works.</summary>
    public int? Fault { get; set; }

    public string KeySet { get; set; } = "{}";

    /// <summary>What it gives to a client that asks for a token.</summary>
    public string Token { get; set; } = "";

    /// <summary>How often its discovery document was asked for.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public Uri Url => new(_app.Urls.Single());

    public static async Task<IdentityProvider> Start(string keySet)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new IdentityProvider(builder.Build()) { KeySet = keySet };
        provider._app.Run(provider.Answer);
        await provider._app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private Task Answer(HttpContext context)
    {
        var isDiscovery = context.Request.Path == "/.well-known/openid-configuration";
        if (isDiscovery) Interlocked.Increment(ref _asked);
        if (Fault is { } fault)
        {
            context.Response.StatusCode = fault;
            return Task.CompletedTask;
        }

        if (context.Request.Path.Value!.EndsWith("/token", StringComparison.Ordinal))
            return context.Response.WriteAsync($$"""{"access_token":"{{Token}}","token_type":"Bearer"}""");
        return context.Response.WriteAsync(
            isDiscovery ? $$"""{ "issuer": "{{TokenIssuer.Issuer}}", "jwks_uri": "{{Url}}jwks" }""" : KeySet);
    }
}
