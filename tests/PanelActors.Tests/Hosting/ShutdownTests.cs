using Akka.TestKit.Xunit2;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PanelActors.Configuration;
using PanelActors.Hosting;
using PanelActors.Tests.Support;
using Stop = PanelActors.Hosting.Shutdown;

namespace PanelActors.Tests.Hosting;

public sealed class ShutdownTests : TestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly ProbeLog _log;
    private readonly List<string> _done = [];

    public ShutdownTests()
        : base("akka.loglevel = OFF\nakka.stdout-loglevel = OFF") => _log = new ProbeLog(TestActor);

    [Fact]
    public async Task Subscribers_hear_good_bye_first_and_what_they_read_from_ends_after_the_last_state_is_saved()
    {
        await using var app = Build();
        app.Services.GetRequiredService<Shutdown>().Steps.Select(step => step.Name).ShouldBe(
        [
            "the reload of the configuration", "the good-bye to subscribers", "the notice to the service manager",
            "the last save of states", "the last entries of the history",
            "the last write of files", "the web server", "the actor system", "the end of the recordings",
            "the built-in feed", "the reservation of event ids",
        ]);
    }

    [Fact]
    public async Task All_budgets_together_leave_half_of_the_last_second_to_the_rest_of_the_process()
    {
        await using var app = Build();
        var steps = app.Services.GetRequiredService<Shutdown>().Steps;
        steps.ShouldAllBe(step => step.Budget > TimeSpan.Zero);
        TimeSpan.FromTicks(steps.Sum(step => step.Budget.Ticks)).ShouldBeLessThanOrEqualTo(Stop.Limit);
        Stop.Limit.ShouldBe(4.5 * Second);
        app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout.ShouldBe(Stop.Limit);
    }

    [Fact]
    public async Task Only_the_lifecycle_is_asked_before_services_stop()
    {
        await using var app = Build();
        app.Services.GetServices<IHostedService>().OfType<IHostedLifecycleService>().ShouldHaveSingleItem()
            .ShouldBeOfType<DaemonLifecycle>();
    }

    [Fact]
    public async Task A_daemon_that_has_not_started_stops_without_a_fault()
    {
        await using var app = Build();
        await Stop.RunAsync(app.Services.GetRequiredService<Shutdown>().Steps, TimeProvider.System, _log);
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task Steps_are_taken_one_after_another()
    {
        var first = new TaskCompletionSource();
        var running = Stop.RunAsync([Step("first", first.Task), Step("second")], _time, _log);
        _done.ShouldBeEmpty();
        first.SetResult();
        await running.WaitAsync(ScriptedUpstream.Patience);
        _done.ShouldBe(["first", "second"]);
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_step_that_hangs_is_logged_and_left_behind()
    {
        var running = Stop.RunAsync([Step("hanging", new TaskCompletionSource().Task), Step("second")], _time, _log);
        await PassAsync(Second, running);
        _done.ShouldBe(["second"]);
        ShouldBeLogged(LogLevel.Warning, "The stop goes on without hanging, which is not done in time");
    }

    [Fact]
    public async Task A_step_that_blocks_its_thread_is_left_behind_too()
    {
        using var release = new ManualResetEventSlim();
        var blocking = new ShutdownStep("blocking", Second, _ =>
        {
            // Heeds no cancellation.
            release.Wait(CancellationToken.None);
            return Task.CompletedTask;
        });
        var running = Stop.RunAsync([blocking, Step("second")], _time, _log);
        await PassAsync(Second, running);
        _done.ShouldBe(["second"]);
        release.Set();
    }

    [Fact]
    public async Task A_step_that_gives_up_when_its_time_is_over_is_logged_as_late()
    {
        var late = new ShutdownStep("late", Second, stop => Task.Delay(Timeout.Infinite, stop));
        await PassAsync(Second, Stop.RunAsync([late], _time, _log));
        ShouldBeLogged(LogLevel.Warning, "The stop goes on without late, which is not done in time");
    }

    [Fact]
    public async Task A_step_that_fails_is_logged_and_the_next_one_is_taken()
    {
        var failing = new ShutdownStep("failing", Second, _ => throw new IOException("no"));
        await Stop.RunAsync([failing, Step("second")], _time, _log).WaitAsync(ScriptedUpstream.Patience);
        _done.ShouldBe(["second"]);
        ShouldBeLogged(LogLevel.Error, "The stop goes on without failing, which failed");
    }

    [Fact]
    public async Task Time_that_a_step_does_not_use_remains_for_the_next_one()
    {
        var slow = new TaskCompletionSource();
        var running = Stop.RunAsync(
            [Step("first"), Step("slow", slow.Task), Step("hanging", new TaskCompletionSource().Task)], _time, _log);
        while (_done.Count < 1) await Task.Yield();
        _time.Advance(1.9 * Second);
        slow.SetResult();
        while (_done.Count < 2) await Task.Yield();
        await PassAsync(1.1 * Second, running);
        _done.ShouldBe(["first", "slow"]);
        ShouldBeLogged(LogLevel.Warning, "The stop goes on without hanging, which is not done in time");
    }

    private static Microsoft.AspNetCore.Builder.WebApplication Build() =>
        DaemonHost.Build(LoadedConfiguration.Of(Settings.With(("Persistence:Enabled", "false"))));

    private async Task PassAsync(TimeSpan time, Task running)
    {
        _time.Advance(time);
        await running.WaitAsync(ScriptedUpstream.Patience);
    }

    private ShutdownStep Step(string name, Task? until = null) => new(name, Second, async _ =>
    {
        await (until ?? Task.CompletedTask);
        _done.Add(name);
    });

    private void ShouldBeLogged(LogLevel level, string text)
    {
        ExpectMsg<LogLine>().ShouldBe(new LogLine(level, text));
        ExpectNoMsg(TimeSpan.Zero);
    }
}
