using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace PanelActors.Http.Access;

/// <summary>How ASP.NET Core's handler checks tokens (specification 8.8).</summary>
internal static class TokenSetup
{
    public static JwtBearerOptions OptionsOf(TokenTrust trust, TokenAuthority? authority)
    {
        var jwt = trust.Options;
        var options = new JwtBearerOptions
        {
            MapInboundClaims = false,
            SaveToken = false,
            ConfigurationManager = authority,
            TokenValidationParameters = new TokenValidationParameters
            {
                // Decides before any key is looked at: none, or a symmetric algorithm with a public key for its secret, gets nowhere.
                ValidAlgorithms = jwt.Algorithms,
                RequireSignedTokens = true,
                RequireExpirationTime = true,
                ValidateIssuerSigningKey = true,
                ValidIssuer = jwt.Issuer,
                ValidAudience = jwt.Audience,
                ClockSkew = jwt.ClockSkew,
                TryAllIssuerSigningKeys = false,
                IssuerSigningKeys = string.IsNullOrWhiteSpace(trust.KeySet) ? [] : new JsonWebKeySet(trust.KeySet).GetSigningKeys(),
            },
            Events = new JwtBearerEvents
            {
                OnMessageReceived = static context =>
                {
                    context.Token = context.HttpContext.Features.Get<ShownToken>()?.Text;
                    return Task.CompletedTask;
                },
                OnTokenValidated = static context =>
                {
                    if (context.HttpContext.Features.Get<ShownToken>() is { } shown) shown.Checked = context.SecurityToken as JsonWebToken;
                    return Task.CompletedTask;
                },
                // A token that cannot be read is refused like any other bad one.
                OnAuthenticationFailed = static context =>
                {
                    context.Fail(context.Exception);
                    return Task.CompletedTask;
                },
            },
        };
        return options;
    }
}
