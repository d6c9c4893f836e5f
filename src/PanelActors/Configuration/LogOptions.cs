namespace PanelActors.Configuration;

/// <summary>The log (specification 7.7). The section <c>Serilog</c> wins where it is given.</summary>
[Section(KeyEffect.AtOnce)]
internal sealed record LogOptions
{
    /// <summary>The words that <see cref="Levels"/> may have.</summary>
    public const string LevelWords = "debug information warning error";

    [Key("How lines are written to the console: for people, or as JSON objects", Effect = KeyEffect.AtNextStart,
        Unset = "text, where Serilog:WriteTo names no sink")]
    public LogFormat? Format { get; init; }

    [Key("The least level of what is logged")]
    public LogThreshold Level { get; init; } = LogThreshold.Information;

    [Key("The same for categories, such as Microsoft.AspNetCore; each holds for those below it", Words = LevelWords)]
    public IReadOnlyDictionary<string, string> Levels { get; init; } = new Dictionary<string, string>();
}
