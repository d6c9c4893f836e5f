namespace PanelActors.Telemetry;

/// <summary>What is counted of file outputs, each by the path as it is configured. Safe to use from any thread.</summary>
internal sealed class FileMetrics
{
    private const string Output = "output";

    /// <summary>Files written.</summary>
    public LabelledCounter Writes { get; } = new(Output);

    /// <summary>Renders that turned out to be what the file shows already.</summary>
    public LabelledCounter Skipped { get; } = new(Output);

    /// <summary>Writes that failed, and base files that could not be read.</summary>
    public LabelledCounter Failures { get; } = new(Output);

    /// <summary>Shows all counts of an output from zero on.</summary>
    public void Introduce(string output)
    {
        foreach (var counter in (LabelledCounter[])[Writes, Skipped, Failures]) counter.Add(output, amount: 0);
    }
}
