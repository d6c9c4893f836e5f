namespace PanelActors.Telemetry;

/// <summary>Counters of file outputs, labelled with the configured path. Safe to use from any thread.</summary>
internal sealed class FileMetrics
{
    private const string Output = "output";

    public LabelledCounter Writes { get; } = new(Output);

    /// <summary>Renders with the content that the file has already.</summary>
    public LabelledCounter Skipped { get; } = new(Output);

    /// <summary>Writes that failed, and base files that could not be read.</summary>
    public LabelledCounter Failures { get; } = new(Output);

    /// <summary>Shows the counters of an output from zero on.</summary>
    public void Introduce(string output)
    {
        foreach (var counter in (LabelledCounter[])[Writes, Skipped, Failures]) counter.Add(output, amount: 0);
    }
}
