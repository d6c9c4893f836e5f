using Serilog.Events;

namespace PanelActors.Configuration;

/// <summary>Serilog's minimum levels, which it would otherwise refuse by an exception.</summary>
internal static class LogLevelRules
{
    private const string Root = "Serilog:MinimumLevel";

    public static void Check(IConfiguration configuration, FaultList faults)
    {
        var overrides = configuration.GetSection($"{Root}:Override").GetChildren().Select(child => child.Path);
        foreach (var key in (string[])[Root, $"{Root}:Default", .. overrides])
        {
            // A name that starts with $ refers to a level switch.
            if (configuration[key] is { Length: > 0 } level && level[0] != '$')
            {
                faults.Require(Enum.GetNames<LogEventLevel>().Contains(level, StringComparer.OrdinalIgnoreCase), key, level,
                    Spelling.OneOf(Enum.GetNames<LogEventLevel>()));
            }
        }
    }
}
