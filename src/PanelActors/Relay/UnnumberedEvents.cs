using System.Text.Json;
using PanelActors.Protocol.Encode;

namespace PanelActors.Relay;

/// <summary>The events without an id, which leave a client's position where it is (specification 5.1).</summary>
internal static class UnnumberedEvents
{
    public static EncodedEvent Hello(HelloPayload hello, RelayOrigin origin, long generation, DateTimeOffset now) =>
        Of(EventKinds.Hello, origin.AddTo(JsonSerializer.SerializeToUtf8Bytes(hello, PayloadJson.Default.HelloPayload)), generation, now);

    public static EncodedEvent Heartbeat(HeartbeatBody heartbeat, RelayOrigin origin, long generation, DateTimeOffset now)
    {
        var payload = origin.AddTo(JsonSerializer.SerializeToUtf8Bytes(heartbeat, HeartbeatJson.Default.HeartbeatBody));
        return Of(EventKinds.Heartbeat, payload, generation, now);
    }

    public static EncodedEvent Bye(string reason, long generation, DateTimeOffset now) =>
        Of(EventKinds.Bye, JsonSerializer.SerializeToUtf8Bytes(new ByePayload(reason), PayloadJson.Default.ByePayload), generation, now);

    private static EncodedEvent Of(EventKinds kind, byte[] payload, long generation, DateTimeOffset now) =>
        EncodedEvent.Of(new EventPayload(kind, payload), 0, generation, now, DataAge.None);
}
