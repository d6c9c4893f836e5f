using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.TestKit;
using PanelActors.Configuration;
using PanelActors.Files;
using PanelActors.Snapshots;
using PanelActors.State;
using PanelActors.Stores;
using PanelActors.Telemetry;
using PanelActors.Tests.Protocol.Decode;
using PanelActors.Tests.Snapshots;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Files;

public sealed class FileOutputActorTests : VirtualTimeTest
{
    private const string Name = "out/market.json";
    private static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(5);

    private readonly TemporaryFolder _folder = new();
    private readonly FileMetrics _metrics = new();
    private readonly TestProbe _log;
    private readonly string _path;
    private readonly string _base;
    private StoreBoard _board = new("market");
    private readonly StoreRegistry _stores;
    private IActorRef _file = null!;

    public FileOutputActorTests()
    {
        _log = CreateTestProbe();
        _path = Path.Combine(_folder.Path, "out", "market.json");
        _base = Path.Combine(_folder.Path, "status.json");
        _stores = new StoreRegistry([SnapshotTests.StoreOf(_board)], "market");
    }

    [Fact]
    public async Task The_first_state_is_written_at_once_and_the_next_one_when_it_may()
    {
        Start();
        await UntilWritten(1);
        Health().ShouldBe("init");

        Show("""{"p":1}""");
        Show("""{"p":2}""");
        await Advance(MinInterval - TimeSpan.FromMilliseconds(1), _file);
        Show("""{"p":3}""");
        Shown()["p"].ShouldBeNull();
        _metrics.Writes[Name].ShouldBe(1);

        await Advance(TimeSpan.FromMilliseconds(1), _file);
        await UntilWritten(2);
        ((int)Shown()["p"]!).ShouldBe(3);
    }

    [Fact]
    public async Task A_change_after_a_quiet_time_is_written_without_waiting()
    {
        Start();
        await UntilWritten(1);
        await Advance(MinInterval, _file);
        Show("""{"p":1}""");
        await UntilWritten(2);
        ((int)Shown()["p"]!).ShouldBe(1);
    }

    [Fact]
    public async Task The_health_is_written_when_it_changes_though_nothing_came()
    {
        Show("""{"p":1}""");
        Start();
        await UntilWritten(1);
        Health().ShouldBe("ok");
        await Seconds(9);
        _metrics.Writes[Name].ShouldBe(1);
        await Seconds(1);
        await UntilWritten(2);
        Health().ShouldBe("warn");
        await Seconds(20);
        await UntilWritten(3);
        Health().ShouldBe("stale");
        await Seconds(100);
        Show("""{"p":2}""");
        await UntilWritten(4);
        Health().ShouldBe("ok");
        _metrics.Skipped[Name].ShouldBe(0);
    }

    [Fact]
    public async Task A_store_that_is_replaced_is_followed_and_an_equal_content_is_not_written_again()
    {
        Show("""{"p":1}""");
        Start();
        await UntilWritten(1);
        var written = File.GetLastWriteTimeUtc(_path);
        var state = _board.Current.State;
        await Advance(MinInterval, _file);

        _board = new StoreBoard("market");
        _board.Publish(state);
        _stores.Replace(new StoreSet([SnapshotTests.StoreOf(_board)], "market"));
        await Seconds(1);
        await Until(() => _metrics.Skipped[Name] == 1, "skipped");
        File.GetLastWriteTimeUtc(_path).ShouldBe(written);

        Show("""{"p":2}""");
        await Seconds(5);
        await UntilWritten(2);
        ((int)Shown()["p"]!).ShouldBe(2);
    }

    [Fact]
    public async Task A_store_that_is_gone_grows_old_in_its_file()
    {
        Show("""{"p":1}""");
        Start();
        await UntilWritten(1);
        _stores.Replace(new StoreSet([SnapshotTests.StoreOf(new StoreBoard("other"))], "other"));
        await Seconds(10);
        await UntilWritten(2);
        (Health(), (int)Shown()["p"]!).ShouldBe(("warn", 1));
    }

    [Fact]
    public async Task A_base_stands_in_place_of_the_panels_and_is_read_again()
    {
        File.WriteAllText(_base, """{"mine":1,"panel_push_meta":{"theirs":true,"ui_generation":99}}""");
        Show("""{"p":1}""");
        Start(withBase: true);
        await UntilWritten(1);
        var shown = Shown();
        shown.Select(static member => member.Key).ShouldBe(["mine", "panel_push_meta", "adaptive_stream"]);
        var meta = shown["panel_push_meta"]!;
        ((bool)meta["theirs"]!, (int)meta["ui_generation"]!, (int)meta["panel_generation"]!).ShouldBe((true, 1, 1));
        meta["panel_hashes"]!.AsObject().Select(static member => member.Key).ShouldBe(["mine"]);

        File.WriteAllText(_base, """{"mine":2}""");
        await Seconds(6);
        await UntilWritten(2);
        ((int)Shown()["mine"]!).ShouldBe(2);
        Show("""{"p":2}""");
        await UntilBegun(3);
        ((int)Shown()["panel_push_meta"]!["ui_generation"]!).ShouldBe(2);
    }

    [Fact]
    public async Task A_base_that_is_touched_is_not_written_again()
    {
        File.WriteAllText(_base, """{"mine":1}""");
        Show("""{"p":1}""");
        Start(withBase: true);
        await UntilWritten(1);
        await Seconds(7);
        File.SetLastWriteTimeUtc(_base, DateTime.UtcNow.AddHours(-1));
        await Seconds(1);
        await Ask();
        (_metrics.Writes[Name], _metrics.Skipped[Name], _metrics.Failures[Name]).ShouldBe((1, 0, 0));
    }

    [Fact]
    public async Task Without_a_good_base_nothing_is_written_and_with_a_broken_one_the_last_good_one_stays()
    {
        Show("""{"p":1}""");
        Start(withBase: true);
        await Until(() => _metrics.Failures[Name] == 1, "the first failure");
        File.Exists(_path).ShouldBeFalse();
        await Ask();
        File.Exists(_path).ShouldBeFalse();
        var line = await _log.ExpectMsgAsync<LogLine>();
        line.Text.ShouldStartWith($"The base of {Name} cannot be used (Could not find file");

        File.WriteAllText(_base, """{"mine":1}""");
        await Seconds(1);
        await UntilWritten(1);
        File.WriteAllText(_base, "{");
        await Seconds(1);
        await Until(() => _metrics.Failures[Name] >= 3, "another failure");
        Show("""{"p":2}""");
        await Seconds(5);
        await UntilWritten(2);
        ((int)Shown()["mine"]!).ShouldBe(1);
        _log.HasMessages.ShouldBeFalse("one line is enough");
    }

    [Fact]
    public async Task What_cannot_be_written_is_counted_and_told_once_and_tried_again()
    {
        Directory.CreateDirectory(_path + ".tmp");
        Show("""{"p":1}""");
        Start();
        await Until(() => _metrics.Failures[Name] == 1, "the first failure");
        (await _log.ExpectMsgAsync<LogLine>()).Text.ShouldStartWith($"{Name} cannot be written (");
        await Seconds(5);
        await Until(() => _metrics.Failures[Name] == 2, "the second failure");
        _log.HasMessages.ShouldBeFalse();

        Directory.Delete(_path + ".tmp");
        await Seconds(5);
        await UntilWritten(1);
        (await _log.ExpectMsgAsync<LogLine>()).Text.ShouldBe($"{Name} can be written again");
        ((int)Shown()["p"]!).ShouldBe(1);
    }

    [SmallDiskFact]
    public async Task That_a_file_can_only_be_written_in_place_is_told_once()
    {
        var outside = _folder.Write("outside.json", "");
        using var mounted = SmallDisk.Bind(outside, _folder.Write("out/market.json", ""));
        Show("""{"p":1}""");
        Start();
        await UntilWritten(1);
        (await _log.ExpectMsgAsync<LogLine>()).Text.ShouldBe(
            $"{Name} cannot be replaced, since it is mounted by itself: it is written in place, and a reader may see half of it");
        Show("""{"p":2}""");
        await Seconds(5);
        await UntilWritten(2);
        ((int)JsonNode.Parse(File.ReadAllText(outside))!["p"]!).ShouldBe(2);
        _log.HasMessages.ShouldBeFalse("one line is enough");
    }

    [Fact]
    public async Task In_a_hurry_it_is_written_before_its_time_and_answers_when_that_is_done()
    {
        Start();
        await UntilWritten(1);
        Show("""{"p":1}""");
        await Ask();
        ((int)Shown()["p"]!).ShouldBe(1);
        await Ask();
        _metrics.Writes[Name].ShouldBe(2);

        Directory.CreateDirectory(_path + ".tmp");
        Show("""{"p":2}""");
        await Ask();
        _metrics.Failures[Name].ShouldBe(1);
    }

    [Fact]
    public async Task One_that_takes_over_goes_on()
    {
        Show("""{"p":1}""");
        var writer = Start();
        await UntilWritten(1);
        await _file.GracefulStop(ScriptedUpstream.Patience);
        Start(writer);
        await Until(() => _metrics.Skipped[Name] == 1, "skipped");
        Show("""{"p":2}""");
        await Seconds(5);
        await UntilWritten(2);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _folder.Dispose();
    }

    private FileWriter Start(bool withBase = false)
    {
        var output = new FileOutput(Name, "market", _path, MinInterval, withBase ? _base : null);
        return Start(new FileWriter(output, _stores, new SnapshotRenderer(Time), new LimitsOptions(), Time));
    }

    private FileWriter Start(FileWriter writer)
    {
        var log = new ProbeLog(_log.Ref);
        var throttle = new LogThrottle(Time, TimeSpan.FromMinutes(5));
        _file = Sys.ActorOf(Props.Create(() => new FileOutputActor(writer, _metrics, Time, throttle, log)));
        return writer;
    }

    private void Show(string status)
    {
        var baseline = Feed.Decode(Feed.Envelope("panel_full", $"{{\"status\":{status}}}"));
        _board.Publish(_board.Current.State.Apply(baseline, Time.GetUtcNow(), new StateLimits()).State);
    }

    private async Task Seconds(int count)
    {
        for (var second = 0; second < count; second++) await Advance(TimeSpan.FromSeconds(1), _file);
    }

    private Task<WriteDone> Ask() => _file.Ask<WriteDone>(WriteNow.Instance).WaitAsync(ScriptedUpstream.Patience);

    private Task UntilWritten(int count) => Until(() => _metrics.Writes[Name] == count, $"{count} writes");

    // The base is looked at on another thread, so virtual time may have to go on before the write begins.
    private Task UntilBegun(int count) => Until(
        () =>
        {
            ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(1));
            return _metrics.Writes[Name] >= count;
        },
        $"{count} writes");

    private async Task Until(Func<bool> isSo, string what)
    {
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        while (!isSo())
        {
            if (patience.IsCancellationRequested)
            {
                throw new TimeoutException(
                    $"Never {what}: {_metrics.Writes[Name]} writes, {_metrics.Skipped[Name]} skipped, {_metrics.Failures[Name]} failures");
            }

            await Task.Delay(1);
        }

        // The counters move within the message that also decides what is next.
        await Settle(_file);
    }

    private JsonObject Shown() => JsonNode.Parse(File.ReadAllText(_path))!.AsObject();

    private string Health() => (string)Shown()["panel_push_meta"]!["sse_heartbeat"]!["health"]!;
}
