using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using PanelActors.Configuration;
using PanelActors.Telemetry;

namespace PanelActors.Hosting.Listening;

/// <summary>Registers how the web server listens.</summary>
internal static class ListeningExtensions
{
    /// <summary>Makes it listen through <see cref="ListenSockets"/>, with a bound on its connections.</summary>
    public static void AddListening(this WebApplicationBuilder builder, PanelActorsOptions options)
    {
        var services = builder.Services;
        services.AddSingleton<ListenSockets>();
        services.AddOptions<SocketTransportOptions>().Configure<ListenSockets>((transport, sockets) =>
        {
            // A flush sends on the flushing thread, without a change of threads for each of thousands of subscribers. It is unsafe only
            // where the runtime runs continuations on the thread that waits for all sockets (DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS).
            transport.UnsafePreferInlineScheduling = true;
            transport.CreateBoundListenSocket = sockets.Take;
        });
        var max = options.ClientLimits.ConnectionsWithin(FileLimit.Read());
        if (long.TryParse(builder.Configuration["Kestrel:Limits:MaxConcurrentConnections"], out var configured))
            max = (int)Math.Min(max, configured);
        services.AddSingleton(new ConnectionGate(max));
        services.AddSingleton<AcceptLoops>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SurplusConnections>(
            provider, provider.GetRequiredService<PanelActorsMetrics>().Refused));
        services.AddSingleton<ListenerTls>();
        services.AddSingleton<IReconfigurable>(static provider => provider.GetRequiredService<ListenerTls>());
        services.AddSingleton<IReconfigurable, SourceTlsCheck>();
        services.AddOptions<KestrelServerOptions>()
            .Configure<ListenerTls>(static (kestrel, tls) => kestrel.ConfigureHttpsDefaults(tls.Configure));
        services.AddSingleton<SocketTransportFactory>();
        // The web server asks the factory that was registered last first.
        services.AddSingleton<IConnectionListenerFactory, LimitedListenerFactory>();
    }
}
