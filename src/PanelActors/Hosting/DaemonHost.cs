using System.Net.Sockets;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using PanelActors.Configuration;
using PanelActors.Hosting.Listening;
using PanelActors.Hosting.Systemd;
using PanelActors.Telemetry;

namespace PanelActors.Hosting;

/// <summary>The daemon as a process: configuration, log and web server around the parts.</summary>
internal static class DaemonHost
{
    private static readonly TimeSpan TelemetryEnd = TimeSpan.FromSeconds(0.4);

    /// <summary>Builds the application, not started. It listens on the configured <c>Urls</c> and nowhere else.</summary>
    /// <param name="loaded">A configuration without faults.</param>
    /// <exception cref="ArgumentException">The configuration has faults.</exception>
    public static WebApplication Build(LoadedConfiguration loaded)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        FilePermissions.Take();
        return Build(loaded, new HangUps(), DaemonLogging.Create(loaded.Root, loaded.Checked.Options.Log));
    }

    /// <summary>Runs the daemon until a signal or <paramref name="cancellation"/> stops it.</summary>
    /// <param name="loaded">A configuration without faults.</param>
    /// <param name="error">Where one line goes when the start fails.</param>
    /// <param name="cancellation">Stops the daemon as SIGTERM does.</param>
    /// <returns>The exit code: 0 after a stop that was asked for, 1 where the start failed.</returns>
    public static Task<int> RunAsync(LoadedConfiguration loaded, TextWriter error, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(error);
        return RunAsync(loaded, new HangUps(), error, cancellation);
    }

    /// <inheritdoc cref="RunAsync(LoadedConfiguration, TextWriter, CancellationToken)"/>
    internal static async Task<int> RunAsync(LoadedConfiguration loaded, HangUps hangUps, TextWriter error, CancellationToken cancellation)
    {
        FilePermissions.Take();
        if (CreateLogger(loaded, error) is not { } logger)
            return 1;
        // What is watched all the same, such as a certificate, is looked at from time to time instead: see Build.
        Environment.SetEnvironmentVariable("DOTNET_USE_POLLING_FILE_WATCHER", "1");

        await using var app = Build(loaded, hangUps, logger);
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("PanelActors");
        log.LogInformation("Configured by {File:l}", loaded.File ?? "environment and command line alone");
        foreach (var warning in loaded.Checked.Warnings)
            log.LogWarning("{Warning:l}", warning);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (Exception fault) when (WhyNotListening(fault) is not null)
        {
            await app.StopAsync(CancellationToken.None);
            error.WriteLine($"PanelActors cannot listen on {string.Join(", ", loaded.Checked.Options.Urls)}: {WhyNotListening(fault)}");
            return 1;
        }
        catch (OperationCanceledException)
            when (cancellation.IsCancellationRequested || app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // A signal during the start is a stop like any other.
            await app.StopAsync(CancellationToken.None);
            return 0;
        }
        log.LogInformation("PanelActors listens on {Urls:l}", string.Join(", ", app.Urls));
        await app.WaitForShutdownAsync(cancellation);
        await TelemetryExport.EndAsync(app.Services, TelemetryEnd);
        return 0;
    }

    private static WebApplication Build(LoadedConfiguration loaded, HangUps hangUps, PrintableLogger logger)
    {
        if (loaded.Checked.Faults.Count > 0)
            throw new ArgumentException("The configuration has faults: " + string.Join("; ", loaded.Checked.Faults), nameof(loaded));

        var options = loaded.Checked.Options;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            // What watches files takes inotify instances, of which a user has few: a daemon must start without any.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddConfiguration(loaded.Root);
        builder.AddDaemonLog(loaded, logger);
        builder.AddSystemdNotifier(Environment.GetEnvironmentVariable);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Shutdown.Limit);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        // Endpoints of a Kestrel section would otherwise win over Urls.
        builder.WebHost.UseUrls([.. options.Urls]).PreferHostingUrls(true);
        builder.AddListening(options);
        builder.Services.AddSingleton<Shutdown>();
        // Before the actor system: see its StartAsync.
        builder.Services.AddHostedService<DaemonLifecycle>();
        builder.AddPanelActors(options);
        builder.Services.AddSingleton(loaded);
        builder.Services.AddSingleton(hangUps);
        builder.Services.AddSingleton(provider => provider.GetRequiredService<PanelActorsMetrics>().Configuration);
        builder.Services.AddSingleton<ConfigurationReloader>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ConfigurationReloader>());
        return builder.Build().MapPanelActors();
    }

    private static PrintableLogger? CreateLogger(LoadedConfiguration loaded, TextWriter error)
    {
        try
        {
            return DaemonLogging.Create(loaded.Root, loaded.Checked.Options.Log);
        }
        catch (Exception fault)
            when (fault is InvalidOperationException or ArgumentException or FormatException or TargetInvocationException)
        {
            error.WriteLine($"Serilog: {fault.GetBaseException().Message.ReplaceLineEndings(" ")}");
            return null;
        }
    }

    /// <summary>Why Kestrel could not open its addresses; null for a fault of another kind.</summary>
    private static string? WhyNotListening(Exception fault) => fault switch
    {
        IOException { InnerException: AddressInUseException } => fault.Message,
        SocketException socket => socket.Message,
        CryptographicException certificate => certificate.Message,
        _ => null,
    };
}
