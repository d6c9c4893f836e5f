using System.Net;
using System.Net.Sockets;

namespace PanelActors.Hosting;

/// <summary>Looks whether the addresses to listen on are free, by taking each for a moment.</summary>
internal static class ListenProbe
{
    /// <summary>A line for each address that could not be listened on now, as where a daemon runs there already.</summary>
    public static IEnumerable<string> WarningsOf(IEnumerable<string> urls) =>
        from url in urls
        let why = AddressesOf(url).Select(WhyNot).FirstOrDefault(static why => why is not null)
        where why is not null
        select $"PanelActors:Urls: {url} cannot be listened on now: {why}";

    private static IPEndPoint[] AddressesOf(string url)
    {
        var address = BindingAddress.Parse(url);
        if (address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return [new(IPAddress.Loopback, address.Port)];
        return [new(IPAddress.TryParse(address.Host.Trim('[', ']'), out var host) ? host : IPAddress.Any, address.Port)];
    }

    private static string? WhyNot(IPEndPoint address)
    {
        try
        {
            using var listener = new TcpListener(address);
            listener.Start();
            return null;
        }
        catch (SocketException fault)
        {
            return fault.SocketErrorCode == SocketError.AddressAlreadyInUse ? "the port is in use" : fault.Message;
        }
    }
}
