using Microsoft.Net.Http.Headers;

namespace PanelActors.Http.Access;

/// <summary>Headers of every answer, whatever it is.</summary>
internal static class AnswerHeaders
{
    private const string NoSniff = "nosniff";

    /// <param name="app">The application.</param>
    /// <param name="varyByOrigin">Whether answers differ by the origin of the request.</param>
    public static void UseAnswerHeaders(this IApplicationBuilder app, bool varyByOrigin) => app.Use((context, next) =>
    {
        Apply(context.Response);
        // Last, since later parts add what else the answer varies by.
        if (varyByOrigin) context.Response.OnStarting(static response => VaryAsync((HttpResponse)response), context.Response);
        return next(context);
    });

    /// <summary>Sets those that do not depend on the answer; again after an error has cleared the response.</summary>
    public static void Apply(HttpResponse response) => response.Headers.XContentTypeOptions = NoSniff;

    private static Task VaryAsync(HttpResponse response)
    {
        string[] known = string.Join(',', response.Headers.Vary.ToArray())
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        response.Headers.Vary = string.Join(", ", known.Append(HeaderNames.Origin).Distinct(StringComparer.OrdinalIgnoreCase));
        return Task.CompletedTask;
    }
}
