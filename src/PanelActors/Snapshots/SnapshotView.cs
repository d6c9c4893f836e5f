using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PanelActors.Composite;
using PanelActors.Protocol;
using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Snapshots;

/// <summary>An enriched snapshot at one moment, ready to be sent.</summary>
internal sealed class SnapshotView
{
    private readonly Heartbeat _heartbeat;
    private readonly CompositeSnapshot? _composite;
    private readonly DateTimeOffset _now;
    private byte[]? _clockwork;

    internal SnapshotView(string run, RenderedSnapshot rendered, Heartbeat heartbeat, CompositeSnapshot? composite, DateTimeOffset now)
    {
        (Rendered, _heartbeat, _composite, _now) = (rendered, heartbeat, composite, now);
        ETag = TagOf(run, rendered.Version, heartbeat, composite, now);
    }

    /// <summary>The moment of the past that it shows; null where it is of the present.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Of a store that shows a replay, about which moment of it; null where that is not known.</summary>
    public double? ReplayAt { get; init; }

    /// <summary>Whether it is of a store that shows a replay.</summary>
    public bool IsReplay { get; init; }

    /// <summary>What does not change with the clock, shared by all who ask for this version.</summary>
    public RenderedSnapshot Rendered { get; }

    /// <summary>
    /// Covers the content and the health, of a composite also that of every member, but not the running ages: a weak tag,
    /// since two answers under it may differ in those.
    /// </summary>
    public string ETag { get; }

    /// <summary>Length in bytes.</summary>
    public long Length => (long)Rendered.UpToAge.Length + Clockwork.Length + Rendered.Rest.Length;

    // Not made for a client that has the tag already.
    private byte[] Clockwork => _clockwork ??= ClockworkOf(withAges: true);

    /// <summary>The snapshot as JSON, in parts that are shared by all who ask for this version, but for one.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Parts => [Rendered.UpToAge, Clockwork, Rendered.Rest];

    /// <summary>Writes the snapshot as JSON.</summary>
    public void WriteTo(Stream output)
    {
        output.Write(Rendered.UpToAge);
        output.Write(Clockwork);
        output.Write(Rendered.Rest);
    }

    /// <summary>
    /// A hash of all that <see cref="WriteTo(Stream)"/> writes but the running ages. Unlike the tag it is equal exactly when that is.
    /// </summary>
    public byte[] HashContent()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Rendered.UpToAge);
        hash.AppendData(ClockworkOf(withAges: false));
        hash.AppendData(Rendered.Rest);
        return hash.GetHashAndReset();
    }

    /// <summary>The tag of a view: see <see cref="ETag"/>.</summary>
    internal static string TagOf(string run, long version, Heartbeat heartbeat, CompositeSnapshot? composite, DateTimeOffset now)
    {
        var members = composite?.Members.Select(member => member.HeartbeatAt(now).Health) ?? [];
        var health = string.Join('.', members.Prepend(heartbeat.Health).Select(static health => health.ToName()));
        return string.Create(CultureInfo.InvariantCulture, $"W/\"{run}-{version}-{health}\"");
    }

    private byte[] ClockworkOf(bool withAges) =>
        Encoding.UTF8.GetBytes($"{AgeAndHealth(_heartbeat, withAges)}}},{Past}{Replayed(withAges)}{Members(withAges)}");

    private string Past => At is { } at ? string.Create(CultureInfo.InvariantCulture, $"\"at\":{UnixTime.Seconds(at)},") : "";

    private string Replayed(bool withAges) => !IsReplay ? ""
        : $"\"replay\":{{\"at\":{(withAges && ReplayAt is { } at ? at.ToString(CultureInfo.InvariantCulture) : "null")}}},";

    private string Members(bool withAges)
    {
        if (_composite is null) return "";
        var members = _composite.Members.Select(member =>
        {
            var (name, beat) = (Encoding.UTF8.GetString(PanelKey.Of(member.Name.Text).Json), member.HeartbeatAt(_now));
            return $"{name}{{{EnrichedSnapshot.Times(beat.LastEvent, beat.LastFull, beat.LastDiff)}{AgeAndHealth(beat, withAges)}}}";
        });
        return $"\"members\":{{{string.Join(',', members)}}},";
    }

    private static string AgeAndHealth(Heartbeat heartbeat, bool withAge)
    {
        var age = withAge && heartbeat.AgeSeconds is { } known ? known.ToString(CultureInfo.InvariantCulture) : "null";
        return $"{age},\"health\":\"{heartbeat.Health.ToName()}\"";
    }
}
