namespace PanelActors.Fuzz;

/// <summary>Ways to cut bytes into the reads of a connection.</summary>
internal static class Chunks
{
    /// <summary>
    /// All at once, byte by byte, and in pieces whose lengths depend on <paramref name="seed"/>, empty ones among them.
    /// </summary>
    public static IEnumerable<IReadOnlyList<byte[]>> Of(byte[] bytes, byte seed)
    {
        yield return [bytes];
        yield return [.. bytes.Chunk(1)];
        var pieces = new List<byte[]>();
        var state = seed;
        for (var at = 0; at < bytes.Length;)
        {
            state = (byte)((state * 5) + 3);
            var length = Math.Min(state % 17, bytes.Length - at);
            pieces.Add(bytes[at..(at + length)]);
            at += length;
        }

        yield return pieces;
    }
}
