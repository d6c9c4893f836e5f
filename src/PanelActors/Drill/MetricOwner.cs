namespace PanelActors.Drill;

/// <summary>Which samples of a metric are those of one fault.</summary>
internal static class MetricOwner
{
    /// <summary>The labels of samples that belong to a name, and a further one where it is given.</summary>
    public static string[] LabelsOf(string metric, string name, string label) =>
        label.Length == 0 ? Of(metric, name) : [.. Of(metric, name), label];

    // Calls belong to no source. A name can also be the value of another label, so it takes both to know whose a sample is.
    private static string[] Of(string metric, string name) => metric.Split('_')[0] switch
    {
        "http" => [],
        "notifications" => [$"name=\"{name}\""],
        "relay" => [$"store=\"{name}\""],
        _ => [$"source=\"{name}\""],
    };
}
