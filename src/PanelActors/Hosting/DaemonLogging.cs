using System.Globalization;
using System.Net.Sockets;
using PanelActors.Configuration;
using Serilog;
using Serilog.Events;
using Serilog.Settings.Configuration;

namespace PanelActors.Hosting;

/// <summary>The daemon's log: section <c>Serilog</c> of the configuration over quiet defaults.</summary>
internal static class DaemonLogging
{
    private const string Line = "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {Message:lj}{NewLine}{Exception}";

    // Logged by the generic host with the whole stack before its StartAsync throws, which is reported where it is caught.
    private const int HostedServiceStartupFaulted = 11;

    public static PrintableLogger Create(IConfiguration configuration)
    {
        var logger = new LoggerConfiguration()
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            // It logs nothing above Information, and where it is on at all each request gets a scope and an activity, which live as long as
            // a subscriber stays. A configuration that wants requests logged overrides exactly this.
            .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LevelAlias.Off)
            // What it would say of credentials is in the audit, without their content; of keys that are not encrypted, that this is so.
            .MinimumLevel.Override("Microsoft.AspNetCore.Authentication", LevelAlias.Off)
            .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)
            .Enrich.FromLogContext()
            .Enrich.With<PrintableEnricher>()
            .Filter.ByExcluding(IsStartupFault)
            .Filter.ByExcluding(IsDeadLink);
        // Without the section nothing would be logged at all.
        if (!configuration.GetSection("Serilog:WriteTo").GetChildren().Any())
            logger.WriteTo.Console(outputTemplate: Line, formatProvider: CultureInfo.InvariantCulture);
        var reading = new ConfigurationReaderOptions([.. LogSinkRules.AssembliesOf(configuration)]);
        return new PrintableLogger(logger.ReadFrom.Configuration(configuration, reading).CreateLogger());
    }

    // A dead link is as usual as a client that hangs up; the web server would log each with a stack.
    private static bool IsDeadLink(LogEvent log) =>
        log.Exception is PrintableException
        {
            Original: SocketException
            {
                SocketErrorCode: SocketError.TimedOut or SocketError.HostUnreachable or SocketError.HostDown
                    or SocketError.NetworkUnreachable or SocketError.NetworkDown
            }
        }
        && log.Properties.TryGetValue("SourceContext", out var context)
        && context is ScalarValue { Value: string source }
        && source.StartsWith("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal);

    private static bool IsStartupFault(LogEvent log) =>
        log.Properties.TryGetValue("EventId", out var id)
        && id is StructureValue { Properties: var parts }
        && parts.Any(part => part is { Name: "Id", Value: ScalarValue { Value: HostedServiceStartupFaulted } })
        && log.Properties.TryGetValue("SourceContext", out var context)
        && context is ScalarValue { Value: "Microsoft.Extensions.Hosting.Internal.Host" };
}
