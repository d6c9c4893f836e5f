using System.Net;
using System.Net.Sockets;
using PanelActors.Configuration;
using PanelActors.Hosting.Listening;

namespace PanelActors.Tests.Hosting.Listening;

public sealed class ListenSocketsTests
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    [Fact]
    public async Task An_accepted_connection_is_given_up_when_its_link_is_dead_for_half_a_minute()
    {
        using var sockets = new ListenSockets(new PanelActorsOptions { Urls = ["http://127.0.0.1:0"] });
        sockets.Bind();
        using var listening = sockets.Take(AnyPort);
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listening.LocalEndPoint!);
        using var accepted = await listening.AcceptAsync();

        ((int)accepted.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive)!).ShouldNotBe(0);
        var idle = (int)accepted.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime)!;
        var interval = (int)accepted.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval)!;
        var probes = (int)accepted.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount)!;
        (idle + interval * probes).ShouldBeLessThan(60);
        if (OperatingSystem.IsLinux()) LinkLife.UserTimeoutOf(accepted).ShouldBe(LinkLife.MaxSilence);
    }

    [Fact]
    public void A_bound_address_is_taken_once_and_no_other_process_can_have_it()
    {
        using var sockets = new ListenSockets(new PanelActorsOptions { Urls = ["http://127.0.0.1:0", "https://127.0.0.1:0"] });
        sockets.Bind();
        using var first = sockets.Take(AnyPort);
        using var second = sockets.Take(AnyPort);

        (sockets.IsEncrypted(first.LocalEndPoint!), sockets.IsEncrypted(second.LocalEndPoint!)).ShouldBe((false, true));
        using var other = new ListenSockets(new PanelActorsOptions { Urls = [$"http://{first.LocalEndPoint}"] });
        Should.Throw<IOException>(other.Bind).Message.ShouldBe(
            $"Failed to bind to address http://{first.LocalEndPoint}: address already in use.");
    }
}
