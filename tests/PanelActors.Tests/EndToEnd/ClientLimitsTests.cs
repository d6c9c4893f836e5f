using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>What one client may take. Its address is one of loopback, of which there are many.</summary>
public sealed class ClientLimitsTests : IAsyncLifetime
{
    private const string Other = "127.0.0.2";

    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _upstream.DisposeAsync();

    [Fact]
    public async Task A_client_that_asks_too_often_waits_and_others_do_not()
    {
        await using var daemon = await Daemon.Reading(_upstream, ("ClientLimits:RequestsPerSecond", "3"));
        using var greedy = Client(daemon, Other);
        HttpResponseMessage? refused = null;
        for (var i = 0; i < 100 && refused is null; i++)
        {
            var answer = await greedy.GetAsync("/api/heartbeat");
            if (answer.StatusCode == HttpStatusCode.TooManyRequests) refused = answer;
        }

        refused.ShouldNotBeNull().Headers.RetryAfter.ShouldBe(new RetryConditionHeaderValue(TimeSpan.FromSeconds(1)));
        (await refused.Content.ReadAsStringAsync()).ShouldContain("ClientLimits");
        (await greedy.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await greedy.GetAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await daemon.Metrics())["""panelactors_http_refused_total{reason="requests"}"""].ShouldNotBeNull().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_client_follows_as_many_event_streams_as_it_may()
    {
        await using var daemon = await Daemon.Reading(_upstream, ("ClientLimits:SubscribersPerClient", "2"));
        using var greedy = Client(daemon, Other);
        using var first = await Follow(greedy);
        using var second = await Follow(greedy);
        using var third = await Follow(greedy);
        (first.StatusCode, second.StatusCode, third.StatusCode)
            .ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests));
        using var others = await Follow(daemon.Http);
        others.StatusCode.ShouldBe(HttpStatusCode.OK);
        first.Dispose();
        await Eventually(async () =>
        {
            using var again = await Follow(greedy);
            return again.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task A_client_begins_as_many_event_streams_in_a_second_as_it_may()
    {
        await using var daemon = await Daemon.Reading(_upstream, ("ClientLimits:JoinsPerSecond", "2"));
        using var greedy = Client(daemon, Other);
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 50; i++)
        {
            using var stream = await Follow(greedy);
            statuses.Add(stream.StatusCode);
        }

        statuses.ShouldContain(HttpStatusCode.OK);
        statuses.ShouldContain(HttpStatusCode.TooManyRequests);
        using var others = await Follow(daemon.Http);
        others.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Beyond_the_bound_event_streams_are_not_compressed()
    {
        await using var daemon = await Daemon.Reading(_upstream, ("ClientLimits:CompressedSubscribers", "1"));
        using var first = await Follow(daemon.Http, "gzip");
        using var second = await Follow(daemon.Http, "gzip");
        first.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        second.Content.Headers.ContentEncoding.ShouldBeEmpty();
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        first.Dispose();
        await Eventually(async () =>
        {
            using var again = await Follow(daemon.Http, "gzip");
            return again.Content.Headers.ContentEncoding.Count == 1;
        });
    }

    [Fact]
    public async Task An_address_has_as_many_connections_as_it_may_and_a_known_proxy_any_number()
    {
        await using var daemon = await Daemon.Reading(
            _upstream, ("ClientLimits:ConnectionsPerAddress", "3"), ("KnownProxies:0", "127.0.0.3"));
        List<Socket> held = [.. Enumerable.Range(0, 3).Select(_ => Connect(daemon, Other))];
        using var greedy = Client(daemon, Other);
        (await greedy.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await daemon.Http.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        held.AddRange(Enumerable.Range(0, 20).Select(_ => Connect(daemon, "127.0.0.3")));
        using var proxy = Client(daemon, "127.0.0.3");
        (await proxy.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var metrics = await daemon.Metrics();
        metrics["""panelactors_http_refused_total{reason="connections_per_address"}"""].ShouldNotBeNull().ShouldBeGreaterThan(0);
        foreach (var socket in held) socket.Dispose();
        await Eventually(async () =>
        {
            using var fresh = Client(daemon, Other);
            return (await fresh.GetAsync("/health/live")).StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task One_that_takes_all_it_can_leaves_the_others_theirs()
    {
        await using var daemon = await Daemon.Reading(
            _upstream, ("ClientLimits:Connections", "60"), ("ClientLimits:ConnectionsPerAddress", "40"),
            ("ClientLimits:SubscribersPerClient", "20"), ("ClientLimits:RequestsPerSecond", "200"), ("Relay:MaxClients", "30"));
        using var greedy = Client(daemon, Other);
        var taking = await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
        {
            try
            {
                return await Follow(greedy);
            }
            catch (HttpRequestException)
            {
                return null;
            }
        }));
        taking.Count(static stream => stream?.StatusCode == HttpStatusCode.OK).ShouldBeInRange(1, 20);

        using var modest = Client(daemon, "127.0.0.4");
        (await modest.GetAsync("/api/snapshot")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var followed = await Follow(modest);
        followed.StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var stream in taking) stream?.Dispose();
    }

    [Fact]
    public async Task Bounds_take_effect_while_the_daemon_runs()
    {
        (string, string)[] keys = [("Sources:0:Name", "feed"), ("Sources:0:Url", _upstream.Url.ToString())];
        await using var daemon = await Daemon.StartFromFile(keys);
        using var greedy = Client(daemon, Other);
        using var first = await Follow(greedy);
        await daemon.Edit([.. keys, ("ClientLimits:SubscribersPerClient", "1")]);
        using (var second = await Follow(greedy)) second.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        await daemon.Edit([.. keys, ("ClientLimits:ConnectionsPerAddress", "1")]);
        using (var fresh = Client(daemon, Other))
        {
            (await fresh.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        }

        await daemon.Edit(keys);
        using var third = await Follow(greedy);
        third.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var reading = new StreamReader(await first.Content.ReadAsStreamAsync());
        (await reading.ReadLineAsync()).ShouldBe("retry: 1000");
    }

    private static HttpClient Client(Daemon daemon, string from)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = (context, _) => ValueTask.FromResult<Stream>(new NetworkStream(Connect(daemon, from), ownsSocket: true)),
        };
        return new HttpClient(handler) { BaseAddress = daemon.Http.BaseAddress };
    }

    private static Socket Connect(Daemon daemon, string from)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        socket.Connect(IPAddress.Loopback, daemon.Http.BaseAddress!.Port);
        return socket;
    }

    private static async Task<HttpResponseMessage> Follow(HttpClient client, string? coding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events");
        if (coding is not null) request.Headers.AcceptEncoding.ParseAdd(coding);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task Eventually(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        while (!await isSo()) await Task.Delay(10, patience.Token);
    }
}
