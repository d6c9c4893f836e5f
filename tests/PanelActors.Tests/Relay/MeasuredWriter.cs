using System.IO.Pipelines;

namespace PanelActors.Tests.Relay;

/// <summary>A pipe's writer that knows how much of what was written was not read yet.</summary>
internal sealed class MeasuredWriter(PipeWriter inner) : PipeWriter
{
    private long _outstanding;

    public long Outstanding => Interlocked.Read(ref _outstanding);

    public void Consumed(int bytes) => Interlocked.Add(ref _outstanding, -bytes);

    public override void Advance(int bytes)
    {
        Interlocked.Add(ref _outstanding, bytes);
        inner.Advance(bytes);
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);
}
