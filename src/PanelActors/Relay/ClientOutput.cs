using System.Buffers;
using System.IO.Pipelines;
using PanelActors.Protocol.Encode;

namespace PanelActors.Relay;

/// <summary>What is written to one client, and whether it takes it.</summary>
/// <param name="pipe">Where to.</param>
/// <param name="time">The clock.</param>
/// <param name="gone">Signalled when the client is gone.</param>
internal sealed class ClientOutput(PipeWriter pipe, TimeProvider time, CancellationToken gone)
{
    /// <summary>
    /// As much is asked of the pipe at once. More would leave the memory pools with arrays that nothing else uses.
    /// </summary>
    public const int MaxPiece = 31 * 1024;

    private long _flushingSince;

    /// <summary>Whether an event is written in several pieces.</summary>
    public static bool IsLarge(EncodedEvent encoded) => encoded.MaxLength > MaxPiece;

    /// <summary>Whether a flush has been waiting for the client for <paramref name="timeout"/>. For any thread.</summary>
    public bool IsStalled(TimeSpan timeout)
    {
        var since = Volatile.Read(ref _flushingSince);
        return since != 0 && time.GetElapsedTime(since) >= timeout;
    }

    public OutputBatch Batch(DateTimeOffset now) => new(pipe, now);

    public void Write(ReadOnlySpan<byte> text) => pipe.Write(text);

    /// <summary>
    /// Writes an event; a large one is flushed piece by piece, so that no more of it is held for a slow client than of others.
    /// </summary>
    public async ValueTask WriteAsync(EncodedEvent encoded)
    {
        if (!IsLarge(encoded))
        {
            encoded.WriteTo(pipe, time.GetUtcNow());
            return;
        }

        foreach (var part in encoded.Parts(time.GetUtcNow()))
        {
            for (var start = 0; start < part.Length; start += MaxPiece)
            {
                pipe.Write(part.Span.Slice(start, Math.Min(MaxPiece, part.Length - start)));
                await FlushAsync();
            }
        }
    }

    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public async Task FlushAsync()
    {
        var flush = pipe.FlushAsync(gone);
        if (!flush.IsCompletedSuccessfully) Volatile.Write(ref _flushingSince, time.GetTimestamp());
        var result = await flush;
        Volatile.Write(ref _flushingSince, 0);
        if (result.IsCompleted || result.IsCanceled) throw new OperationCanceledException("The client is gone.");
    }
}
