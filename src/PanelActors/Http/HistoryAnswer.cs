using System.Text;
using Microsoft.Net.Http.Headers;
using PanelActors.Configuration;
using PanelActors.History;
using PanelActors.Http.Access;
using PanelActors.Telemetry;

namespace PanelActors.Http;

/// <summary>Answers requests for the history: a page as JSON, or all of it as lines.</summary>
internal sealed class HistoryAnswer(HistoryReader reader, BodyWriter body, RefusalLog refusals)
{
    private const int RetrySeconds = 5;

    // As much is read from the database before the client has to have taken what came before it.
    private const int BlockCharacters = 64 * 1024;

    /// <summary>Answers with the history of some stores.</summary>
    public async Task<IResult> AnswerAsync(HttpContext context, IReadOnlyList<StoreName> stores)
    {
        var (query, fault) = HistoryParameters.Read(context.Request.Query, stores);
        if (query is null) return TypedResults.Problem(fault, statusCode: StatusCodes.Status400BadRequest);
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        try
        {
            return LinesOf(context.Request) is { } type ? await StreamAsync(context, query, type) : await PageAsync(context, query);
        }
        catch (Exception cause) when (HistoryFault.IsOfDatabase(cause))
        {
            return Unavailable(context, "history", cause);
        }
    }

    /// <summary>
    /// Says that the database cannot be read now, and why; an answer that has begun is cut off, so that it does not seem whole.
    /// </summary>
    public static IResult Unavailable(HttpContext context, string what, Exception fault)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return TypedResults.Empty;
        }

        context.Response.Headers.RetryAfter = $"{RetrySeconds}";
        return TypedResults.Problem(
            $"The database of the {what} cannot be read, since {HistoryFault.WhyOf(fault)}. Try again later.",
            statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private async Task<IResult> PageAsync(HttpContext context, HistoryQuery query)
    {
        // One more than is asked for shows whether there is a next page.
        var found = await reader.ReadAsync(query with { Limit = query.Limit + 1 }, context.RequestAborted);
        var next = found.Count > query.Limit ? HistoryCursor.After(found[query.Limit - 1]).ToString() : null;
        return TypedResults.Json(
            new HistoryPage([.. found.Take(query.Limit).Select(HistoryItem.Of)], next), HistoryJson.Default.HistoryPage);
    }

    private async Task<IResult> StreamAsync(HttpContext context, HistoryQuery query, string type)
    {
        var isCsv = type == HistoryRows.Csv;
        var most = context.Request.Query.ContainsKey("limit") ? query.Limit : int.MaxValue;
        var block = new StringBuilder(isCsv ? HistoryRows.CsvHeader : "");
        context.Response.ContentType = isCsv ? $"{type}; charset=utf-8" : type;
        await foreach (var entry in reader.ReadAllAsync(query, context.RequestAborted))
        {
            if (most-- == 0) break;
            if (isCsv) HistoryRows.WriteCsv(block, entry);
            else HistoryRows.WriteNdjson(block, entry);
            if (block.Length >= BlockCharacters && !await WriteAsync(context, block)) return TypedResults.Empty;
        }

        await WriteAsync(context, block);
        return TypedResults.Empty;
    }

    private async Task<bool> WriteAsync(HttpContext context, StringBuilder block)
    {
        var bytes = Encoding.UTF8.GetBytes(block.ToString());
        block.Clear();
        if (await body.WriteAsync([bytes], bytes, context)) return true;
        refusals.Note(HttpRefusals.SlowReader, "to wait for a client that does not read its history");
        return false;
    }

    // Null for JSON, which a client gets that asks for anything.
    private static string? LinesOf(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept.Where(static type => type.Quality is null or > 0)
            .OrderByDescending(static type => type.Quality ?? 1);
        foreach (var type in accepted)
        {
            if (type.MediaType.Equals(HistoryRows.Csv, StringComparison.OrdinalIgnoreCase)) return HistoryRows.Csv;
            if (type.MediaType.Equals(HistoryRows.Ndjson, StringComparison.OrdinalIgnoreCase)) return HistoryRows.Ndjson;
            if (type.MatchesAllTypes || type.MediaType.Equals(StoreEndpoints.JsonType, StringComparison.OrdinalIgnoreCase)) return null;
        }

        return null;
    }
}
