using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PanelActors.Telemetry;

namespace PanelActors.Hosting;

/// <summary>
/// Traces and logs to a collector by OTLP (specification 6.3). All about the collector, and about the sampler, comes from the variables
/// that OpenTelemetry defines.
/// </summary>
internal static class TelemetryExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string SamplerName = "OTEL_TRACES_SAMPLER";
    private const double Ratio = 0.01;

    /// <summary>Whether there is a collector.</summary>
    public static bool IsOn => IsSet(Endpoint);

    /// <summary>The sampler where the environment names none: a feed may bring thousands of reads a second.</summary>
    public static Sampler DefaultSampler { get; } = new ParentBasedSampler(new TraceIdRatioBasedSampler(Ratio));

    public static void AddTelemetryExport(this IServiceCollection services)
    {
        if (!IsOn) return;
        var telemetry = services.AddOpenTelemetry().ConfigureResource(static resource => resource
            .AddService("panelactors", serviceVersion: ProductVersion.Version)
            // Last, so that it wins.
            .AddEnvironmentVariableDetector());
        if (IsWanted("OTEL_TRACES_EXPORTER"))
        {
            telemetry.WithTracing(static traces =>
            {
                if (!IsSet(SamplerName)) traces.SetSampler(DefaultSampler);
                traces.AddSource(DataTrace.Source).AddOtlpExporter();
            });
        }

        if (IsWanted("OTEL_LOGS_EXPORTER"))
        {
            telemetry.WithLogging(
                static logs => logs.AddProcessor(new PrintableRecords()).AddOtlpExporter(),
                static options => options.IncludeFormattedMessage = true);
        }
    }

    /// <summary>
    /// Sends what waits, and no longer than <paramref name="limit"/>: a collector that does not answer must not hold up the end.
    /// </summary>
    public static async Task EndAsync(IServiceProvider services, TimeSpan limit)
    {
        if (!IsOn) return;
        var milliseconds = (int)limit.TotalMilliseconds;
        // Each waits for itself. What is disposed of later finds them ended.
        Task[] ends =
        [
            Task.Run(() => services.GetService<TracerProvider>()?.Shutdown(milliseconds)),
            Task.Run(() => services.GetService<LoggerProvider>()?.Shutdown(milliseconds)),
            Task.Run(() => services.GetService<MeterProvider>()?.Shutdown(milliseconds)),
        ];
        await Task.WhenAny(Task.WhenAll(ends), Task.Delay(limit + limit));
    }

    private static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 };

    private static bool IsWanted(string exporter) => Environment.GetEnvironmentVariable(exporter) is not "none";
}
