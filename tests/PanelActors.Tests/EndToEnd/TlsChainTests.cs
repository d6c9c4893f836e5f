using PanelActors.Hosting.Listening;
using PanelActors.Http.Access;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>A daemon that reads another one over https, where both show certificates and the reader a key.</summary>
public sealed class TlsChainTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _root = new();
    private readonly TestAuthority _stranger = new("Stranger");
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private Daemon _hub = null!;
    private Daemon? _edge;
    private ScriptedConnection _feed = null!;

    public async Task InitializeAsync()
    {
        _root.Server().WriteTo(_folder, "hub");
        _root.Client("CN=edge").WriteTo(_folder, "edge");
        _root.WriteTo(_folder, "ca.pem");
        _folder.Write("accepted", "first-key\n");
        _folder.Write("token", "Bearer first-key");
        _hub = await Daemon.Reading(
            _upstream, ("Urls", "https://127.0.0.1:0"), ("Tls:CertificateFile", File("hub.pem")), ("Tls:KeyFile", File("hub.key")),
            ("Tls:ClientCaFile", File("ca.pem")), ("Tls:ClientCertificates", "require"),
            ("Access:Keys:0:Name", "edge"), ("Access:Keys:0:KeyFile", File("accepted")), ("Access:Keys:0:May:0", "read"),
            ("Access:Keys:0:Stores:0", "feed"));
        _feed = await _upstream.NextStream(Sse.Full(1, 5, """{"p":1}"""));
    }

    public async Task DisposeAsync()
    {
        if (_edge is not null) await _edge.DisposeAsync();
        await _hub.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    public void Dispose()
    {
        _feed.Dispose();
        _stranger.Dispose();
        _root.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Keys_and_certificates_are_replaced_while_both_run()
    {
        _edge = await Edge();
        await _edge.UntilPanel("p", "1");

        // Both keys are good, the reader gets the new one, the old one goes, and with it the stream.
        Accept("first-key\nsecond-key\n");
        _folder.Write("token", "Bearer second-key");
        Accept("second-key\n");
        await Goes(2);

        _root.Client("CN=edge").WriteTo(_folder, "edge");
        Restart();
        await Goes(3);

        _root.Server().WriteTo(_folder, "hub");
        _hub.Service<ListenerTls>().Refresh();
        Restart();
        await Goes(4);
        Logged(_hub).ShouldNotContain("-key");
        Logged(_edge).ShouldNotContain("-key");
    }

    [Fact]
    public async Task What_is_wrong_with_a_certificate_is_said_by_the_one_that_refuses_it()
    {
        _edge = await Edge();
        await _edge.UntilPanel("p", "1");

        _stranger.Server().WriteTo(_folder, "hub");
        _hub.Service<ListenerTls>().Refresh();
        Restart();
        await Fails("the server's certificate is signed by no trusted authority");
        _root.Server().WriteTo(_folder, "hub");
        _hub.Service<ListenerTls>().Refresh();
        await Goes(2);

        _root.Client("CN=edge", DateTimeOffset.UtcNow.AddHours(-1)).WriteTo(_folder, "edge");
        Restart();
        await Fails("it may want a client certificate, or refuse the one it got");
        Logged(_hub).ShouldContain("refused: unknown from 127.0.0.1, a TLS handshake, certificate");
        _root.Client("CN=edge").WriteTo(_folder, "edge");
        await Goes(3);

        _folder.Write("token", "Bearer other-key");
        Restart();
        await Fails("the upstream answered 401");
        Logged(_hub).ShouldContain("refused: unknown from 127.0.0.1, GET /api/stores/feed/events, key");
    }

    [Fact]
    public async Task An_edit_of_what_is_trusted_takes_effect_and_a_faulty_one_none()
    {
        _edge = await Edge();
        await _edge.UntilPanel("p", "1");

        await _edge.Edit([.. EdgeKeys, ("Sources:0:Tls:CaFile", _stranger.WriteTo(_folder, "stranger.pem"))]);
        await Fails("the server's certificate is signed by no trusted authority");
        await _edge.Edit([.. EdgeKeys, ("Sources:0:Tls:CaFile", _folder.Write("nothing.pem", "nothing"))]);
        Logged(_edge).ShouldContain("PanelActors:Sources:0:Tls:CaFile: ");
        await Fails("the server's certificate is signed by no trusted authority");
        await _edge.Edit(EdgeKeys);
        await Goes(2);
    }

    private (string, string)[] EdgeKeys =>
    [
        ("Sources:0:Name", "feed"), ("Sources:0:Url", new Uri(_hub.Http.BaseAddress!, "/api/stores/feed/events").ToString()),
        ("Sources:0:HeaderFiles:Authorization", File("token")), ("Sources:0:Tls:CaFile", File("ca.pem")),
        ("Sources:0:Tls:CertificateFile", File("edge.pem")), ("Sources:0:Tls:KeyFile", File("edge.key")),
        // A refused attempt counts as a fault of the configuration, after which it tries more rarely.
        ("Reconnect:ResetAfter", "00:00:00.010"),
    ];

    private Task<Daemon> Edge() => Daemon.StartFromFile(EdgeKeys);

    private void Accept(string keys)
    {
        _folder.Write("accepted", keys);
        _hub.Service<AccessControl>().Refresh();
    }

    private void Restart() => _edge!.Feed.Control.Restart().ShouldBeNull();

    private async Task Fails(string text) => await _edge!.UntilAnswer(
        "/api/stores", stores => ((string?)stores[0]!["last_error"])?.Contains(text, StringComparison.Ordinal) == true);

    private async Task Goes(int value)
    {
        await _feed.Send(Sse.Diff(value, 5, $$"""{"p":{{value}}}"""));
        await _edge!.UntilPanel("p", $"{value}");
    }

    private string File(string name) => Path.Combine(_folder.Path, name);

    private static string Logged(Daemon daemon) => string.Join('\n', daemon.LoggedWarnings());
}
