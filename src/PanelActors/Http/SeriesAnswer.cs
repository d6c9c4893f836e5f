using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using PanelActors.History;
using PanelActors.Protocol;
using PanelActors.Stores;
using PanelActors.Telemetry;
using PanelActors.Tree;

namespace PanelActors.Http;

/// <summary>Answers requests for numbers over time.</summary>
/// <param name="book">The numbers; null where none are kept.</param>
/// <param name="reader">Reads them; null where none are kept.</param>
internal sealed class SeriesAnswer(SeriesBook? book, SeriesReader? reader)
{
    /// <summary>How many numbers one answer has at most.</summary>
    public const int MaxItems = 200;

    private static readonly JsonWriterOptions Written = new() { Encoder = JsonText.Encoder };

    public async Task<IResult> AnswerAsync(Store store, HttpContext context)
    {
        var (parameters, fault) = SeriesParameters.Read(context.Request.Query);
        if (parameters is null) return Problem(fault!, StatusCodes.Status400BadRequest);
        if (book is null || reader is null)
            return Problem("This daemon keeps no series: Series:Enabled is false.", StatusCodes.Status404NotFound);
        try
        {
            var found = new HashSet<string>();
            foreach (var path in parameters.Paths)
            {
                found.UnionWith(
                    path.IsPattern ? await reader.FindAsync(store.Name, path, parameters.From, context.RequestAborted) : [path.Text]);
            }

            string[] paths = [.. found.Take(MaxItems)];
            var spans = new List<SeriesSpan>(paths.Length);
            foreach (var path in paths)
            {
                var span = await reader.ReadAsync(
                    store.Name, path, parameters.From, parameters.To, parameters.Points, context.RequestAborted);
                if (span is not null) spans.Add(span);
            }

            if (parameters.IsSingle && spans.Count == 0)
            {
                return Problem(
                    $"{store.Name} has no number at '{LogText.Printable(paths[0])}', or has had none in the time that is kept.",
                    StatusCodes.Status404NotFound);
            }

            var output = new ArrayBufferWriter<byte>();
            if (parameters.IsSingle) WriteOne(output, spans[0]);
            else Write(output, spans, found.Count - paths.Length, book.Find(store.Name)?.Evicted ?? 0);
            return TypedResults.Bytes(output.WrittenMemory, StoreEndpoints.JsonType);
        }
        catch (Exception cause) when (HistoryFault.IsOfDatabase(cause))
        {
            return HistoryAnswer.Unavailable(context, "series", cause);
        }
    }

    private static ProblemHttpResult Problem(string why, int status) => TypedResults.Problem(why, statusCode: status);

    private static void WriteOne(ArrayBufferWriter<byte> output, SeriesSpan span)
    {
        using var json = new Utf8JsonWriter(output, Written);
        Write(json, span);
    }

    // With what is not in it: numbers beyond the most of an answer, and those that were not kept for want of room.
    private static void Write(ArrayBufferWriter<byte> output, List<SeriesSpan> spans, int leftOut, long evicted)
    {
        using var json = new Utf8JsonWriter(output, Written);
        json.WriteStartObject();
        json.WriteStartArray("items");
        foreach (var span in spans) Write(json, span);
        json.WriteEndArray();
        json.WriteNumber("left_out", leftOut);
        json.WriteNumber("evicted", evicted);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SeriesSpan span)
    {
        json.WriteStartObject();
        json.WriteString("path", span.Path);
        json.WriteNumber("step", span.Step.TotalSeconds);
        json.WriteStartArray("points");
        foreach (var point in span.Points)
        {
            json.WriteStartArray();
            json.WriteNumberValue(UnixTime.Seconds(point.At));
            foreach (var value in (ReadOnlySpan<double>)[point.Least, point.Most, point.Last])
            {
                if (point.IsGap) json.WriteNullValue();
                else json.WriteNumberValue(value);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
