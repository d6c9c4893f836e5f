using System.Net;
using System.Text.Json.Nodes;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>Two feeds, composed in every way, through the whole daemon.</summary>
[Collection(AloneCollection.Name)]
public sealed class CompositeTests : IAsyncLifetime
{
    private readonly ScriptedUpstream _first = ScriptedUpstream.Start();
    private readonly ScriptedUpstream _second = ScriptedUpstream.Start();
    private Daemon _daemon = null!;

    public async Task InitializeAsync() => _daemon = await Daemon.Start(
        ("Sources:0:Name", "one"), ("Sources:0:Url", _first.Url.ToString()),
        ("Sources:1:Name", "two"), ("Sources:1:Url", _second.Url.ToString()), ("Sources:1:Resync:Mode", "none"),
        ("Composites:0:Name", "outer"), ("Composites:0:Members:0", "all"), ("Composites:0:Members:1", "spare"),
        ("Composites:1:Name", "all"), ("Composites:1:Members:0", "one"), ("Composites:1:Members:1", "two"),
        ("Composites:1:Merge", "overlay"),
        ("Composites:2:Name", "spare"), ("Composites:2:Members:0", "one"), ("Composites:2:Members:1", "two"),
        ("Composites:2:Merge", "failover"),
        ("Composites:2:FailoverAfter", "00:00:00.1"), ("Freshness:Tick", "00:00:00.050"));

    public async Task DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task Composites_show_what_their_members_show()
    {
        using var one = await _first.NextStream(Sse.Full(1, 1, """{"p":{"a":1},"q":1}"""));
        using var two = await _second.NextStream(Sse.Full(1, 1, """{"p":{"b":2},"r":2}"""));
        await Until(
            "outer",
            status => status["all"]?["p"]?["b"] is not null && status["all"]?["p"]?["a"] is not null && status["spare"]?["q"] is not null);

        var all = await _daemon.Json("/api/stores/all/snapshot");
        all["p"]!.AsObject().Select(member => member.Key).ShouldBe(["a", "b"], ignoreOrder: true);
        var meta = all["panel_push_meta"]!;
        string.Join(' ', meta["panel_sources"]!.AsObject().Select(source => $"{source.Key}={source.Value}").Order())
            .ShouldBe("p=one q=one r=two");
        meta["members"]!.AsObject().Select(member => member.Key).ShouldBe(["one", "two"]);
        ((string?)meta["members"]!["two"]!["health"]).ShouldBe("ok");
        meta["active_member"].ShouldBeNull();
        ((string?)(await _daemon.Json("/api/stores/spare/snapshot"))["panel_push_meta"]!["active_member"]).ShouldBe("one");

        await two.Send(Sse.Diff(2, 1, """{"r":3}"""));
        await Until("outer", status => status["all"]!["r"]!.ToJsonString() == "3");
        var stores = (await _daemon.Json("/api/stores")).AsArray();
        stores.Select(store => (string?)store!["name"]).ShouldBe(["one", "two", "outer", "all", "spare"]);
        stores.Select(store => (string?)store!["kind"]).ShouldBe(["source", "source", "composite", "composite", "composite"]);
        stores[2]!["connection"].ShouldBeNull();
        (await _daemon.Snapshot())["all"].ShouldNotBeNull("the first composite is the default");
    }

    [Fact]
    public async Task An_unchanged_composite_is_not_sent_again_and_is_ready_with_its_members()
    {
        await _daemon.ShouldAnswer("/health/ready", HttpStatusCode.ServiceUnavailable);
        using var one = await _first.NextStream(Sse.Full(1, 1, """{"p":1}"""));
        using var two = await _second.NextStream(Sse.Full(1, 1, """{"q":1}"""));
        await Until(
            "outer", status => status["all"]?["q"] is not null && status["all"]?["p"] is not null && status["spare"]?["p"] is not null);
        await _daemon.ShouldAnswer("/health/ready", HttpStatusCode.OK);

        using var first = await _daemon.Http.GetAsync("/api/stores/all/snapshot");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/stores/all/snapshot");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await _daemon.Http.SendAsync(request);
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Asking_a_composite_asks_the_members_that_can_be_asked()
    {
        using var one = await _first.NextStream(Sse.Full(1, 1, """{"p":1}"""));
        using var two = await _second.NextStream(Sse.Full(1, 1, """{"q":1}"""));
        await Until("all", status => status["q"] is not null && status["p"] is not null);
        using var answer = await _daemon.Post("/api/stores/all/request-full");
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var again = await _first.NextConnection();
        again.Query("force_full").ShouldBe("1");

        using var restart = await _daemon.Post("/api/sources/all/restart");
        restart.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_member_that_stops_is_left_for_the_next_and_returned_to_when_it_is_back()
    {
        using (var one = await _first.NextStream(Sse.Full(1, 1, """{"p":1}""")))
        {
            await Until("spare", status => status["p"]?.ToJsonString() == "1");
            await one.Close();
        }

        using (var gone = await _first.NextConnection()) await gone.Refuse(204);
        using var two = await _second.NextStream(Sse.Full(1, 1, """{"p":2}"""));
        await Until("spare", status => status["p"]?.ToJsonString() == "2");

        using var start = await _daemon.Post("/api/sources/one/restart");
        using var back = await _first.NextStream(Sse.Full(1, 1, """{"p":3}"""));
        await Until("spare", status => status["p"]?.ToJsonString() == "3");
        (await _daemon.Metrics())["""panelactors_failovers_total{store="spare"}"""].ShouldBe(2);
    }

    private async Task Until(string store, Func<JsonNode, bool> isLike)
    {
        _daemon.Stores.TryGet(store, out var found).ShouldBeTrue();
        await Daemon.Until(found!, state => state.Status is { } status && isLike(JsonNode.Parse(status.ToString())!), $"{store} like that");
    }
}
