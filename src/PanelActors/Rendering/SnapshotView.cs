using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PanelActors.Composite;
using PanelActors.Freshness;
using PanelActors.Tree;

namespace PanelActors.Rendering;

/// <summary>An enriched snapshot at one moment, ready to be sent.</summary>
public sealed class SnapshotView
{
    private readonly byte[] _clockwork;
    private readonly (Heartbeat Heartbeat, CompositeSnapshot? Composite, DateTimeOffset At) _shown;

    internal SnapshotView(string life, RenderedSnapshot rendered, Heartbeat heartbeat, CompositeSnapshot? composite, DateTimeOffset now)
    {
        Rendered = rendered;
        _clockwork = Clockwork(heartbeat, composite, now, withAges: true);
        _shown = (heartbeat, composite, now);
        ETag = TagOf(life, rendered.Version, heartbeat, composite, now);
    }

    /// <summary>What does not change with the clock, shared by everyone who asks for this version.</summary>
    public RenderedSnapshot Rendered { get; }

    /// <summary>
    /// Covers the content and the health, of a composite also that of every member, but not the running ages: a weak tag,
    /// since two answers under it may differ in those.
    /// </summary>
    public string ETag { get; }

    /// <summary>Length in bytes.</summary>
    public long Length => (long)Rendered.UpToAge.Length + _clockwork.Length + Rendered.Rest.Length;

    /// <summary>Writes the snapshot as JSON.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        output.Write(Rendered.UpToAge);
        output.Write(_clockwork);
        output.Write(Rendered.Rest);
    }

    /// <summary>Writes the snapshot as JSON.</summary>
    public void WriteTo(Stream output)
    {
        output.Write(Rendered.UpToAge);
        output.Write(_clockwork);
        output.Write(Rendered.Rest);
    }

    /// <summary>A hash of all that <see cref="WriteTo(Stream)"/> writes but the running ages. Unlike the tag it is equal exactly when that is.</summary>
    public byte[] HashContent()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Rendered.UpToAge);
        hash.AppendData(Clockwork(_shown.Heartbeat, _shown.Composite, _shown.At, withAges: false));
        hash.AppendData(Rendered.Rest);
        return hash.GetHashAndReset();
    }

    /// <summary>The tag of a view: see <see cref="ETag"/>.</summary>
    internal static string TagOf(string life, long version, Heartbeat heartbeat, CompositeSnapshot? composite, DateTimeOffset now)
    {
        var health = new StringBuilder(heartbeat.Health.ToName());
        foreach (var member in composite?.Members ?? []) health.Append('.').Append(member.HeartbeatAt(now).Health.ToName());
        return string.Create(CultureInfo.InvariantCulture, $"W/\"{life}-{version}-{health}\"");
    }

    private static byte[] Clockwork(Heartbeat heartbeat, CompositeSnapshot? composite, DateTimeOffset now, bool withAges)
    {
        var json = new StringBuilder(AgeAndHealth(heartbeat, withAges)).Append("},");
        if (composite is not null)
        {
            var separator = "\"members\":{";
            foreach (var member in composite.Members)
            {
                var beat = member.HeartbeatAt(now);
                json.Append(separator).Append(Encoding.UTF8.GetString(PanelKey.Of(member.Name).Json))
                    .Append('{').Append(EnrichedSnapshot.Times(beat.LastEvent, beat.LastFull, beat.LastDiff)).Append(AgeAndHealth(beat, withAges)).Append('}');
                separator = ",";
            }

            json.Append("},");
        }

        return Encoding.UTF8.GetBytes(json.ToString());
    }

    private static string AgeAndHealth(Heartbeat heartbeat, bool withAge)
    {
        var age = withAge && heartbeat.AgeSeconds is { } known ? known.ToString(CultureInfo.InvariantCulture) : "null";
        return $"{age},\"health\":\"{heartbeat.Health.ToName()}\"";
    }
}
