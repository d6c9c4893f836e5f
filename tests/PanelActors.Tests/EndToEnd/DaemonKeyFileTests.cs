using PanelActors.Hosting.Cli;
using PanelActors.Hosting.Listening;
using PanelActors.Http.Access;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>The commands <c>snapshot</c> and <c>watch</c> over a daemon that restricts access, and over https.</summary>
public sealed class DaemonKeyFileTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _root = new();
    private readonly ScriptedUpstream _feed = ScriptedUpstream.Start();
    private Daemon _daemon = null!;
    private string _accepted = null!;

    private string Url => _daemon.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);

    public async Task InitializeAsync()
    {
        var (certificate, key) = _root.Server().WriteTo(_folder, "server");
        _root.WriteTo(_folder, "ca.pem");
        _folder.Write("good", "wall-key\n");
        _folder.Write("bad", "other-key\n");
        _folder.Write("metrics", "scrape-key\n");
        _accepted = _folder.Write("accepted", "wall-key\n");
        _daemon = await Daemon.Start(
            ("Sources:0:Name", "feed"), ("Sources:0:Url", _feed.Url.ToString()), ("Urls", "https://127.0.0.1:0"),
            ("Tls:CertificateFile", certificate), ("Tls:KeyFile", key),
            ("Access:Keys:0:Name", "wall"), ("Access:Keys:0:KeyFile", _accepted), ("Access:Keys:0:May:0", "read"),
            ("Access:Keys:1:Name", "scrape"), ("Access:Keys:1:Sha256:0", KeyHash.Of("scrape-key").ToHex()),
            ("Access:Keys:1:May:0", "metrics"));
    }

    public async Task DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _feed.DisposeAsync();
    }

    public void Dispose()
    {
        _root.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("snapshot", null, "PanelActors at {url} wants a key: --key-file FILE.")]
    [InlineData("snapshot", "bad", "PanelActors at {url} does not accept the key in {folder}/bad.")]
    [InlineData("snapshot", "metrics", "PanelActors at {url}: the key in {folder}/metrics may not read the default store.")]
    [InlineData("snapshot --store feed", "metrics", "PanelActors at {url}: the key in {folder}/metrics may not read store 'feed'.")]
    [InlineData("snapshot", "none", "The key file {folder}/none cannot be read: Could not find file '{folder}/none'.")]
    [InlineData("snapshot", "good", "")]
    [InlineData("watch", null, "PanelActors at {url} wants a key: --key-file FILE.")]
    [InlineData("watch", "bad", "PanelActors at {url} does not accept the key in {folder}/bad.")]
    [InlineData("watch", "metrics", "PanelActors at {url}: the key in {folder}/metrics may not read its stores.")]
    public async Task What_is_wrong_with_the_key_is_one_line(string command, string? key, string line)
    {
        string[] keyFile = key is null ? [] : ["--key-file", Path.Combine(_folder.Path, key)];
        var (code, output, error) = await Invoke(
            [.. command.Split(' '), "--url", Url, "--ca-file", Path.Combine(_folder.Path, "ca.pem"), .. keyFile]);

        error.ShouldBe(line.Replace("{url}", Url, StringComparison.Ordinal).Replace("{folder}", _folder.Path, StringComparison.Ordinal));
        code.ShouldBe(line.Length == 0 ? 0 : 1);
        output.StartsWith('{').ShouldBe(code == 0);
    }

    [Fact]
    public async Task The_environment_may_name_the_key_file()
    {
        await using var program = DaemonProcess.Start(
            _folder.Path, ["snapshot", "--url", Url, "--ca-file", "ca.pem"], ("PANELACTORS_KEY_FILE", "good"));
        var (code, output, error) = await program.EndAsync();
        (code, error).ShouldBe((0, ""));
        output.ShouldStartWith("{");
    }

    [Theory]
    [InlineData("--ca-file", "{folder}/none", "--ca-file: '{folder}/none' is not allowed; expected a file that can be read "
        + "(Could not find file '{folder}/none'.)")]
    [InlineData("--ca-file", "{folder}/good", "--ca-file: '{folder}/good' is not allowed; expected certificates in PEM")]
    [InlineData("--ca-file", "{folder}/other.pem", "Nothing usable answers at {url}: the server's certificate is signed by no trusted "
        + "authority (--ca-file FILE)")]
    [InlineData("--store", "feed", "Nothing usable answers at {url}: the server's certificate is signed by no trusted authority "
        + "(--ca-file FILE)")]
    public async Task What_is_wrong_with_the_authorities_is_one_line(string option, string value, string line)
    {
        using var other = new TestAuthority();
        other.WriteTo(_folder, "other.pem");
        string Filled(string text) =>
            text.Replace("{url}", Url, StringComparison.Ordinal).Replace("{folder}", _folder.Path, StringComparison.Ordinal);
        foreach (var command in new[] { "snapshot", "watch" })
            (await Invoke([command, "--url", Url, option, Filled(value)])).ShouldBe((1, "", Filled(line)));
    }

    [Fact]
    public async Task A_certificate_for_another_name_or_out_of_its_time_is_said_so()
    {
        var cases = new (TestCertificate Shown, string Why)[]
        {
            (_root.Server("panels.example"), "the server's certificate is for another name"),
            (_root.ServerUntil(DateTimeOffset.UtcNow.AddHours(-1)), "the server's certificate has expired, or is not valid yet"),
        };
        foreach (var (shown, why) in cases)
        {
            shown.WriteTo(_folder, "server");
            _daemon.Service<ListenerTls>().Refresh();
            (await Invoke(["snapshot", "--url", Url, "--ca-file", Path.Combine(_folder.Path, "ca.pem")]))
                .ShouldBe((1, "", $"Nothing usable answers at {Url}: {why}"));
        }
    }

    [Fact]
    public async Task A_watch_that_loses_its_right_says_so_and_goes_on_with_the_next_key()
    {
        using var feed = await _feed.NextStream();
        await feed.Send(Sse.Full(1, 1, """{"loop":{"cycle":1}}"""));
        var (text, error) = (new StringWriter(), new StringWriter());
        var output = TextWriter.Synchronized(text);
        using var stop = new CancellationTokenSource();
        var file = Path.Combine(_folder.Path, "good");
        var watching = CommandLine.InvokeAsync(
            ["watch", "--url", Url, "--ca-file", Path.Combine(_folder.Path, "ca.pem"), "--key-file", file], output, error, stop.Token);
        await Until("feed connected");

        _folder.Write("accepted", "next-key\n");
        await Until($"feed lost: PanelActors at {Url} does not accept the key in {file}.");
        _folder.Write("good", "next-key\n");
        await Until("feed connected", 2);
        await stop.CancelAsync();
        (await watching, error.ToString()).ShouldBe((0, ""));

        async Task Until(string part, int times = 1)
        {
            using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
            while (Written().Split(part).Length <= times)
            {
                if (patience.IsCancellationRequested) throw new TimeoutException($"Never wrote '{part}', but: {Written()}");
                await Task.Yield();
            }
        }

        string Written()
        {
            // What the writer itself locks.
            lock (output) return text.ToString();
        }
    }

    private static async Task<(int Code, string Output, string Error)> Invoke(string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        var code = await CommandLine.InvokeAsync(args, output, error, patience.Token);
        return (code, output.ToString(), error.ToString().TrimEnd());
    }
}
