using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace PanelActors.Tests.Support;

/// <summary>A test with an actor system whose time stands still until the test advances it.</summary>
public abstract class VirtualTimeTest : TestKit
{
    private const string Config = """
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        """;

    protected VirtualTimeTest() : base(Config) => Time = new SchedulerTimeProvider(Sys.Scheduler);

    protected TimeProvider Time { get; }

    /// <summary>Waits until an actor has dealt with everything sent to it so far, timers that it set included.</summary>
    protected static Task Settle(IActorRef actor) => actor.Ask<ActorIdentity>(new Identify(null)).WaitAsync(ScriptedUpstream.Patience);

    /// <summary>Moves the time, and lets an actor deal with what became due.</summary>
    protected async Task Advance(TimeSpan by, IActorRef actor)
    {
        ((TestScheduler)Sys.Scheduler).Advance(by);
        await Settle(actor);
    }
}
