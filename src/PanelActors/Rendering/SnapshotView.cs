using System.Buffers;
using System.Globalization;
using System.Text;
using PanelActors.Freshness;

namespace PanelActors.Rendering;

/// <summary>An enriched snapshot at one moment, ready to be sent.</summary>
public sealed class SnapshotView
{
    private readonly byte[] _ageAndHealth;

    internal SnapshotView(RenderedSnapshot rendered, Heartbeat heartbeat, string etag)
    {
        Rendered = rendered;
        ETag = etag;
        var age = heartbeat.Age is { } known ? Math.Round(known.TotalSeconds, 3).ToString(CultureInfo.InvariantCulture) : "null";
        _ageAndHealth = Encoding.ASCII.GetBytes($"{age},\"health\":\"{heartbeat.Health.ToName()}\"");
    }

    /// <summary>What does not change with the clock, shared by everyone who asks for this version.</summary>
    public RenderedSnapshot Rendered { get; }

    /// <summary>
    /// Covers the content and the health, but not the running age: a weak tag, since two answers under it may differ in that.
    /// </summary>
    public string ETag { get; }

    /// <summary>Length in bytes.</summary>
    public long Length => (long)Rendered.UpToAge.Length + _ageAndHealth.Length + Rendered.AfterHealth.Length;

    /// <summary>Writes the snapshot as JSON.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        output.Write(Rendered.UpToAge);
        output.Write(_ageAndHealth);
        output.Write(Rendered.AfterHealth);
    }
}
