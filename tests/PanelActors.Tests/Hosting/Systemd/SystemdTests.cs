using System.Net.Sockets;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using PanelActors.Hosting.Listening;
using PanelActors.Hosting.Systemd;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Hosting.Systemd;

/// <summary>What a service manager hears, over a real socket.</summary>
public sealed class SystemdTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Socket _manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public void Dispose()
    {
        _manager.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("/run/notify", "1000000", null, "/run/notify", 1000)]
    [InlineData("@name", "1000000", "17", "@name", 1000)]
    [InlineData("@name", "1000000", "18", "@name", null)]
    [InlineData("@name", "1000000", "", "@name", 1000)]
    [InlineData("@name", "0", "17", "@name", null)]
    [InlineData("@name", "soon", null, "@name", null)]
    [InlineData("vsock:2:1", null, null, null, null)]
    [InlineData("/", null, null, null, null)]
    [InlineData("", null, null, null, null)]
    [InlineData(null, null, null, null, null)]
    public void The_environment_names_the_socket_and_the_watchdog(
        string? socket, string? watchdog, string? process, string? readSocket, int? readMilliseconds)
    {
        var settings = SystemdSettings.Read(
            name => name switch { "NOTIFY_SOCKET" => socket, "WATCHDOG_USEC" => watchdog, _ => process }, ownId: 17);
        settings.ShouldBe(new SystemdSettings(readSocket, readMilliseconds is { } known ? TimeSpan.FromMilliseconds(known) : null));
    }

    [Fact]
    public async Task The_program_notifies_ready_alive_and_stopping()
    {
        var path = Path.Combine(_folder.Path, "notify");
        _manager.Bind(new UnixDomainSocketEndPoint(path));
        await using var program = DaemonProcess.Start(
            _folder.Path, ["run", "--urls", "http://127.0.0.1:0", "--source", "x=simulator:"],
            ("NOTIFY_SOCKET", path), ("WATCHDOG_USEC", "400000"));
        (await NextAsync()).ShouldBe("READY=1");
        for (var pings = 0; pings < 3; pings++) (await NextAsync()).ShouldBe("WATCHDOG=1");
        await program.TerminateAsync();
        string last;
        do last = await NextAsync();
        while (last == "WATCHDOG=1");
        last.ShouldBe("STOPPING=1");
        (await program.EndAsync()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_name_without_a_file_is_reached_too()
    {
        var name = $"panelactors-{Guid.NewGuid():N}";
        _manager.Bind(new UnixDomainSocketEndPoint($"\0{name}"));
        new NotifySocket($"@{name}").Send("READY=1");
        (await NextAsync()).ShouldBe("READY=1");
    }

    [Fact]
    public async Task Actors_that_hang_give_no_sign_of_life_and_the_service_manager_gets_no_notice()
    {
        var path = Path.Combine(_folder.Path, "notify");
        _manager.Bind(new UnixDomainSocketEndPoint(path));
        using var system = ActorSystem.Create("hanging", ConfigurationFactory.ParseString(
            "akka.actor.default-dispatcher { type = ForkJoinDispatcher, throughput = 1, dedicated-thread-pool { thread-count = 1 } }"));
        var life = new SignOfLife(() => system, new AcceptLoops(TimeProvider.System));
        (await life.AskAsync(ScriptedUpstream.Patience)).ShouldBeTrue();

        using var release = new ManualResetEventSlim();
        using var hanging = new ManualResetEventSlim();
        system.ActorOf(Props.Create(() => new Hanging(hanging, release)));
        hanging.Wait(ScriptedUpstream.Patience).ShouldBeTrue();
        var settings = new SystemdSettings(path, TimeSpan.FromMilliseconds(100));
        await using (var notifier = new SystemdNotifier(settings, life.AskAsync, TimeProvider.System, NullLogger<SystemdNotifier>.Instance))
        {
            notifier.Start();
            (await NextAsync()).ShouldBe("READY=1");
            (await life.AskAsync(TimeSpan.FromMilliseconds(300))).ShouldBeFalse();
            _manager.Available.ShouldBe(0);

            release.Set();
            (await NextAsync()).ShouldBe("WATCHDOG=1");
            await notifier.StopAsync();
        }
    }

    [Fact]
    public void A_web_server_that_is_busy_with_one_connection_for_too_long_is_not_alive()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var loops = new AcceptLoops(time);
        var (one, other) = (loops.Add(), loops.Add());
        one.Waits();
        other.Works();
        loops.AreAlive(TimeSpan.FromSeconds(1)).ShouldBeTrue();
        time.Advance(TimeSpan.FromSeconds(2));
        loops.AreAlive(TimeSpan.FromSeconds(1)).ShouldBeFalse();
        other.Waits();
        loops.AreAlive(TimeSpan.FromSeconds(1)).ShouldBeTrue();
    }

    private async Task<string> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var buffer = new byte[100];
        return Encoding.UTF8.GetString(buffer, 0, await _manager.ReceiveAsync(buffer, patience.Token));
    }

    private sealed class Hanging : ReceiveActor
    {
        public Hanging(ManualResetEventSlim hanging, ManualResetEventSlim release)
        {
            hanging.Set();
            release.Wait();
        }
    }
}
