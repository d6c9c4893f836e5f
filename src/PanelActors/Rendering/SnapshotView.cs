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
    private readonly Heartbeat _heartbeat;
    private readonly CompositeSnapshot? _composite;
    private readonly DateTimeOffset _now;
    private byte[]? _clockwork;

    internal SnapshotView(string life, RenderedSnapshot rendered, Heartbeat heartbeat, CompositeSnapshot? composite, DateTimeOffset now)
    {
        (Rendered, _heartbeat, _composite, _now) = (rendered, heartbeat, composite, now);
        var health = heartbeat.Health.ToName();
        if (composite is not null) health = string.Join('.', composite.Members.Select(member => member.HeartbeatAt(now).Health.ToName()).Prepend(health));
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
    public long Length => (long)Rendered.UpToAge.Length + Clockwork.Length + Rendered.Rest.Length;

    // Whoever has the tag already asks for none of it.
    private byte[] Clockwork => _clockwork ??= Encoding.UTF8.GetBytes($"{AgeAndHealth(_heartbeat)}}},{Members()}");

    /// <summary>Writes the snapshot as JSON.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        output.Write(Rendered.UpToAge);
        output.Write(Clockwork);
        output.Write(Rendered.Rest);
    }

    private string Members()
    {
        if (_composite is null) return "";
        var members = _composite.Members.Select(member =>
        {
            var beat = member.HeartbeatAt(_now);
            return $"{Encoding.UTF8.GetString(PanelKey.Of(member.Name).Json)}{{{EnrichedSnapshot.Times(beat.LastEvent, beat.LastFull, beat.LastDiff)}{AgeAndHealth(beat)}}}";
        });
        return $"\"members\":{{{string.Join(',', members)}}},";
    }

    private static string AgeAndHealth(Heartbeat heartbeat)
    {
        var age = heartbeat.AgeSeconds is { } known ? known.ToString(CultureInfo.InvariantCulture) : "null";
        return $"{age},\"health\":\"{heartbeat.Health.ToName()}\"";
    }
}
