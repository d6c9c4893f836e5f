using System.Reflection;

namespace PanelActors.Rendering;

/// <summary>The web page: three static files that live inside the program.</summary>
public static class PageEndpoints
{
    private const string Policy = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Maps <c>/</c> and what it refers to.</summary>
    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/", "index.html", "text/html; charset=utf-8");
        Map(routes, "/page.css", "page.css", "text/css; charset=utf-8");
        Map(routes, "/page.js", "page.js", "text/javascript; charset=utf-8");
    }

    private static void Map(IEndpointRouteBuilder routes, string path, string file, string type)
    {
        var content = Load(file);
        routes.MapGet(path, (HttpContext context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            context.Response.Headers.CacheControl = "no-cache";
            return TypedResults.Bytes(content, type);
        }).ExcludeFromDescription();
    }

    private static byte[] Load(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"PanelActors.Rendering.Page.{file}")
            ?? throw new InvalidOperationException($"The program was built without its page file {file}.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
