using Akka.Actor;
using PanelActors.Protocol;
using PanelActors.Sources;
using PanelActors.Tests.Protocol.Decode;
using PanelActors.Tests.State;

namespace PanelActors.Tests.Sources;

public sealed class IncomingStreamTests
{
    private static readonly IncomingStream First = IncomingStream.None.After(new BatchesStarted(3));

    [Theory]
    [InlineData(2, false, 3)]
    [InlineData(3, false, 3)]
    [InlineData(4, false, 4)]
    [InlineData(4, true, 3)]
    public void Only_a_later_connection_takes_over(int attempt, bool isReplacement, int expected) =>
        First.After(new BatchesStarted(attempt, null, isReplacement)).Attempt.ShouldBe(expected);

    [Theory]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    [InlineData(5, 3)]
    public void A_replacement_counts_from_the_first_batch_it_brings(int attempt, int expected) =>
        First.After(new BatchesStarted(4, null, IsReplacement: true)).After(Batch(attempt)).Attempt.ShouldBe(expected);

    [Fact]
    public void A_connection_that_takes_over_drops_the_replacement_of_the_one_before() =>
        First.After(new BatchesStarted(4, null, IsReplacement: true)).After(new BatchesStarted(5)).After(Batch(4)).Attempt.ShouldBe(5);

    [Theory]
    [InlineData("41", false)]
    [InlineData("42", false)]
    [InlineData("40", true)]
    [InlineData(null, false)]
    public void A_feed_that_sends_an_older_event_than_it_was_asked_for_did_not_resume(string? id, bool failed)
    {
        var stream = IncomingStream.None.After(new BatchesStarted(1, EventId.Of("41")));
        var whole = Applying.WithBaseline().State;
        stream.Judge(Batch(1, id), whole).State.Need.Reasons.ShouldBe(failed ? ["resume_failed"] : []);
    }

    [Fact]
    public void Only_the_first_other_id_is_judged()
    {
        var whole = Applying.WithBaseline().State;
        var stream = IncomingStream.None.After(new BatchesStarted(1, EventId.Of("41")));
        (stream, _) = stream.Judge(Batch(1, "41"), whole);
        (stream, _) = stream.Judge(Batch(1, "42"), whole);
        stream.Judge(Batch(1, "3"), whole).State.Need.IsNeeded.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"type":"hello"}""", true)]
    [InlineData("""{"type":"full","payload":{"status":{}}}""", false)]
    public void What_a_relay_said_of_itself_is_forgotten_unless_the_first_event_is_a_hello(string first, bool keeps)
    {
        var relayed = Applying.WithBaseline().State.WithUpstreamHealth(Health.Ok);
        var (stream, state) = First.Judge(Batch(3), relayed);
        state.UpstreamHealth.ShouldBe(Health.Ok, "no event has come yet");
        (stream, state) = stream.Judge(Batch(3, null, first), state);
        state.UpstreamHealth.ShouldBe(keeps ? Health.Ok : null);
        stream.Judge(Batch(3, null, """{"type":"x"}"""), relayed).State.UpstreamHealth.ShouldBe(Health.Ok, "only the first event counts");
    }

    private static EventBatch Batch(int attempt, string? id = null, params string[] events) =>
        new(attempt, Nobody.Instance, [.. events.Select(data => Feed.Decode(data))], EventId.Of(id), null, 0);
}
