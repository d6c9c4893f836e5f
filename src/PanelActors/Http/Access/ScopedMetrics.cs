using System.Text;
using PanelActors.Configuration;
using PanelActors.Stores;

namespace PanelActors.Http.Access;

/// <summary>Shows a scraper the series of the stores that it may know of, and no others.</summary>
internal sealed class ScopedMetrics(StoreRegistry stores)
{
    /// <summary>Has <paramref name="next"/> answer, and takes out of the answer what is not to be seen.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (AccessPrincipal.Of(context) is not { } principal || principal.Grant.Stores.IsAll)
        {
            await next(context);
            return;
        }

        var (response, body) = (context.Response, context.Response.Body);
        using var whole = new MemoryStream();
        response.Body = whole;
        try
        {
            await next(context);
        }
        finally
        {
            response.Body = body;
        }

        var text = Encoding.UTF8.GetString(whole.GetBuffer(), 0, (int)whole.Length);
        var shown = Encoding.UTF8.GetBytes(MetricsText.Filter(text, (label, value) => IsVisible(principal, label, value)));
        response.ContentLength = shown.Length;
        await body.WriteAsync(shown, context.RequestAborted);
    }

    private bool IsVisible(AccessPrincipal principal, string label, string value) => label switch
    {
        "source" or "store" => stores.TryGet(new StoreName(value), out var store)
            ? AccessPolicy.Sees(principal, store)
            : principal.Grant.Stores.Contains(value),
        // The path of a file, which may name any store.
        "output" => false,
        _ => true,
    };
}
