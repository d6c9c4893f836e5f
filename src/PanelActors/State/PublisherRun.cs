using PanelActors.Protocol;

namespace PanelActors.State;

/// <summary>
/// Which run of a publisher the state is of. An immutable value that spans connections: a publisher that restarted while nothing was
/// connected shows it with its next hello. The very first hello shows nothing.
/// </summary>
/// <param name="Hello">Fingerprint of the latest hello; null before the first.</param>
/// <param name="AwaitsBaseline">Whether the publisher restarted and has not sent a baseline since.</param>
internal readonly record struct PublisherRun(ulong? Hello, bool AwaitsBaseline)
{
    /// <summary>The run after <paramref name="sent"/>, and what that event means in it.</summary>
    public (PublisherRun Next, PanelEvent Meant) After(PanelEvent sent)
    {
        switch (sent)
        {
            case PublisherHelloEvent hello:
                var next = new PublisherRun(hello.Fingerprint, AwaitsBaseline || (Hello is { } known && known != hello.Fingerprint));
                return (next, next.AwaitsBaseline ? new ResyncNeededEvent(EventTypes.Hello, ResyncNeed.PublisherRestarted) : hello);
            case PanelFullEvent:
                return (this with { AwaitsBaseline = false }, sent);
            case PanelDiffEvent diff when AwaitsBaseline:
                return (this, diff with { LacksBaseline = true });
            // What is unchanged are panels that the store does not have yet.
            case UnchangedEvent when AwaitsBaseline:
                return (this, new PublisherNoteEvent(EventTypes.Heartbeat));
            default:
                return (this, sent);
        }
    }
}
