using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PanelActors.Configuration;

/// <summary>The section <c>Kestrel:Limits</c>: the web server's own bounds, by the names that it gives them.</summary>
internal static class KestrelLimits
{
    private const string Key = "Kestrel:Limits";

    /// <summary>Sets what is configured; what is not stays as it is.</summary>
    /// <exception cref="InvalidOperationException">A value is none; <see cref="Check"/> would have said so.</exception>
    public static void Apply(IConfiguration configuration, KestrelServerLimits limits)
    {
        var faults = new FaultList();
        Apply(configuration.GetSection(Key), limits, faults);
        if (faults.Faults.Count > 0) throw new InvalidOperationException(faults.Faults[0].ToString());
    }

    /// <summary>Says what is wrong with what is configured.</summary>
    public static void Check(IConfiguration configuration, FaultList faults) =>
        Apply(configuration.GetSection(Key), new KestrelServerLimits(), faults);

    private static void Apply(IConfigurationSection section, object limits, FaultList faults)
    {
        PropertyInfo[] known = limits.GetType().GetProperties();
        foreach (var child in section.GetChildren())
        {
            if (known.FirstOrDefault(property => property.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is not { } property)
                faults.Add(child.Path, child.Value, Spelling.OneOf(known.Select(static property => property.Name)));
            else if (property.CanWrite)
                Set(property, child, limits, faults);
            else
                Apply(child, property.GetValue(limits)!, faults);
        }
    }

    private static void Set(PropertyInfo property, IConfigurationSection child, object limits, FaultList faults)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        try
        {
            property.SetValue(limits, type == typeof(MinDataRate) ? RateOf(child) : ValueOf(child.Value, type));
        }
        catch (Exception fault) when (fault is FormatException or OverflowException or ArgumentException or TargetInvocationException)
        {
            faults.Add(child.Path, child.Value, AllowedOf(type));
        }
    }

    // An empty text is the usual way to say none, where none is possible.
    private static object? ValueOf(string? text, Type type) =>
        string.IsNullOrEmpty(text) ? null
        : type == typeof(TimeSpan) ? TimeSpan.Parse(text, CultureInfo.InvariantCulture)
        : type == typeof(bool) ? bool.Parse(text)
        : Convert.ChangeType(text, type, CultureInfo.InvariantCulture);

    private static MinDataRate? RateOf(IConfigurationSection rate) => !rate.GetChildren().Any() && string.IsNullOrEmpty(rate.Value)
        ? null
        : new MinDataRate(
            double.Parse(rate["BytesPerSecond"] ?? "", CultureInfo.InvariantCulture),
            TimeSpan.Parse(rate["GracePeriod"] ?? "", CultureInfo.InvariantCulture));

    private static string AllowedOf(Type type) =>
        type == typeof(MinDataRate) ? "BytesPerSecond, a number above 0, and GracePeriod, a duration above one second such as 00:00:05"
        : type == typeof(TimeSpan) ? "a duration hh:mm:ss above zero"
        : type == typeof(bool) ? "true or false"
        : "a whole number within the web server's bounds";
}
