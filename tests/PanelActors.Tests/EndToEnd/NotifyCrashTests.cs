using System.Net;
using System.Net.Sockets;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>The program, killed while notifications wait and while they are sent.</summary>
public sealed class NotifyCrashTests : IAsyncLifetime, IDisposable
{
    private const int Many = 30;

    private static readonly TimeSpan MaxStop = TimeSpan.FromSeconds(5);

    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryDatabase.InFile _database = TemporaryDatabase.InFile.Create();
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private WebhookReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await WebhookReceiver.Start();

    public async Task DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _upstream.DisposeAsync();
        await _database.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task However_it_is_killed_nothing_is_lost_the_order_stays_and_what_comes_twice_has_the_same_id()
    {
        _receiver.Answer = 500;
        await using (var program = Start())
        {
            using var http = await program.ClientAsync();
            using var feed = await _upstream.NextStream(
                Sse.Full(1, 1, "{\"p\":1}") + string.Concat(Enumerable.Range(2, Many).Select(Followup)));
            await _receiver.NextRefused();
            using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
            // All of them are written.
            while (!(await http.GetStringAsync("/api/history?kind=followup&limit=1000", patience.Token)).Contains($"\"number {Many + 1}\""))
                await Task.Yield();
            await program.KillAsync();
        }

        _receiver.Answer = 200;
        var taken = new List<(string Id, string Text)>();
        // Killed in the midst of sending, again and again.
        for (var kills = 0; kills < 3; kills++)
        {
            await using var program = Start();
            for (var i = 0; i < 5; i++) taken.Add(await Next());
            await program.KillAsync();
        }

        await using var last = Start();
        while (taken[^1].Text != $"number {Many + 1}") taken.Add(await Next());
        taken.DistinctBy(static one => one.Text).Select(static one => one.Text)
            .ShouldBe(Enumerable.Range(2, Many).Select(static n => $"number {n}"));
        foreach (var same in taken.GroupBy(static one => one.Text)) same.Select(static one => one.Id).Distinct().ShouldHaveSingleItem();
        // At each kill the one that was under way, at most.
        taken.Count.ShouldBeLessThanOrEqualTo(Many + 3);
        taken.Select(static one => int.Parse(one.Text.Split(' ')[1], null)).ShouldBeInOrder();
        _receiver.Forged.ShouldBe(0);
    }

    [Fact]
    public async Task A_database_that_never_answers_does_not_hold_up_the_stop()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        await using var program = Start((
            "PANELACTORS__Persistence__ConnectionString", $"Host=127.0.0.1;Port={port};Username=panel;Password=secret;Database=panels"));
        using var http = await program.ClientAsync();
        await program.TerminateAsync();
        var (code, _, error) = await program.EndAsync().WaitAsync(MaxStop);
        (code, error).ShouldBe((0, ""));
    }

    private async Task<(string Id, string Text)> Next()
    {
        var (id, said) = await _receiver.Next();
        return (id, (string)said["data"]!["detail"]!);
    }

    private DaemonProcess Start(params (string, string)[] more) => DaemonProcess.Start(
        _folder.Path, ["run", "--urls", "http://127.0.0.1:0", "--source", $"feed={_upstream.Url}"],
        [.. more, ("PANELACTORS__Persistence__Path", _database.File), ("PANELACTORS__Notify__0__Name", "desk"),
        ("PANELACTORS__Notify__0__Url", _receiver.Url), ("PANELACTORS__Notify__0__On__0", "followup:critical"),
        ("PANELACTORS__Notify__0__SecretFile", _folder.Write("secret", WebhookReceiver.Secret))]);

    private static string Followup(int id) => Sse.Envelope(
        id, "followup_alert", $$"""{"alert":{"severity":"critical","message":"number {{id}}"},"ts":{{1690000000 + id}}}""");
}
