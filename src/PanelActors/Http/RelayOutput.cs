using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.Net.Http.Headers;
using PanelActors.Http.Access;

namespace PanelActors.Http;

/// <summary>The body of one subscriber's response, in the content coding that the client prefers.</summary>
internal sealed class RelayOutput : IAsyncDisposable
{
    private readonly Stream? _encoder;
    private readonly ClientLimits _limits;

    private RelayOutput(PipeWriter writer, Stream? encoder, ClientLimits limits) => (Writer, _encoder, _limits) = (writer, encoder, limits);

    public PipeWriter Writer { get; }

    /// <summary>
    /// Opens the body of <paramref name="context"/>, and sets the header that names its coding: none where as many streams are compressed
    /// as may be.
    /// </summary>
    public static RelayOutput Open(HttpContext context, ClientLimits limits)
    {
        var response = context.Response;
        var coding = CodingOf(context.Request);
        if (coding is null || !limits.TryCompress()) return new RelayOutput(response.BodyWriter, null, limits);
        response.Headers.ContentEncoding = coding;
        Stream encoder = coding == "gzip"
            ? new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true)
            : new BrotliStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        return new RelayOutput(PipeWriter.Create(encoder, new StreamPipeWriterOptions(leaveOpen: true)), encoder, limits);
    }

    public async ValueTask DisposeAsync()
    {
        if (_encoder is null) return;
        try
        {
            await Writer.CompleteAsync();
            await _encoder.DisposeAsync();
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client does not take the last bytes.
        }
        finally
        {
            _limits.EndCompressed();
        }
    }

    // gzip where the client likes both, since that takes less memory a client.
    private static string? CodingOf(HttpRequest request)
    {
        if (!StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var accepted)) return null;
        var (gzip, br) = (QualityOf("gzip", accepted), QualityOf("br", accepted));
        return gzip <= 0 && br <= 0 ? null : gzip >= br ? "gzip" : "br";
    }

    private static double QualityOf(string coding, IList<StringWithQualityHeaderValue> accepted) =>
        accepted.FirstOrDefault(item => item.Value.Equals(coding, StringComparison.OrdinalIgnoreCase)) is { } item ? item.Quality ?? 1 : 0;
}
