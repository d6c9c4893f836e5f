using System.Text.Json;
using PanelActors.Protocol.Encode;
using PanelActors.Stores;

namespace PanelActors.Relay;

/// <summary>
/// What identifies a relay to others in <c>hello</c> and <c>heartbeat</c>: its process, and what its store is made of. Encoded when that
/// changes, and shared by all events that carry it. One writer, any number of readers.
/// </summary>
internal sealed class RelayOrigin
{
    private readonly string _instance;
    private IReadOnlyList<string> _path;
    private volatile byte[] _members;

    /// <summary>The relay of <paramref name="store"/> in the process <paramref name="instance"/>.</summary>
    public RelayOrigin(string instance, Store store)
    {
        _instance = instance;
        _path = store.PathIn(instance);
        _members = Write();
    }

    /// <summary>Takes over what <paramref name="store"/> is made of now. True where that has changed.</summary>
    public bool Update(Store store)
    {
        var path = store.PathIn(_instance);
        if (path.SequenceEqual(_path)) return false;
        _path = path;
        _members = Write();
        return true;
    }

    /// <summary>The JSON object <paramref name="payload"/>, which has a member, with the two of the origin.</summary>
    public byte[] AddTo(ReadOnlySpan<byte> payload)
    {
        var members = _members;
        return [.. payload[..^1], .. members];
    }

    private byte[] Write()
    {
        var written = JsonSerializer.SerializeToUtf8Bytes(new OriginPayload(_instance, _path), PayloadJson.Default.OriginPayload);
        written[0] = (byte)',';
        return written;
    }
}
