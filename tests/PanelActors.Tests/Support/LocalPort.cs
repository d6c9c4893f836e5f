using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PanelActors.Tests.Support;

/// <summary>The ports of programs that tests run beside the daemon, and that cannot say which one they took.</summary>
internal static class LocalPort
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>A port that is free now. Another program can take it first.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Whether a program says at <c>/-/ready</c> that it is; false where it ends before, or is not within its time.</summary>
    public static async Task<bool> IsReady(Process process, HttpClient http, TimeSpan patience)
    {
        for (var waiting = Stopwatch.StartNew(); waiting.Elapsed < patience && !process.HasExited; await Task.Delay(Pause))
        {
            try
            {
                using var response = await http.GetAsync("/-/ready");
                if (response.IsSuccessStatusCode) return true;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
        }

        return false;
    }
}
