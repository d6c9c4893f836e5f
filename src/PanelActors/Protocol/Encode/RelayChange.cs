namespace PanelActors.Protocol.Encode;

/// <summary>One thing that subscribers are to be told, not numbered yet.</summary>
/// <param name="Type">One type.</param>
/// <param name="Payload">The payload as JSON, on one line.</param>
public readonly record struct RelayChange(RelayTypes Type, byte[] Payload);
