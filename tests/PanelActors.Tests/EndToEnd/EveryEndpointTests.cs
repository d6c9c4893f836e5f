using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using PanelActors.Http.Access;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

public sealed class EveryEndpointTests
{
    [Fact]
    public async Task Each_endpoint_states_what_it_needs()
    {
        await using var daemon = await Daemon.Start(("Sources:0:Name", "feed"), ("Sources:0:Url", "simulator:"));
        var endpoints = daemon.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToArray();
        endpoints.Length.ShouldBeGreaterThan(15);
        foreach (var endpoint in endpoints)
        {
            var policies = endpoint.Metadata.OfType<IAuthorizeData>().Select(static data => data.Policy).ToArray();
            var isOpen = endpoint.Metadata.OfType<IAllowAnonymous>().Any();
            var isDecided = isOpen || (policies.Length == 1 && AccessEndpoints.Policies.ContainsKey(policies[0] ?? ""));
            isDecided.ShouldBeTrue(endpoint.DisplayName);
            if (isOpen) IsAboutNoStore(endpoint.RoutePattern.RawText!).ShouldBeTrue(endpoint.DisplayName);
        }
    }

    private static bool IsAboutNoStore(string path) =>
        path is "/" or "/health/live" or "/healthz" or "/api/session" or "/favicon.ico" or "/icon.svg"
        || path.StartsWith("/page/", StringComparison.Ordinal) || path.TrimEnd('/') == "/api/session";
}
