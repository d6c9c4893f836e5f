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
        var cap = long.TryParse(builder.Configuration["Kestrel:Limits:MaxConcurrentConnections"], out var configured)
            ? configured
            : long.MaxValue;
        var gate = new ConnectionGate(options.ClientLimits, cap, FileLimit.Read());
        services.AddSingleton(gate);
        services.AddSingleton<IReconfigurable>(gate);
        var perAddress = new AddressGate(options);
        services.AddSingleton(perAddress);
        services.AddSingleton<IReconfigurable>(perAddress);
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
