using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;

namespace PanelActors.Http.Access;

/// <summary>Registers access as ASP.NET Core knows it: authentication, and authorization with a fallback that denies.</summary>
internal static class AccessExtensions
{
    /// <param name="services">The services.</param>
    /// <param name="sessionKeys">The folder of the keys that sign sessions; null to keep them in memory alone.</param>
    public static void AddAccess(this IServiceCollection services, string? sessionKeys)
    {
        services.AddSingleton<AccessControl>();
        services.AddSingleton(provider => new Sessions(
            sessionKeys, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Sessions>>()));
        services.AddSingleton<AuditLog>();
        services.AddSingleton<StreamLeases>();
        services.AddSingleton<AccessWatch>();
        services.AddHostedService(static provider => provider.GetRequiredService<AccessWatch>());
        services.AddSingleton<TokenCheck>();
        services.AddSingleton<CertificateCheck>();
        services.AddSingleton<Authenticator>();
        services.AddAuthentication(AccessHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, AccessHandler>(AccessHandler.SchemeName, configureOptions: null)
            .AddScheme<JwtBearerOptions, JwtBearerHandler>(TokenCheck.SchemeName, configureOptions: null)
            .AddCertificate(CertificateCheck.SchemeName);
        services.AddSingleton<IAuthorizationHandler, AccessAuthorization>();
        services.AddSingleton<AccessAnswers>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler>(static provider => provider.GetRequiredService<AccessAnswers>());
        // The gate lets requests pass without the middleware that endpoints with policies would otherwise miss. What the gate does not
        // know goes through that middleware: see EveryEndpointTests.
        services.Configure<RouteOptions>(static routes => routes.SuppressCheckForUnhandledSecurityMetadata = true);
        services.AddAuthorization(static authorization =>
        {
            authorization.FallbackPolicy = new AuthorizationPolicyBuilder().AddRequirements(new UndecidedRequirement()).Build();
            authorization.DefaultPolicy = authorization.FallbackPolicy;
            foreach (var (name, requirement) in AccessEndpoints.Policies)
                authorization.AddPolicy(name, new AuthorizationPolicyBuilder().AddRequirements(requirement).Build());
        });
    }

    public static void UseAccess(this IApplicationBuilder app)
    {
        // WebApplication puts the two below before everything else, for every request, unless it finds that they were put somewhere.
        app.Properties["__AuthenticationMiddlewareSet"] = true;
        app.Properties["__AuthorizationMiddlewareSet"] = true;
        app.Use(ActivatorUtilities.CreateInstance<AccessGate>(app.ApplicationServices).InvokeAsync);
        app.UseWhen(
            static context => !AccessGate.HasPassed(context),
            static remaining =>
            {
                remaining.UseAuthentication();
                remaining.UseAuthorization();
            });
    }
}
