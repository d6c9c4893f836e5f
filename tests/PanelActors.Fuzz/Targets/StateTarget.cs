using System.Buffers.Binary;
using System.IO.Hashing;
using PanelActors.Persistence;
using PanelActors.State;

namespace PanelActors.Fuzz.Targets;

/// <summary>
/// Saved states: any bytes are a state or a fault, and a state that was read is written so that it reads as the same. Input that does not
/// begin with the codec's mark is the body of a state whose mark and checksum are right, so that mutations reach the reader.
/// </summary>
internal static class StateTarget
{
    private const int HeadLength = 24;

    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(60);

    public static void Run(ReadOnlySpan<byte> input)
    {
        Check(input.ToArray());
        for (var version = StateCodec.OldestVersion; version <= StateCodec.Version; version++) Check(Sealed(input, version));
    }

    private static void Check(byte[] bytes)
    {
        var fault = StateCodec.Decode(bytes, out var stored);
        Require.Equal(fault == StateFault.None, stored is not null, "a state exactly where there is no fault");
        if (stored is null) return;
        Require.That(StateCodec.Fits(stored.State), "a state that was read does not fit");
        var written = StateCodec.Encode(stored);
        Require.Equal(StateFault.None, StateCodec.Decode(written, out var again), "what was read and written");
        Require.That(StateCodec.Encode(again!).AsSpan().SequenceEqual(written), "what was written reads as another state");
        var restored = stored.Restored(Now, new StateLimits());
        Require.That(restored.LastEvent is null || restored.LastEvent <= Now, "a restored state is of the future");
        Require.That(restored.Need.IsNeeded || stored.LastEventId is not null, "a state without a position needs no baseline");
    }

    private static byte[] Sealed(ReadOnlySpan<byte> body, int version)
    {
        var bytes = new byte[HeadLength + body.Length];
        "PAst"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), version);
        body.CopyTo(bytes.AsSpan(HeadLength));
        XxHash128.Hash(body, bytes.AsSpan(8));
        return bytes;
    }
}
