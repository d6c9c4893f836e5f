using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using PanelActors.Configuration;
using PanelActors.Http;
using PanelActors.Http.Access;
using PanelActors.Protocol.Encode;
using PanelActors.Snapshots;
using PanelActors.Telemetry;

namespace PanelActors.Hosting;

/// <summary>What all calls have in common: access, and how answers are written.</summary>
internal static class HttpApi
{
    private const long MaxRequestBody = 64 * 1024;

    // Beyond the time that one write may take: how fast even a slow reader has to read a large answer.
    private const double MinBytesPerSecond = 8 * 1024;

    public static void AddHttpApi(this WebApplicationBuilder builder, PanelActorsOptions options)
    {
        var services = builder.Services;
        services.AddSingleton<SnapshotRenderer>();
        services.AddSingleton(provider => new BodyWriter(options.Relay.WriteTimeout, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(new HostRules(options));
        services.AddAccess(SessionKeysOf(options));
        services.AddSingleton<IReconfigurable>(static provider => provider.GetRequiredService<AccessControl>());
        services.AddSingleton<ClientLimits>();
        services.AddSingleton<IReconfigurable>(static provider => provider.GetRequiredService<ClientLimits>());
        services.AddSingleton<RefusalLog>();
        services.AddSingleton<BadRequestObserver>();
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = ProblemAdvice.Complete);
        services.AddOpenApi(api => api.AddDocumentTransformer((document, _, _) =>
        {
            (document.Info.Title, document.Info.Version) = ("PanelActors", ProductVersion.Version);
            return Task.CompletedTask;
        }));
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.TypeInfoResolverChain.Insert(
                0, JsonTypeInfoResolver.Combine(ApiJson.Default, HeartbeatJson.Default).WithAddedModifier(NameAsSent));
        });
        var configuration = builder.Configuration;
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MaxRequestBody;
            // The web server checks it once a second.
            var grace = options.Relay.WriteTimeout > TimeSpan.FromSeconds(2) ? options.Relay.WriteTimeout : TimeSpan.FromSeconds(2);
            kestrel.Limits.MinResponseDataRate = new MinDataRate(MinBytesPerSecond, grace);
            KestrelLimits.Apply(configuration, kestrel.Limits);
        });
        AddCors(services, options.Relay.AllowedOrigins);
        AddProxies(services, options.KnownProxies);
    }

    public static void UseHttpApi(this WebApplication app, PanelActorsOptions options)
    {
        var services = app.Services;
        services.GetRequiredService<BadRequestObserver>().Observe(services.GetRequiredService<DiagnosticListener>());
        var faults = ActivatorUtilities.CreateInstance<ClientFaults>(services);
        var guard = ActivatorUtilities.CreateInstance<RequestGuard>(services);
        app.UseAnswerHeaders(varyByOrigin: options.Relay.AllowedOrigins.Count > 0);
        app.UseExceptionHandler();
        app.Use(faults.InvokeAsync);
        app.UseStatusCodePages();
        // First, so that the checks see the request as the proxy received it.
        if (options.KnownProxies.Count > 0) app.UseForwardedHeaders();
        app.Use(guard.InvokeAsync);
        app.Use(ActivatorUtilities.CreateInstance<RequestLimit>(services).InvokeAsync);
        if (options.Relay.AllowedOrigins.Count > 0) app.UseCors();
        app.UseAccess();
    }

    // Beside the states, which they have to outlive as long. A daemon that keeps nothing keeps no sessions either.
    private static string? SessionKeysOf(PanelActorsOptions options) => options.Persistence.Enabled
        ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(options.Persistence.Path))!, "session-keys")
        : null;

    // Pages of these origins may read. Calls that change something stay closed to them: see OriginRules.
    private static void AddCors(IServiceCollection services, IReadOnlyList<string> origins)
    {
        if (origins.Count == 0) return;
        services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. origins]).WithMethods(HttpMethods.Get, HttpMethods.Head)
            .WithHeaders("Last-Event-ID", "Cache-Control", "If-None-Match", "Authorization", ShownCredential.KeyHeader)
            .WithExposedHeaders("ETag", "Retry-After")));
    }

    private static void AddProxies(IServiceCollection services, IReadOnlyList<string> proxies)
    {
        if (proxies.Count == 0) return;
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedHost
                | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedPrefix;
            // Any number of known proxies, one behind the other.
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in proxies)
            {
                if (IPAddress.TryParse(proxy, out var address)) forwarded.KnownProxies.Add(address);
                else forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
            }
        });
    }

    // Bodies are written by their own contexts, but OpenAPI describes them by the common options, whose naming is that of problem details.
    private static void NameAsSent(JsonTypeInfo body)
    {
        foreach (var member in body.Properties) member.Name = JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name);
    }
}
