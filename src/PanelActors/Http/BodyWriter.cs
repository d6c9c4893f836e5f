using System.Buffers;
using System.IO.Pipelines;

namespace PanelActors.Http;

/// <summary>
/// Writes large bodies in chunks, each after the reader has taken the one before: little waits for a reader, and one who does not read
/// within the timeout is cut off.
/// </summary>
/// <param name="timeout">How long one chunk may wait for its reader.</param>
/// <param name="time">The clock.</param>
internal sealed class BodyWriter(TimeSpan timeout, TimeProvider time)
{
    /// <summary>Large enough that the usual snapshot takes few writes, small enough to be buffered for each reader.</summary>
    public const int ChunkBytes = 128 * 1024;

    /// <summary>How much may be kept for slow readers alone.</summary>
    public const long MaxRetainedBytes = 64L * 1024 * 1024;

    private readonly RetainedBodies _retained = new(MaxRetainedBytes);

    /// <summary>Writes <paramref name="parts"/>, one after another. False where the reader was cut off.</summary>
    /// <param name="parts">The body.</param>
    /// <param name="shared">The object that all readers of the same version share.</param>
    /// <param name="context">The request that is answered.</param>
    /// <exception cref="OperationCanceledException">The reader went away.</exception>
    public async Task<bool> WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> parts, object shared, HttpContext context)
    {
        var output = context.Response.BodyWriter;
        var (room, isRetained) = (ChunkBytes, false);
        try
        {
            foreach (var part in parts)
            {
                for (var rest = part; !rest.IsEmpty;)
                {
                    if (room == 0)
                    {
                        var flushing = output.FlushAsync(context.RequestAborted);
                        if (!flushing.IsCompleted && !isRetained)
                        {
                            isRetained = true;
                            _retained.Retain(shared, parts.Sum(static other => (long)other.Length), context);
                        }

                        if (!await IsTakenAsync(flushing, context)) return false;
                        room = ChunkBytes;
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
            if (isRetained) _retained.Release(shared, context);
        }

        // The rest was copied to the response's own buffer.
        return await IsTakenAsync(output.FlushAsync(context.RequestAborted), context);
    }

    private async ValueTask<bool> IsTakenAsync(ValueTask<FlushResult> flushing, HttpContext context)
    {
        if (flushing.IsCompleted)
        {
            await flushing;
            return !context.RequestAborted.IsCancellationRequested;
        }

        try
        {
            await flushing.AsTask().WaitAsync(timeout, time, context.RequestAborted);
            return true;
        }
        catch (TimeoutException)
        {
            context.Abort();
            return false;
        }
    }
}
