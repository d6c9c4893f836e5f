using System.Buffers;

namespace PanelActors.Http;

/// <summary>
/// Writes large bodies in pieces, each when the reader has taken the one before: what waits for a reader stays small, and one who does
/// not read is cut off.
/// </summary>
/// <param name="longest">How long one piece may wait for its reader.</param>
/// <param name="time">The clock.</param>
internal sealed class PacedBody(TimeSpan longest, TimeProvider time)
{
    /// <summary>
    /// How much is written at once: enough that the usual snapshot takes few writes, little enough to hold for each reader.
    /// </summary>
    public const int Piece = 128 * 1024;

    /// <summary>How much may be kept for slow readers that nobody else needs any more.</summary>
    public const long MostHeld = 64L * 1024 * 1024;

    private readonly HeldBodies _held = new(MostHeld);

    /// <summary>Writes <paramref name="parts"/>, one after another. False where the reader was cut off.</summary>
    /// <param name="parts">What is written.</param>
    /// <param name="shared">What of it is shared by all readers of the same.</param>
    /// <param name="context">Whose answer it is.</param>
    /// <exception cref="OperationCanceledException">The reader went away.</exception>
    public async Task<bool> WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> parts, object shared, HttpContext context)
    {
        var output = context.Response.BodyWriter;
        var (room, isHeld) = (Piece, false);
        try
        {
            foreach (var part in parts)
            {
                for (var rest = part; !rest.IsEmpty;)
                {
                    if (room == 0)
                    {
                        var flushing = output.FlushAsync(context.RequestAborted);
                        if (!flushing.IsCompleted && !isHeld)
                        {
                            isHeld = true;
                            _held.Hold(shared, parts.Sum(static other => (long)other.Length), context);
                        }

                        if (!await TakenAsync(flushing, context)) return false;
                        room = Piece;
                    }

                    var length = Math.Min(rest.Length, room);
                    output.Write(rest.Span[..length]);
                    rest = rest[length..];
                    room -= length;
                }
            }
        }
        finally
        {
            if (isHeld) _held.Release(shared, context);
        }

        // What is left is the writer's own.
        return await TakenAsync(output.FlushAsync(context.RequestAborted), context);
    }

    private async ValueTask<bool> TakenAsync(ValueTask<System.IO.Pipelines.FlushResult> flushing, HttpContext context)
    {
        if (flushing.IsCompleted)
        {
            await flushing;
            return !context.RequestAborted.IsCancellationRequested;
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
}
