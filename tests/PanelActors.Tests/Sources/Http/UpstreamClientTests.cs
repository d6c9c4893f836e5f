using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using PanelActors.Sources.Http;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Sources.Http;

public sealed class UpstreamClientTests : IAsyncLifetime, IDisposable
{
    private static readonly Dictionary<string, string> Token = new() { ["Authorization"] = "Bearer abc" };

    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private readonly UpstreamClient _client = new(ScriptedUpstream.Patience, new FakeTimeProvider(), UpstreamTls.Usual);
    private readonly string _file = Path.GetTempFileName();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _upstream.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        File.Delete(_file);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_within_the_origin_keeps_headers_and_resume_id(int status)
    {
        var opening = Open(new UpstreamRequest(_upstream.Url) { Headers = Token, LastEventId = EventId.Of("42") });
        using var first = await _upstream.NextConnection();
        first.Path.ShouldBe("/sse/panels");
        await first.Redirect(status, "../other?k=v");
        using var second = await _upstream.NextConnection();
        second.Target.ShouldBe("/other?k=v");
        second.Method.ShouldBe("GET");
        second.Header("Authorization").ShouldBe("Bearer abc");
        second.Header("Last-Event-ID").ShouldBe("42");
        await second.AcceptStream();
        using var response = await opening;
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await first.Disconnected;
    }

    [Fact]
    public async Task A_redirect_to_another_origin_takes_no_configured_header_along_nor_brings_it_back()
    {
        await using var stranger = ScriptedUpstream.Start();
        await File.WriteAllTextAsync(_file, "s3cret");
        var opening = Open(new UpstreamRequest(_upstream.Url)
        {
            Headers = new Dictionary<string, string> { ["X-Key"] = "s3cret" },
            HeaderFiles = new Dictionary<string, string> { ["X-Token"] = _file },
            LastEventId = EventId.Of("42"),
        });
        using var first = await _upstream.NextConnection();
        first.Header("X-Key").ShouldBe("s3cret");
        first.Header("X-Token").ShouldBe("s3cret");
        await first.Redirect(302, stranger.At("/away").ToString());

        using var second = await stranger.NextConnection();
        ShouldBeBare(second);
        await second.Redirect(302, _upstream.At("/back").ToString());

        using var third = await _upstream.NextConnection();
        third.Path.ShouldBe("/back");
        ShouldBeBare(third);
        await third.AcceptStream();
        using var response = await opening;
    }

    [Fact]
    public async Task The_eleventh_redirect_is_one_too_many()
    {
        var opening = Open(new UpstreamRequest(_upstream.Url));
        for (var hop = 1; hop <= Redirect.MaxHops + 1; hop++)
        {
            using var peer = await _upstream.NextConnection();
            await peer.Redirect(302, $"/{hop}");
            await peer.Disconnected;
        }
        var refused = await Should.ThrowAsync<UpstreamRefusedException>(() => opening);
        (refused.End.Retry, refused.End.Reason).ShouldBe((Retry.Slowly, "too_many_redirects"));
        _upstream.HasConnection.ShouldBeFalse();
    }

    [Fact]
    public async Task A_redirect_without_a_location_is_refused_slowly()
    {
        var opening = Open(new UpstreamRequest(_upstream.Url));
        using var peer = await _upstream.NextConnection();
        await peer.Redirect(302, null);
        var refused = await Should.ThrowAsync<UpstreamRefusedException>(() => opening);
        (refused.End.Retry, refused.End.Reason).ShouldBe((Retry.Slowly, "bad_redirect"));
    }

    [Fact]
    public async Task Header_files_are_read_again_and_trimmed_at_every_connect_and_win_over_headers()
    {
        var request = new UpstreamRequest(_upstream.Url)
        {
            Headers = Token,
            HeaderFiles = new Dictionary<string, string> { ["authorization"] = _file },
        };
        foreach (var (content, sent) in new[] { ("Bearer one\n", "Bearer one"), ("\uFEFF  Bearer two \r\n\r\n", "Bearer two") })
        {
            await File.WriteAllTextAsync(_file, content);
            var opening = Open(request);
            using var peer = await _upstream.NextConnection();
            peer.Header("Authorization").ShouldBe(sent);
            await peer.AcceptStream();
            using var response = await opening;
        }
    }

    [Fact]
    public async Task A_header_file_that_cannot_be_read_is_retried_and_nothing_is_sent()
    {
        var missing = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        await File.WriteAllBytesAsync(_file, new byte[64 * 1024 + 1]);
        foreach (var path in new[] { missing, _file, Path.GetTempPath(), "" })
        {
            var refused = await Should.ThrowAsync<UpstreamRefusedException>(
                () => Open(new UpstreamRequest(_upstream.Url) { HeaderFiles = new Dictionary<string, string> { ["X-Token"] = path } }));
            refused.End.ShouldBe(new ConnectionEnd("bad_header_file", "the file for the header 'X-Token' cannot be read"));
        }
        _upstream.HasConnection.ShouldBeFalse();
    }

    [Fact]
    public async Task No_cookie_is_kept()
    {
        var opening = Open(new UpstreamRequest(_upstream.Url));
        using var first = await _upstream.NextConnection();
        await first.Answer(302, null, "", "Location: /next\r\nSet-Cookie: a=b; Path=/\r\n");
        using var second = await _upstream.NextConnection();
        second.Header("Cookie").ShouldBeNull();
        await second.AcceptStream();
        using var response = await opening;
    }

    [Fact]
    public async Task A_host_that_never_finishes_connecting_is_a_connect_timeout()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var client = new UpstreamClient(TimeSpan.FromMilliseconds(50), new FakeTimeProvider(), UpstreamTls.Usual);
        var request = new UpstreamRequest(new Uri($"https://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/"));
        // Not Should.ThrowAsync, which makes another exception for a cancelled task.
        var failure = await Record.ExceptionAsync(() => client.OpenAsync(request, CancellationToken.None));
        UpstreamFailure.EndOf(failure.ShouldNotBeNull()).Reason.ShouldBe("connect_timeout");
    }

    [Fact]
    public async Task A_certificate_that_no_authority_signed_is_a_tls_failure()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UtcNow;
        using var certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var opening = Open(new UpstreamRequest(new Uri($"https://127.0.0.1:{port}/")) { Headers = Token });
        using var socket = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(socket.GetStream());
        var request = await Record.ExceptionAsync(async () =>
        {
            await tls.AuthenticateAsServerAsync(certificate);
            // With TLS 1.3 the server may be done before the client has looked at the certificate.
            (await tls.ReadAsync(new byte[1])).ShouldBe(0);
        });
        request.ShouldNotBeOfType<ShouldAssertException>();
        var failure = await Should.ThrowAsync<HttpRequestException>(() => opening);
        UpstreamFailure.EndOf(failure).Reason.ShouldBe("tls");
    }

    [Fact]
    public async Task An_address_that_is_not_http_is_a_bad_url()
    {
        var failure = await Should.ThrowAsync<Exception>(() => Open(new UpstreamRequest(new Uri("simulator:"))));
        UpstreamFailure.EndOf(failure).Reason.ShouldBe("bad_url");
    }

    private Task<HttpResponseMessage> Open(UpstreamRequest request) =>
        _client.OpenAsync(request, CancellationToken.None).WaitAsync(ScriptedUpstream.Patience);

    private static void ShouldBeBare(ScriptedConnection connection)
    {
        connection.Header("X-Key").ShouldBeNull();
        connection.Header("X-Token").ShouldBeNull();
        connection.Header("Authorization").ShouldBeNull();
        connection.Header("Last-Event-ID").ShouldBe("42");
        connection.Header("Accept").ShouldBe("text/event-stream");
    }
}
