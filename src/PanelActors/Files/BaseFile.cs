using System.Security.Cryptography;
using PanelActors.Configuration;
using PanelActors.Tree;

namespace PanelActors.Files;

/// <summary>
/// A status file that another program writes. Its last good content stays in use while it is missing or broken. One caller at a time.
/// </summary>
/// <param name="path">Its full path.</param>
/// <param name="maxBytes">How large it may be.</param>
/// <param name="maxDepth">How deep its JSON may nest.</param>
/// <param name="time">The clock.</param>
internal sealed class BaseFile(string path, long maxBytes, int maxDepth, TimeProvider time)
{
    // Two writes within one tick of the file system's clock leave the same time, so a file that was just written is read again.
    private static readonly TimeSpan ClockTick = TimeSpan.FromSeconds(2);

    private readonly long _maxBytes = Math.Min(maxBytes, Array.MaxLength);
    private (DateTime Written, long Length)? _seen;
    private byte[] _hash = [];

    /// <summary>The last good content; null before the first.</summary>
    public PanelObject? Content { get; private set; }

    /// <summary>Grows with each new good content; 0 before the first.</summary>
    public long Version { get; private set; }

    /// <summary>Reads the file if it may have changed.</summary>
    /// <returns>
    /// Why it cannot be used; null where it can, and where it is unchanged since a read that returned the reason.
    /// </returns>
    public string? Refresh()
    {
        // Opening a pipe without a writer blocks for good.
        if (FilePlace.Of(path).WhyNoFile is { } why) return $"it is {why}";
        try
        {
            using var file = File.OpenHandle(path);
            var length = RandomAccess.GetLength(file);
            var stamp = (File.GetLastWriteTimeUtc(file), length);
            if (stamp == _seen && time.GetUtcNow().UtcDateTime - stamp.Item1 > ClockTick) return null;
            _seen = stamp;
            if (length > _maxBytes) return $"it has {length} bytes, more than {_maxBytes}";
            var bytes = new byte[length];
            return Take(bytes.AsMemory(0, Read(file, bytes)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _seen = null;
            return fault.Message;
        }
    }

    private string? Take(ReadOnlyMemory<byte> json)
    {
        var hash = SHA256.HashData(json.Span);
        if (hash.AsSpan().SequenceEqual(_hash)) return null;
        // Not kept, since a tape references all of these bytes.
        var tape = new JsonTape(maxDepth);
        var fault = tape.Parse(json);
        if (fault != JsonFault.None) return $"it is no JSON ({fault})";
        if (!tape.Root.IsObject) return "it is no JSON object";
        Content = PanelObject.Of(tape.Root);
        _hash = hash;
        Version++;
        return null;
    }

    private static int Read(Microsoft.Win32.SafeHandles.SafeFileHandle file, byte[] bytes)
    {
        var total = 0;
        while (total < bytes.Length)
        {
            var read = RandomAccess.Read(file, bytes.AsSpan(total), total);
            if (read == 0) break;
            total += read;
        }

        return total;
    }
}
