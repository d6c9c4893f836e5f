using System.Diagnostics.Metrics;
using Akka.Hosting;
using Akka.Streams;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using PanelActors.Configuration;
using PanelActors.History;
using PanelActors.Http;
using PanelActors.Http.Access;
using PanelActors.Http.Page;
using PanelActors.Notify;
using PanelActors.Recording;
using PanelActors.Relay;
using PanelActors.Snapshots;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Hosting;

/// <summary>The only place where the parts are wired together.</summary>
internal static class PanelActorsExtensions
{
    private const string ActorSystemName = "panelactors";
    private const string TerminateTimeout = "akka.coordinated-shutdown.phases.actor-system-terminate.timeout";

    /// <summary>Registers everything a daemon with these options needs.</summary>
    /// <param name="builder">The application to be.</param>
    /// <param name="options">Options without faults.</param>
    public static WebApplicationBuilder AddPanelActors(this WebApplicationBuilder builder, PanelActorsOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(Options.Create(options));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(DaemonInstance.Create());
        services.AddSingleton<StatePersistence>();
        services.AddSingleton<Func<PanelActorsOptions, StoreFactory>>(
            provider => configuration => ActivatorUtilities.CreateInstance<StoreFactory>(provider, configuration));
        services.AddSingleton(new RelayHub(options.Relay.MaxClients));
        services.AddSingleton<RelayIds>();
        services.AddSingleton<RelayIdPersistence>();
        services.AddSingleton(options.Recorder);
        services.AddSingleton(provider => provider.GetRequiredService<PanelActorsMetrics>().Recording);
        services.AddSingleton<RecordingWriter>();
        services.AddSingleton<RecordingLibrary>();
        services.AddSingleton(options.Limits);
        services.AddSingleton<PastSnapshots>();
        services.AddSingleton<PastAnswer>();
        services.AddHistory(options);
        services.AddSingleton<LiveStores>();
        services.AddSingleton(provider => provider.GetRequiredService<LiveStores>().Registry);
        services.AddSingleton<FileOutputs>();
        services.AddSingleton<LocalFeeds>();
        services.AddAkka(ActorSystemName, (akka, provider) => provider.GetRequiredService<StatePersistence>().Configure(akka
            // The host stops the actor system; a second hook on the process would race it.
            .AddHocon("akka.coordinated-shutdown.run-by-clr-shutdown-hook = off", HoconAddMode.Prepend)
            // The host waits as long for the actor system, whatever hangs in it.
            .AddHocon($"{TerminateTimeout} = {Shutdown.ActorsBudget.TotalMilliseconds:0}ms", HoconAddMode.Prepend)
            // A connection that is given up leaves messages behind, which are no fault.
            .AddHocon("akka.log-dead-letters = off\nakka.log-dead-letters-during-shutdown = off", HoconAddMode.Prepend)
            .AddHocon($"akka.stdout-logger-class = \"{typeof(SilentLogger).AssemblyQualifiedName}\"", HoconAddMode.Prepend)
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory(provider.GetRequiredService<ILoggerFactory>());
            })
            .WithActors(async (system, _, _) =>
            {
                // Made now: a connection that begins while the system ends would fail to make it.
                _ = system.Materializer();
                // Before the stores, of which it misses nothing then.
                provider.GetRequiredService<Notifier>().Start(provider.GetRequiredService<StoreWatchers>().Announce);
                provider.GetRequiredService<HistoryWriter>().Start();
                var ids = provider.GetRequiredService<RelayIdPersistence>().StartAsync();
                await provider.GetRequiredService<LiveStores>().StartAsync(system);
                await ids;
                provider.GetRequiredService<FileOutputs>().Start(system);
                provider.StartSeries(system);
            })));
        AddMetrics(services);
        services.AddTelemetryExport();
        builder.AddHttpApi(options);
        return builder;
    }

    /// <summary>Maps everything the daemon answers (specification 4.1).</summary>
    public static WebApplication MapPanelActors(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseHttpApi(app.Services.GetRequiredService<PanelActorsOptions>());
        app.MapPage();
        app.MapStores();
        app.MapHistory();
        app.MapSeries();
        app.MapControl();
        app.MapRelay();
        app.MapHealth();
        app.MapSession();
        app.MapOpenApi().Needs(AccessEndpoints.Any);
        if (app.Services.GetRequiredService<PanelActorsMetrics>().IsEnabled)
        {
            var scoped = ActivatorUtilities.CreateInstance<ScopedMetrics>(app.Services);
            app.MapPrometheusScrapingEndpoint("/metrics", meterProvider: null, branch => branch.Use(scoped.InvokeAsync), optionsName: null)
                .Needs(AccessEndpoints.Metrics);
        }

        return app;
    }

    private static void AddMetrics(IServiceCollection services)
    {
        var enabled = PanelActorsMetrics.IsSwitchedOn(Environment.GetEnvironmentVariable(PanelActorsMetrics.SwitchVariable));
        services.AddSingleton(provider => new PanelActorsMetrics(
            provider.GetRequiredService<IMeterFactory>(), enabled, ClosedLabels.All));
        if (!enabled) return;
        // A reader finds a meter by its name, and finds that of another daemon in the same process too.
        services.ConfigureOpenTelemetryMeterProvider((provider, metrics) =>
        {
            var own = provider.GetRequiredService<IMeterFactory>();
            metrics.AddView(instrument =>
                instrument.Meter.Scope is null || instrument.Meter.Scope == own ? null : MetricStreamConfiguration.Drop);
        });
        services.AddOpenTelemetry().WithMetrics(metrics =>
        {
            metrics.AddMeter(MetricNames.Meter, "System.Runtime").AddPrometheusExporter(exporter =>
            {
                exporter.ScopeInfoEnabled = false;
                exporter.TargetInfoEnabled = false;
                exporter.ScrapeResponseCacheDurationMilliseconds = 0;
            });
            // The collector's address and protocol come from the variables that OpenTelemetry defines for them.
            if (TelemetryExport.IsOn) metrics.AddOtlpExporter();
        });
    }
}
