using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PanelActors.Drill;

/// <summary>A port for a daemon that must know its address before it starts, or find it in use.</summary>
internal static class FreePort
{
    /// <summary>An address of the loopback that is free now; another program can take it first.</summary>
    public static string Url()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
