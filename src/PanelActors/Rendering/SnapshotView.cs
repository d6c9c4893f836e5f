using System.Buffers;
using System.Globalization;
using System.Text;
using PanelActors.Composite;
using PanelActors.Freshness;
using PanelActors.Tree;

namespace PanelActors.Rendering;

/// <summary>An enriched snapshot at one moment, ready to be sent.</summary>
public sealed class SnapshotView
{
    private readonly byte[] _clockwork;

    internal SnapshotView(string life, RenderedSnapshot rendered, Heartbeat heartbeat, CompositeSnapshot? composite, DateTimeOffset now)
    {
        Rendered = rendered;
        var json = new StringBuilder(AgeAndHealth(heartbeat)).Append("},");
        var health = new StringBuilder(heartbeat.Health.ToName());
        if (composite is not null)
        {
            var separator = "\"members\":{";
            foreach (var member in composite.Members)
            {
                var beat = member.HeartbeatAt(now);
                json.Append(separator).Append(Encoding.UTF8.GetString(PanelKey.Of(member.Name).Json))
                    .Append('{').Append(EnrichedSnapshot.Times(beat.LastEvent, beat.LastFull, beat.LastDiff)).Append(AgeAndHealth(beat)).Append('}');
                health.Append('.').Append(beat.Health.ToName());
                separator = ",";
            }

            json.Append("},");
        }

        _clockwork = Encoding.UTF8.GetBytes(json.ToString());
        ETag = string.Create(CultureInfo.InvariantCulture, $"W/\"{life}-{rendered.Version}-{health}\"");
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

    private static string AgeAndHealth(Heartbeat heartbeat)
    {
        var age = heartbeat.AgeSeconds is { } known ? known.ToString(CultureInfo.InvariantCulture) : "null";
        return $"{age},\"health\":\"{heartbeat.Health.ToName()}\"";
    }
}
