namespace PanelActors.Rendering;

/// <summary>
/// Refuses calls that change something when a browser sends them on behalf of another site: a daemon on loopback has no
/// login that could tell its user from a page that its user happens to look at.
/// </summary>
public static class SameSiteWrites
{
    /// <summary>Adds the check.</summary>
    public static void UseSameSiteWrites(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        var reads = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method);
        var site = context.Request.Headers["Sec-Fetch-Site"].ToString();
        if (reads || site is "" or "same-origin" or "none") return next(context);
        return TypedResults.Problem("Another site may not change anything here.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
    });
}
