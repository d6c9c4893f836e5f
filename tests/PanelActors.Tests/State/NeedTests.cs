using PanelActors.Protocol;
using PanelActors.State;

namespace PanelActors.Tests.State;

public class NeedTests
{
    [Theory]
    [InlineData("4", "5", true)]
    [InlineData("4 3 1", "5", true)]
    [InlineData("4", "null", false)]
    [InlineData("6", "5", false)]
    [InlineData("4 6", "5", false)]
    [InlineData("6 4", "5", false)]
    public void A_need_that_only_older_diffs_raised_is_withdrawn_by_a_diff_of_the_stored_generation(
        string dropped, string applied, bool withdrawn)
    {
        var applying = dropped.Split(' ').Aggregate(Applying.WithBaseline(), (now, generation) => now.Diff("""{"b":1}""", generation));
        applying.State.Need.Reasons.ShouldBe(["generation_mismatch"]);

        applying.Diff("""{"c":1}""", applied).Outcome.ShouldBe(EventOutcome.Applied);
        applying.State.Need.IsNeeded.ShouldBe(!withdrawn);
        applying.State.Need.Reasons.ShouldBe(withdrawn ? [] : ["generation_mismatch"]);
        applying.State.DiffDroppedCount.ShouldBe(dropped.Split(' ').Length);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"_truncated":true}""")]
    public void A_diff_of_the_stored_generation_that_is_dropped_withdraws_nothing(string diff)
    {
        var applying = Applying.WithBaseline().Diff("{}", "4").Diff(diff, "5").Diff("{}", "5");
        applying.State.Need.Reasons.Length.ShouldBe(2);
    }

    [Fact]
    public void A_need_with_another_reason_too_stays()
    {
        Applying.WithBaseline().RaiseNeed("operator").Diff("{}", "4").Diff("{}", "5").State.Need.Reasons
            .ShouldBe(["operator", "generation_mismatch"]);
        Applying.WithBaseline().Diff("{}", "4").RaiseNeed("operator").Diff("{}", "5").State.Need.Reasons
            .ShouldBe(["generation_mismatch", "operator"]);
        Applying.WithBaseline().Diff("{}", "4").Send("{").Diff("{}", "5").State.Need.Reasons.ShouldBe(["generation_mismatch", "bad_json"]);
    }

    [Fact]
    public void A_need_withdrawn_can_come_back_and_be_withdrawn_again()
    {
        var applying = Applying.WithBaseline().Diff("{}", "4").Diff("{}", "5").Diff("{}", "3");
        applying.State.Need.Reasons.ShouldBe(["generation_mismatch"]);
        applying.Diff("{}", "5").State.Need.IsNeeded.ShouldBeFalse();
    }

    [Theory]
    [InlineData("{", "bad_json")]
    [InlineData("[]", "bad_envelope")]
    [InlineData("""{"type":"full","payload":{}}""", "bad_payload")]
    [InlineData("""{"type":"diff"}""", "no_payload")]
    [InlineData("""{"a":1,"a":1}""", "duplicate_key")]
    public void A_lost_frame_raises_the_need_and_moves_nothing_else(string data, string reason)
    {
        var applying = Applying.WithBaseline();
        var before = applying.State;
        applying.Send(data).Outcome.ShouldBe(EventOutcome.Lost(reason));
        applying.State.Need.Reasons.ShouldBe([reason]);
        applying.State.DiffDroppedCount.ShouldBe(0);
        Applying.BesidesNeedAndDrops(applying.State).ShouldBe(Applying.BesidesNeedAndDrops(before));
    }

    [Theory]
    [InlineData("oversized")]
    [InlineData("bad_utf8")]
    public void So_does_a_frame_whose_bytes_were_no_use(string reason) =>
        Applying.WithBaseline().State.Apply(new LostEvent(reason, NeedsFull: true), Applying.Start, new StateLimits()).State.Need.Reasons
            .ShouldBe([reason]);

    [Theory]
    [InlineData("""{"type":"severity_counts","payload":{}}""")]
    [InlineData("""{"type":"severity_state"}""")]
    public void A_lost_event_that_held_no_panels_changes_nothing(string data)
    {
        var applying = Applying.WithBaseline();
        var before = applying.State;
        applying.Send(data).Outcome.Kind.ShouldBe(OutcomeKind.Lost);
        ReferenceEquals(applying.State, before).ShouldBeTrue();
    }

    [Fact]
    public void An_unknown_event_changes_nothing()
    {
        var applying = Applying.WithBaseline();
        var before = applying.State;
        applying.Send("""{"type":"hello","payload":{}}""").Outcome.ShouldBe(EventOutcome.Dropped("unknown"));
        ReferenceEquals(applying.State, before).ShouldBeTrue();
    }

    [Fact]
    public void Ten_reasons_are_kept_however_many_come()
    {
        var applying = Applying.WithBaseline();
        for (var i = 0; i < 8; i++) applying.Diff("[]").Diff("[]").Diff("{}", "7");
        applying.State.Need.Reasons
            .ShouldBe(Enumerable.Repeat(new[] { "malformed_diff", "generation_mismatch" }, 5).SelectMany(pair => pair));
        applying.State.DiffDroppedCount.ShouldBe(24);
    }

    [Fact]
    public void A_full_takes_the_reasons_away() => Applying.WithBaseline().Diff("[]").Full("{}").State.Need.ShouldBe(ResyncNeed.None);
}
