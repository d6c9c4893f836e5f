using System.IO.Pipelines;

namespace PanelActors.Rendering;

/// <summary>
/// Writes large bodies in pieces, each when the reader has taken the one before: what waits for a reader stays small, and one who does
/// not read is cut off.
/// </summary>
/// <param name="longest">How long one piece may wait for its reader.</param>
/// <param name="time">The clock.</param>
internal sealed class PacedBody(TimeSpan longest, TimeProvider time)
{
    /// <summary>
    /// How much is written at once: enough that a snapshot of the usual size is one write, little enough to hold for each reader.
    /// </summary>
    public const int Piece = 256 * 1024;

    /// <summary>Writes <paramref name="parts"/>, one after another. False where the reader was cut off.</summary>
    /// <exception cref="OperationCanceledException">The reader went away.</exception>
    public async Task<bool> WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> parts, HttpContext context)
    {
        var output = context.Response.BodyWriter;
        var room = Piece;
        foreach (var part in parts)
        {
            for (var rest = part; !rest.IsEmpty;)
            {
                var length = Math.Min(rest.Length, room);
                Write(output, rest.Span[..length]);
                rest = rest[length..];
                room -= length;
                if (room > 0) continue;
                if (!await FlushAsync(output, context)) return false;
                room = Piece;
            }
        }

        return room == Piece || await FlushAsync(output, context);
    }

    private async Task<bool> FlushAsync(PipeWriter output, HttpContext context)
    {
        var flushing = output.FlushAsync(context.RequestAborted);
        // Whoever reads has taken most of it by now.
        if (flushing.IsCompleted)
        {
            await flushing;
            return true;
        }

        try
        {
            await flushing.AsTask().WaitAsync(longest, time, context.RequestAborted);
            return true;
        }
        catch (TimeoutException)
        {
            context.Abort();
            return false;
        }
    }

    private static void Write(PipeWriter output, ReadOnlySpan<byte> bytes) => System.Buffers.BuffersExtensions.Write(output, bytes);
}
