using Akka.Actor;
using PanelActors.Hosting.Listening;

namespace PanelActors.Hosting.Systemd;

/// <summary>Registers the notices to a service manager.</summary>
internal static class SystemdExtensions
{
    /// <summary>Registers a <see cref="SystemdNotifier"/>, which does nothing unless the environment names a socket.</summary>
    public static void AddSystemdNotifier(this WebApplicationBuilder builder, Func<string, string?> variable)
    {
        var settings = SystemdSettings.Read(variable, Environment.ProcessId);
        builder.Services.AddSingleton(provider =>
        {
            // The actor system exists only once the daemon has started.
            var life = new SignOfLife(provider.GetService<ActorSystem>, provider.GetRequiredService<AcceptLoops>());
            return ActivatorUtilities.CreateInstance<SystemdNotifier>(provider, settings, (Func<TimeSpan, Task<bool>>)life.AskAsync);
        });
    }
}
