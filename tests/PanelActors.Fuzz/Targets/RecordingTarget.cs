using System.Buffers;
using PanelActors.Recording;

namespace PanelActors.Fuzz.Targets;

/// <summary>
/// Records of a recording, and heads of its blocks: any bytes are records or none; what was read is written so that it reads as the same;
/// and the player takes whatever records there are.
/// </summary>
internal static class RecordingTarget
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        if (input.Length >= BlockHead.Size) CheckHead(input);
        ReadOnlyMemory<byte> text = input.ToArray();
        var report = new RecordingReport();
        while (RecordReader.Read(ref text) is { } record)
        {
            var written = Written(record);
            ReadOnlyMemory<byte> again = written;
            Require.That(
                RecordReader.Read(ref again) is { } same && Written(same).AsSpan().SequenceEqual(written),
                "what was written reads as another record");
            Require.That(again.IsEmpty, "a record as it was written is followed by something");
            report.Add(record);
        }
    }

    private static void CheckHead(ReadOnlySpan<byte> input)
    {
        var fault = BlockHead.Read(input, out var head);
        if (fault != RecordingFault.None) return;
        Require.That(head is { Packed: > 0, Length: > 0 and <= BlockHead.MaxLength }, "a head of an impossible block");
    }

    private static byte[] Written(Record record)
    {
        var output = new ArrayBufferWriter<byte>();
        RecordWriter.Write(record, output);
        return output.WrittenSpan.ToArray();
    }
}
