using System.Reflection;

namespace PanelActors.Telemetry;

/// <summary>The version of this program.</summary>
public static class ProgramVersion
{
    /// <summary>Such as <c>0.1.0</c>, without what the build adds of its sources.</summary>
    public static string Text { get; } =
        (typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0").Split('+')[0];
}
