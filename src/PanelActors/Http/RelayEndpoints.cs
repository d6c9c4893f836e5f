using System.Globalization;
using Akka.Actor;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Net.Http.Headers;
using PanelActors.Configuration;
using PanelActors.Http.Access;
using PanelActors.Protocol.Encode;
using PanelActors.Relay;
using PanelActors.Sources.Http;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Http;

/// <summary>The relay over HTTP (specification 5).</summary>
internal static class RelayEndpoints
{
    private const string EventStream = "text/event-stream";
    private const int RetryAfterSeconds = 5;

    /// <summary>Maps <c>/events</c> and <c>/api/stores/{name}/events</c>.</summary>
    public static void MapRelay(this IEndpointRouteBuilder routes)
    {
        string[] read = [HttpMethods.Get, HttpMethods.Head];
        // The services of the daemon, not of the request: those would live as long as the subscriber stays.
        var services = routes.ServiceProvider;
        routes.MapMethods("/api/stores/{name}/events", read, (string name, HttpContext context) => ServeAsync(services, name, context))
            .WithName("FollowStore").WithSummary("The store's events, from a baseline or from where the client was.").DescribeEvents();
        routes.MapMethods("/events", read, (Delegate)((HttpContext context) => ServeAsync(services, null, context)))
            .WithName("Follow").WithSummary("The events of the default store.").DescribeEvents();
    }

    private static void DescribeEvents(this RouteHandlerBuilder endpoint) => endpoint.WithTags("Relay")
        .Produces<string>(StatusCodes.Status200OK, EventStream).ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .Needs(AccessEndpoints.ReadStore);

    private static async Task<IResult> ServeAsync(IServiceProvider services, string? name, HttpContext context)
    {
        if (StoreEndpoints.Find(services.GetRequiredService<StoreRegistry>(), name) is not { } store)
            return StoreEndpoints.NoSuchStore(name);
        var hub = services.GetRequiredService<RelayHub>();
        if (!hub.TryGet(store.Name, out var relay)) return Unavailable(context, "This store is about to start or to stop.");
        if (HttpMethods.IsHead(context.Request.Method))
        {
            Prepare(context.Response);
            return TypedResults.Empty;
        }

        var limits = services.GetRequiredService<ClientLimits>();
        if (!limits.TryJoin(context))
            return TooMany(services, context, HttpRefusals.Joins, "This client begins more event streams in a second than it may.");
        using var place = limits.TrySubscribe(context);
        if (place is null)
            return TooMany(services, context, HttpRefusals.Subscribers, "This client follows as many event streams as it may.");
        if (!hub.TryEnter()) return Unavailable(context, "There are as many subscribers as this daemon is configured to serve.");
        var metrics = services.GetRequiredService<PanelActorsMetrics>().ForStore(store.Name.Text);
        metrics.AddRelayClient();
        try
        {
            return await FollowAsync(relay, store, services, context);
        }
        finally
        {
            metrics.RemoveRelayClient();
            hub.Leave();
        }
    }

    private static async Task<IResult> FollowAsync(StoreRelay relay, Store store, IServiceProvider services, HttpContext context)
    {
        var (options, time) = (services.GetRequiredService<PanelActorsOptions>(), services.GetRequiredService<TimeProvider>());
        var query = context.Request.Query;
        var request = RelayRequest.Read(query["types"], context.Request.Headers["Last-Event-ID"], query["last_id"], query["force_full"]);
        // Another daemon needs the health and the path of this store, whatever types it asks for.
        if (context.Request.Headers.ContainsKey(UpstreamRequest.HeartbeatsHeader))
            request = request with { Kinds = request.Kinds | EventKinds.Heartbeat };
        var client = new RelayClient(relay, request.Kinds, options.Relay, time, context.Abort);
        var leases = services.GetRequiredService<StreamLeases>();
        var lease = leases.Enter(context, AccessPrincipal.Of(context)!, store, () => client.End(StreamLeases.Reason));
        try
        {
            var welcome = await relay.JoinAsync(client, request, context.RequestAborted);
            // The relay itself bounds a client that is slow.
            if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            Prepare(context.Response);
            // A daemon that reads this relay shows a replay too.
            if (store.Replay is { } replay)
            {
                context.Response.Headers[ReplayHeader.Name] =
                    ReplayHeader.ValueOf(replay.At(services.GetRequiredService<TimeProvider>()), replay.Speed);
            }

            await using var output = RelayOutput.Open(context, services.GetRequiredService<ClientLimits>());
            await client.RunAsync(welcome, output.Writer, context.RequestAborted);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // The client went away, or was cut off because it did not read.
        }
        catch (Exception refusal) when (refusal is AskTimeoutException or OperationCanceledException && !context.Response.HasStarted)
        {
            return Unavailable(context, "This store is about to stop.");
        }
        catch (Exception lost) when (lost is AskTimeoutException or OperationCanceledException)
        {
            // The relay was restarted or has ended: the client comes back with its position.
        }
        finally
        {
            leases.Leave(lease);
            relay.Leave(client);
        }

        return TypedResults.Empty;
    }

    private static void Prepare(HttpResponse response)
    {
        response.ContentType = EventStream;
        response.Headers.CacheControl = "no-store";
        // Keeps proxies from collecting the response before they pass it on.
        response.Headers["X-Accel-Buffering"] = "no";
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
    }

    private static ProblemHttpResult TooMany(IServiceProvider services, HttpContext context, string reason, string what)
    {
        services.GetRequiredService<RefusalLog>().Note(reason, $"an event stream: {what}");
        return RequestLimit.TooMany(context, what);
    }

    private static ProblemHttpResult Unavailable(HttpContext context, string why)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(why, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
