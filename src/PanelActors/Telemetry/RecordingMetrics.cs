namespace PanelActors.Telemetry;

/// <summary>Counters of the recorder. Safe to use from any thread.</summary>
internal sealed class RecordingMetrics
{
    /// <summary>Bytes written to recordings.</summary>
    public LabelledCounter Bytes { get; } = new("source");

    /// <summary>What came from a feed and is missing in its recording: reads, and what else comes to a source.</summary>
    public LabelledCounter Lost { get; } = new("source");

    /// <summary>Shows the counters of a source from zero on.</summary>
    public void Introduce(string source)
    {
        Bytes.Add(source, amount: 0);
        Lost.Add(source, amount: 0);
    }

    /// <summary>Ends the counters of a source.</summary>
    public void Forget(string source)
    {
        Bytes.Forget(source);
        Lost.Forget(source);
    }
}
