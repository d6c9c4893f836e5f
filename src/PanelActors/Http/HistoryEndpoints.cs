using Microsoft.AspNetCore.Http.HttpResults;
using PanelActors.Configuration;
using PanelActors.History;
using PanelActors.Http.Access;
using PanelActors.Protocol;
using PanelActors.Stores;
using PanelActors.Tree;

namespace PanelActors.Http;

/// <summary>What happened, and since when it is so (specification 10.2, 10.3).</summary>
internal static class HistoryEndpoints
{
    public static void MapHistory(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("History");
        var answer = ActivatorUtilities.CreateInstance<HistoryAnswer>(routes.ServiceProvider);
        api.MapGet("/stores/{name}/history", async (string name, HttpContext context, StoreRegistry stores) =>
                StoreEndpoints.Find(stores, name) is not { } store ? (IResult)StoreEndpoints.NoSuchStore(name)
                : context.Request.Query.ContainsKey("store") ? Refuse("There is no parameter 'store'; the address names the store.")
                : await answer.AnswerAsync(context, [store.Name]))
            .WithName("GetStoreHistory").WithSummary("What happened to the store, newest first.")
            .DescribeHistory(AccessEndpoints.ReadStore);
        api.MapGet("/history", async (HttpContext context, StoreRegistry stores) =>
            {
                var (scope, missing) = ScopeOf(context, stores);
                return scope is null ? (IResult)StoreEndpoints.NoSuchStore(missing) : await answer.AnswerAsync(context, scope);
            })
            .WithName("GetHistory").WithSummary("What happened to all stores that one may read, newest first.")
            .DescribeHistory(AccessEndpoints.Read);
        api.MapGet("/stores/{name}/alerts", (string name, HttpContext context, StoreRegistry stores, StoreHistories histories) =>
                StoreEndpoints.Find(stores, name) is not { } store ? (IResult)StoreEndpoints.NoSuchStore(name)
                : context.Request.Query.Count > 0 ? Refuse("There are no parameters.")
                : Alerts(store, histories))
            .WithName("GetStoreAlerts").WithSummary("The store's alerts, and since when they are as they are.")
            .Produces<AlertList>().ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound).Needs(AccessEndpoints.ReadStore);
    }

    private static void DescribeHistory(this RouteHandlerBuilder endpoint, string needs) => endpoint
        .Produces<HistoryPage>(StatusCodes.Status200OK, StoreEndpoints.JsonType, HistoryRows.Csv, HistoryRows.Ndjson)
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable).Needs(needs);

    private static ProblemHttpResult Refuse(string why) => TypedResults.Problem(why, statusCode: StatusCodes.Status400BadRequest);

    // The stores that are asked for, all where none is named; null, and which one, where one of them cannot be seen.
    private static (IReadOnlyList<StoreName>? Scope, string? Missing) ScopeOf(HttpContext context, StoreRegistry stores)
    {
        var principal = AccessPrincipal.Of(context);
        if (principal is null) return ([], null);
        var current = stores.Current;
        string[] asked = [.. HistoryParameters.Words(context.Request.Query, "store")];
        if (asked.Length == 0)
            return ([.. current.All.Where(store => AccessPolicy.MayRead(principal, store)).Select(static store => store.Name)], null);
        var scope = new List<StoreName>();
        foreach (var name in asked)
        {
            if (!current.TryGet(name, out var store) || !AccessPolicy.MayRead(principal, store)) return (null, name);
            if (!scope.Contains(store.Name)) scope.Add(store.Name);
        }

        return (scope, null);
    }

    private static JsonHttpResult<AlertList> Alerts(Store store, StoreHistories histories)
    {
        var (states, periods) = (store.Board.Current.State.SeverityStates, histories.Of(store.Name).Alerts);
        var items = new List<AlertItem>();
        foreach (var (key, node) in states.Members)
        {
            if (node is not PanelObject entry) continue;
            var state = AlertState.Of(entry);
            // What was not observed yet is about to be.
            var period = periods.GetValueOrDefault(HistoryText.Clamp(key.ToString(), HistoryText.MaxTitle));
            if (period?.State != state) period = null;
            items.Add(new AlertItem
            {
                AlertType = key.ToString(),
                Level = state.Level,
                Active = state.IsActive,
                Since = period is null ? null : UnixTime.Seconds(period.Since),
                LastChange = period is null ? null : UnixTime.Seconds(period.LastChange),
                Reasons = AlertState.ReasonsOf(entry),
                Message = AlertState.MessageOf(entry),
            });
        }

        var sorted = items.OrderByDescending(static item => item.Active).ThenByDescending(static item => HistoryLevel.RankOf(item.Level));
        return TypedResults.Json(new AlertList([.. sorted]), HistoryJson.Default.AlertList);
    }
}
