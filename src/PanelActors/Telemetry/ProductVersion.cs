using System.Reflection;

namespace PanelActors.Telemetry;

internal static class ProductVersion
{
    /// <summary>The program's version, without the commit it was built from.</summary>
    public static string Version { get; } = VersionOf(
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);

    /// <summary>The <c>User-Agent</c> of requests to feeds.</summary>
    public static string UserAgent { get; } = $"PanelActors/{Version}";

    private static string VersionOf(string? informational) => informational?.Split('+')[0] is { Length: > 0 } version ? version : "0.0.0";
}
