namespace PanelActors.Sources;

/// <summary>A baseline that was fetched beside the stream, as it came.</summary>
/// <param name="Json">The document.</param>
/// <param name="IsBare">Whether a bare status object was allowed.</param>
internal sealed record BaselineDocument(ReadOnlyMemory<byte> Json, bool IsBare);
