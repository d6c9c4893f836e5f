namespace PanelActors.Protocol.Encode;

/// <summary>One thing that subscribers are to be told, not numbered yet.</summary>
/// <param name="Type">One type.</param>
/// <param name="Payload">The payload as JSON, on one line.</param>
internal readonly record struct EventPayload(EventKinds Type, byte[] Payload);
