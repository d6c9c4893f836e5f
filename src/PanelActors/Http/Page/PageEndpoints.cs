using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using PanelActors.Http.Access;

namespace PanelActors.Http.Page;

/// <summary>The web page: static files that live inside the program.</summary>
internal static class PageEndpoints
{
    // Nothing foreign and nothing inline; text never becomes markup or code.
    private const string Policy =
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'";

    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps <c>/</c> and what it refers to.</summary>
    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        foreach (var file in PageFile.All)
            routes.MapMethods(file.Path, Read, (HttpContext context) => Answer(file, context)).ExcludeFromDescription().NeedsNothing();
    }

    private static FileContentHttpResult Answer(PageFile file, HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        // A browser may keep a copy, but has to validate it each time: an update must not leave it with half of the old page.
        headers.CacheControl = "no-cache";
        return TypedResults.Bytes(file.Content, file.Type, entityTag: EntityTagHeaderValue.Parse(file.ETag));
    }
}
