using Akka.Actor;
using PanelActors.Hosting.Listening;

namespace PanelActors.Hosting.Systemd;

/// <summary>Registers what a service manager hears.</summary>
internal static class SystemdExtensions
{
    /// <summary>Has the service manager told, where <paramref name="variable"/>, the environment, says that there is one.</summary>
    public static void AddSystemdNotifier(this WebApplicationBuilder builder, Func<string, string?> variable)
    {
        var settings = SystemdSettings.Read(variable, Environment.ProcessId);
        if (settings.Socket is null) return;
        builder.Services.AddHostedService(provider =>
        {
            // There is none before the daemon starts.
            var life = new SignOfLife(provider.GetService<ActorSystem>, provider.GetRequiredService<AcceptLoops>());
            return ActivatorUtilities.CreateInstance<SystemdNotifier>(provider, settings, (Func<TimeSpan, Task<bool>>)life.AskAsync);
        });
    }
}
