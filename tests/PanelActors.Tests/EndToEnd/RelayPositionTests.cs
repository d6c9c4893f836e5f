using PanelActors.Tests.Support;


namespace PanelActors.Tests.EndToEnd;

/// <summary>A position belongs to the store where it was got.</summary>
[Collection(AloneCollection.Name)]
public sealed class RelayPositionTests : IAsyncLifetime
{
    private readonly ScriptedUpstream _a = ScriptedUpstream.Start();
    private readonly ScriptedUpstream _b = ScriptedUpstream.Start();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
    }

    [Fact]
    public async Task Where_another_store_becomes_the_default_its_clients_begin_anew()
    {
        await using var daemon = await Daemon.StartFromFile([.. Sources, ("Default", "b")]);
        using var a = await _a.NextStream(Sse.Full(1, 1, """{"of":"a"}"""));
        using var b = await _b.NextStream(Sse.Full(1, 1, """{"of":"b"}"""));
        // Both relays are awake, and both are at about the same place.
        await using var other = await RelaySubscriber.Connect(daemon.Http, "/api/stores/a/events");
        await other.NextOf("panel_full");
        await using var client = await RelaySubscriber.Connect(daemon.Http);
        var had = (await client.NextOf("panel_full")).Id!.Value;
        await a.Send(Sse.Diff(2, 1, """{"n":1}""") + Sse.Diff(3, 1, """{"n":2}"""));
        await other.NextOf("panel_diff");

        await daemon.Edit([.. Sources, ("Default", "a")]);
        await using var back = await RelaySubscriber.Connect(daemon.Http, lastEventId: had);
        var hello = await back.Expect("hello");
        ((string?)hello.Payload["store"], (bool?)hello.Payload["resumed"], (string?)hello.Payload["reason"])
            .ShouldBe(("a", false, "unknown_id"));
        (await back.Expect("panel_full")).Payload["status"]!.ToJsonString().ShouldBe("""{"of":"a","n":2}""");
        await using var still = await RelaySubscriber.Connect(daemon.Http, "/api/stores/b/events", had);
        ((bool?)(await still.Expect("hello")).Payload["resumed"]).ShouldBe(true);
    }

    [Fact]
    public async Task Ids_grow_over_a_restart_and_those_of_the_run_before_are_unknown()
    {
        await using var database = TemporaryDatabase.InFile.Create();
        (string, string)[] keys = [("Sources:0:Name", "a"), ("Sources:0:Url", _a.Url.ToString()), .. database.Keys];
        var (had, generation) = (0L, 0L);
        for (var run = 0; run < 3; run++)
        {
            await using var daemon = await Daemon.Start(keys);
            var feed = await _a.NextStream(Sse.Full(1 + run, 1, """{"x":1}"""));
            await daemon.UntilPanel("x", "1");
            await using var client = await RelaySubscriber.Connect(daemon.Http, lastEventId: had == 0 ? null : had);
            ((string?)(await client.Expect("hello")).Payload["reason"]).ShouldBe(run == 0 ? "connected" : "unknown_id");
            var full = await client.NextOf("panel_full");
            full.Id.ShouldNotBeNull().ShouldBeGreaterThan(had);
            ((long)full.Data["generation"]!).ShouldBeGreaterThan(generation);
            (had, generation) = (full.Id.Value, (long)full.Data["generation"]!);
        }
    }

    [Fact]
    public async Task A_client_that_forces_a_baseline_gets_one_whatever_its_position()
    {
        await using var daemon = await Daemon.Start(Sources);
        using var a = await _a.NextStream(Sse.Full(1, 1, """{"x":1}"""));
        await daemon.UntilPanel("x", "1");
        await using var client = await RelaySubscriber.Connect(daemon.Http);
        var had = (await client.NextOf("panel_full")).Id!.Value;
        string[] queries = [$"force_full=1&last_id={had}", $"last_id={had}&force_full", "force_full=1&last_id=x", "force_full=true"];
        foreach (var query in queries)
        {
            await using var forced = await RelaySubscriber.Connect(daemon.Http, $"/events?{query}", had);
            ((string?)(await forced.Expect("hello")).Payload["reason"]).ShouldBe("force_full");
            await forced.Expect("panel_full");
        }
    }

    private (string, string)[] Sources =>
        [("Sources:0:Name", "a"), ("Sources:0:Url", _a.Url.ToString()), ("Sources:1:Name", "b"), ("Sources:1:Url", _b.Url.ToString())];
}
