using System.Reflection;
using System.Runtime.CompilerServices;
using Serilog;
using Serilog.Configuration;
using Serilog.Expressions;

namespace PanelActors.Configuration;

/// <summary>Which sinks a log may be written to: those of the program, and of the assemblies that <c>Serilog:Using</c> names.</summary>
internal static class LogSinkRules
{
    private const string Root = "Serilog";

    // Offered by the reader of the configuration itself.
    private static readonly string[] Everywhere = ["Sink", "Logger", "Conditional"];

    // What has the sinks that are offered everywhere, the program's own ones, and filters by an expression.
    private static readonly Assembly[] Own =
    [
        typeof(Log).Assembly, typeof(ConsoleLoggerConfigurationExtensions).Assembly, typeof(FileLoggerConfigurationExtensions).Assembly,
        typeof(SerilogExpression).Assembly,
    ];

    /// <summary>Where the sinks and filters are that the configuration may name.</summary>
    public static IReadOnlyList<Assembly> AssembliesOf(IConfiguration configuration) =>
        [.. Own, .. configuration.GetSection($"{Root}:Using").GetChildren().Select(static item => Load(item.Value)).OfType<Assembly>()];

    public static void Check(IConfiguration configuration, FaultList faults)
    {
        foreach (var item in configuration.GetSection($"{Root}:Using").GetChildren())
            faults.Require(Load(item.Value) is not null, item.Path, item.Value, "the name of an assembly beside the program");
        var assemblies = AssembliesOf(configuration);

        Check(configuration.GetSection($"{Root}:WriteTo"), NamesIn(assemblies, typeof(LoggerSinkConfiguration)), faults);
        Check(configuration.GetSection($"{Root}:AuditTo"), NamesIn(assemblies, typeof(LoggerAuditSinkConfiguration)), faults);
    }

    // Each is one name, or a section with a name.
    private static void Check(IConfigurationSection sinks, IReadOnlyList<string> known, FaultList faults)
    {
        foreach (var sink in sinks.GetChildren())
        {
            var name = sink.Value ?? sink["Name"];
            var key = sink.Value is null ? ConfigurationPath.Combine(sink.Path, "Name") : sink.Path;
            faults.Require(name is not null && known.Concat(Everywhere).Contains(name, StringComparer.OrdinalIgnoreCase), key, name,
                $"{Spelling.OneOf(known)}; the package of any other one has to be beside the program and in {Root}:Using");
            // A logger inside of it, for some of the lines.
            Check(sink.GetSection("Args:configureLogger:WriteTo"), known, faults);
        }
    }

    private static IReadOnlyList<string> NamesIn(IEnumerable<Assembly> assemblies, Type extended) =>
    [
        .. from assembly in assemblies
           from type in assembly.GetExportedTypes()
           where type.IsDefined(typeof(ExtensionAttribute))
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static)
           where method.GetParameters().FirstOrDefault()?.ParameterType == extended
           where !Everywhere.Contains(method.Name)
           group method by method.Name into methods
           select methods.Key,
    ];

    private static Assembly? Load(string? name)
    {
        try
        {
            return string.IsNullOrWhiteSpace(name) ? null : Assembly.Load(new AssemblyName(name));
        }
        catch (Exception fault) when (fault is IOException or BadImageFormatException or ArgumentException)
        {
            return null;
        }
    }
}
