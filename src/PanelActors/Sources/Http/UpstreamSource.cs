using Akka.Streams.Dsl;

namespace PanelActors.Sources.Http;

/// <summary>A source's response as a stream of bytes.</summary>
internal static class UpstreamSource
{
    /// <summary>
    /// Asks the upstream when materialised and emits the (decompressed) body as it arrives, one element for what had come by then. An
    /// element is exactly as large as that, at most 64 KiB, and never changes afterwards. At most one read is ahead of the demand, so
    /// a slow reader slows the upstream's socket. The stream completes with the body; it fails with the original exception of the attempt
    /// (<see cref="UpstreamRefusedException"/> where there was an answer without an event stream). Cancelling it closes the
    /// connection, answered or not.
    /// </summary>
    /// <param name="client">The source's client; it outlives the stream.</param>
    /// <param name="request">The question.</param>
    /// <param name="clock">Touched when the attempt starts and at every read.</param>
    /// <param name="upstreamClock">Set by the response that is accepted; null where it is not used.</param>
    /// <param name="answered">Sees the response that is accepted, before its body is read. It is quick and does not throw.</param>
    /// <returns>
    /// The source. Its task completes when the response was accepted, fails with what the stream fails with before that, and is
    /// cancelled if the stream ends before that. It may be ignored.
    /// </returns>
    public static Source<ReadOnlyMemory<byte>, Task> Open(
        UpstreamClient client, UpstreamRequest request, TransportClock clock, UpstreamClock? upstreamClock = null,
        Action<HttpResponseMessage>? answered = null) =>
        Source.FromGraph(new UpstreamStage(client, request, clock, upstreamClock, answered));
}
