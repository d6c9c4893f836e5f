using Akka.Actor;
using Akka.TestKit;
using PanelActors.Protocol;
using PanelActors.Sources;
using PanelActors.State;
using PanelActors.Tests.Support;
using PanelActors.Tree;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace PanelActors.Tests.Sources;

public sealed class HeartbeatActorTests : VirtualTimeTest
{
    private static readonly FreshnessPolicy Policy = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));

    private readonly StoreBoard _board = new("feed");
    private readonly TestProbe _changes;
    private readonly TestProbe _log;
    private readonly Action<HealthChanged> _changed;
    private readonly IActorRef _heartbeat;

    public HeartbeatActorTests()
    {
        _changes = CreateTestProbe();
        _log = CreateTestProbe();
        var changes = _changes.Ref;
        _changed = change => changes.Tell(change);
        var log = _log.Ref;
        Func<DateTimeOffset, Heartbeat> read = now => Heartbeat.Of(_board.Current.State, Policy, now);
        _heartbeat = Sys.ActorOf(Props.Create(() => new HeartbeatActor(
            "feed", read, TimeSpan.FromSeconds(1), Time, new ProbeLog(log), _changed, Health.Init)));
    }

    [Fact]
    public async Task Each_change_is_published_once_and_logged_once()
    {
        await Settle(_heartbeat);
        await Ticks(3);
        ShouldBeQuiet();

        ShowEvent();
        await Ticks(1);
        ShouldChange(Health.Init, Health.Ok, LogLevel.Information);
        await Ticks(8);
        ShouldBeQuiet();

        await Ticks(1);
        ShouldChange(Health.Ok, Health.Warn, LogLevel.Warning);
        await Ticks(19);
        ShouldBeQuiet();

        await Ticks(1);
        ShouldChange(Health.Warn, Health.Stale, LogLevel.Warning);
        await Ticks(100);
        ShouldBeQuiet();

        ShowEvent();
        await Ticks(1);
        ShouldChange(Health.Stale, Health.Ok, LogLevel.Information);
    }

    [Fact]
    public async Task Showing_a_state_without_a_new_event_is_no_sign_of_life()
    {
        await Settle(_heartbeat);
        ShowEvent();
        await Ticks(1);
        ShouldChange(Health.Init, Health.Ok, LogLevel.Information);
        for (var second = 0; second < 9; second++)
        {
            _board.Publish(_board.Current.State.RaiseNeed("test"));
            await Ticks(1);
        }

        ShouldChange(Health.Ok, Health.Warn, LogLevel.Warning);
    }

    [Fact]
    public async Task One_that_takes_over_says_only_what_is_new_since_what_was_said_last()
    {
        await Settle(_heartbeat);
        ShowEvent();
        await Ticks(1);
        ShouldChange(Health.Init, Health.Ok, LogLevel.Information);

        var log = _log.Ref;
        var policy = new FreshnessPolicy(Policy.WarnAfter, Policy.WarnAfter * 1.5);
        Func<DateTimeOffset, Heartbeat> read = now => Heartbeat.Of(_board.Current.State, policy, now);
        Sys.Stop(_heartbeat);
        var next = Sys.ActorOf(Props.Create(() => new HeartbeatActor(
            "feed", read, TimeSpan.FromSeconds(1), Time, new ProbeLog(log), _changed, Health.Ok)));
        await Settle(next);
        for (var second = 0; second < 8; second++) await Advance(TimeSpan.FromSeconds(1), next);
        ShouldBeQuiet();
        await Advance(TimeSpan.FromSeconds(1), next);
        ShouldChange(Health.Ok, Health.Warn, LogLevel.Warning);
        for (var second = 0; second < 5; second++) await Advance(TimeSpan.FromSeconds(1), next);
        ShouldChange(Health.Warn, Health.Stale, LogLevel.Warning);
    }

    [Fact]
    public async Task An_unknown_age_is_put_in_words()
    {
        var log = _log.Ref;
        Func<DateTimeOffset, Heartbeat> read = _ => new Heartbeat(null, null, null, null, Health.Stale);
        var other = Sys.ActorOf(Props.Create(() => new HeartbeatActor(
            "desk", read, TimeSpan.FromSeconds(1), Time, new ProbeLog(log), _changed, Health.Init)));
        await Settle(other);
        await Advance(TimeSpan.FromSeconds(1), other);
        _log.ExpectMsg<LogLine>().Text.ShouldBe("Health of desk went from init to stale; the age of its data is unknown");
    }

    private async Task Ticks(int seconds)
    {
        for (var second = 0; second < seconds; second++) await Advance(TimeSpan.FromSeconds(1), _heartbeat);
    }

    private void ShowEvent() => _board.Publish(
        _board.Current.State.Apply(new PanelFullEvent(PanelObject.Parse("""{"p":1}""")), Time.GetUtcNow(), new StateLimits()).State);

    private void ShouldChange(Health from, Health to, LogLevel level)
    {
        _changes.ExpectMsg<HealthChanged>().ShouldBe(new HealthChanged("feed", from, to, Time.GetUtcNow()));
        var line = _log.ExpectMsg<LogLine>();
        line.Level.ShouldBe(level);
        line.Text.ShouldStartWith($"Health of feed went from {from.ToName()} to {to.ToName()};");
        ShouldBeQuiet();
    }

    private void ShouldBeQuiet()
    {
        _changes.HasMessages.ShouldBeFalse();
        _log.HasMessages.ShouldBeFalse();
    }
}
