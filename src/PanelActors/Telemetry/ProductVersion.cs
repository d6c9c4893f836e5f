using System.Reflection;

namespace PanelActors.Telemetry;

/// <summary>Which program this is.</summary>
internal static class ProductVersion
{
    /// <summary>The program's version, without the commit it was built from.</summary>
    public static string Version { get; } = VersionOf(
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);

    /// <summary>How it introduces itself to upstreams.</summary>
    public static string UserAgent { get; } = $"PanelActors/{Version}";

    private static string VersionOf(string? informational) => informational?.Split('+')[0] is { Length: > 0 } version ? version : "0.0.0";
}
