namespace PanelActors.Configuration;

/// <summary>What the section <c>Log</c> may say, and where the section <c>Serilog</c> makes it idle.</summary>
internal static class LogRules
{
    private const string Root = $"{PanelActorsOptions.Section}:{nameof(PanelActorsOptions.Log)}";
    private const string Sinks = "Serilog:WriteTo";
    private const string Levels = "Serilog:MinimumLevel";

    public static void Check(LogOptions options, FaultList faults)
    {
        foreach (var (category, level) in options.Levels)
        {
            faults.Require(Spelling.Parse(typeof(LogThreshold), level) is not null, $"{Root}:{nameof(options.Levels)}:{category}", level,
                Spelling.OneOf(Spelling.NamesOf(typeof(LogThreshold))));
        }
    }

    /// <summary>Whether the daemon writes to the console by <see cref="LogOptions.Format"/>, and not as <c>Serilog</c> says.</summary>
    public static bool WritesConsole(IConfiguration configuration, LogOptions options)
    {
        string?[] sinks = [.. configuration.GetSection(Sinks).GetChildren().Select(static sink => sink.Value ?? sink["Name"])];
        return sinks.Length == 0 || (options.Format is not null && !sinks.Contains("Console", StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Whether <c>Serilog</c> says which levels are logged, so that <c>Log</c> does not.</summary>
    public static bool HasSerilogLevels(IConfiguration configuration) =>
        configuration[Levels] is { Length: > 0 } || configuration.GetSection(Levels).GetChildren().Any();

    /// <summary>A line for each key that is given and has no effect.</summary>
    public static IEnumerable<string> Warnings(IConfiguration configuration, LogOptions options)
    {
        if (options.Format is not null && !WritesConsole(configuration, options))
            yield return Idle(nameof(options.Format), Sinks);
        if (!HasSerilogLevels(configuration)) yield break;
        if (configuration[$"{Root}:{nameof(options.Level)}"] is { Length: > 0 }) yield return Idle(nameof(options.Level), Levels);
        if (options.Levels.Count > 0) yield return Idle(nameof(options.Levels), Levels);
    }

    private static string Idle(string key, string winner) => $"{Root}:{key} has no effect, since {winner} is given and wins";
}
