using System.Globalization;

namespace PanelActors.Hosting.Systemd;

/// <summary>What a service manager asks of a service in its environment.</summary>
/// <param name="Socket">Where notices go; null where it wants none.</param>
/// <param name="Watchdog">How long it waits for a sign of life before it ends the service; null where it does not wait for any.</param>
internal sealed record SystemdSettings(string? Socket, TimeSpan? Watchdog)
{
    /// <summary>Reads the environment of the process <paramref name="ownId"/>.</summary>
    public static SystemdSettings Read(Func<string, string?> variable, int ownId)
    {
        var socket = variable("NOTIFY_SOCKET");
        var isOurs = variable("WATCHDOG_PID") is not { Length: > 0 } id || id == ownId.ToString(CultureInfo.InvariantCulture);
        var watchdog =
            long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds)
            : (TimeSpan?)null;
        // A path or a name: other kinds of addresses need other kinds of sockets.
        return new SystemdSettings(socket is ['/', _, ..] or ['@', _, ..] ? socket : null, isOurs ? watchdog : null);
    }
}
