using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using PanelActors.Configuration;
using PanelActors.Telemetry;

namespace PanelActors.Hosting.Listening;

/// <summary>Registers how the web server listens.</summary>
internal static class ListeningExtensions
{
    /// <summary>Has it listen through <see cref="ListenSockets"/>, with a bound on its connections.</summary>
    /// <param name="builder">The application to be, whose web server is set up.</param>
    /// <param name="options">Options without faults.</param>
    public static void AddListening(this WebApplicationBuilder builder, PanelActorsOptions options)
    {
        var services = builder.Services;
        services.AddSingleton<ListenSockets>();
        services.AddHostedService(provider => provider.GetRequiredService<ListenSockets>());
        services.AddOptions<SocketTransportOptions>().Configure<ListenSockets>((transport, sockets) =>
        {
            // What is flushed is sent by whoever flushed it, with no change of threads for each of thousands of subscribers. It is
            // unsafe only where the runtime is told to run what follows a read on the thread that waits for all sockets.
            transport.UnsafePreferInlineScheduling = true;
            transport.CreateBoundListenSocket = sockets.Take;
        });
        var most = options.ClientLimits.ConnectionsWithin(FileLimit.Read());
        if (long.TryParse(builder.Configuration["Kestrel:Limits:MaxConcurrentConnections"], out var configured))
            most = (int)Math.Min(most, configured);
        services.AddSingleton(new ConnectionGate(most));
        services.AddSingleton<AcceptLoops>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SurplusConnections>(
            provider, provider.GetRequiredService<PanelActorsMetrics>().Refused));
        services.AddSingleton<SocketTransportFactory>();
        // The web server asks the last one first.
        services.AddSingleton<IConnectionListenerFactory, LimitedListenerFactory>();
    }
}
