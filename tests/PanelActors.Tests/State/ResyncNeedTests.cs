using PanelActors.State;

namespace PanelActors.Tests.State;

public class ResyncNeedTests
{
    [Fact]
    public void A_need_begins_without_a_reason()
    {
        (ResyncNeed.Initial.IsNeeded, ResyncNeed.Initial.MayBeBacklog, ResyncNeed.Initial.LastReason)
            .ShouldBe((true, false, "snapshot_required"));
        ResyncNeed.Initial.Reasons.ShouldBeEmpty();
        (ResyncNeed.None.IsNeeded, ResyncNeed.None.MayBeBacklog).ShouldBe((false, false));
        ResyncNeed.None.Reasons.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a a a", "a")]
    [InlineData("a b a", "a b a")]
    [InlineData("a b b a", "a b a")]
    [InlineData("0 1 2 3 4 5 6 7 8 9", "0 1 2 3 4 5 6 7 8 9")]
    [InlineData("0 1 2 3 4 5 6 7 8 9 10", "1 2 3 4 5 6 7 8 9 10")]
    [InlineData("0 1 2 3 4 5 6 7 8 9 9 9", "0 1 2 3 4 5 6 7 8 9")]
    [InlineData("0 1 2 3 4 5 6 7 8 9 10 11 12", "3 4 5 6 7 8 9 10 11 12")]
    public void Ten_reasons_are_kept_and_no_two_neighbours_are_equal(string raised, string kept)
    {
        foreach (var start in new[] { ResyncNeed.Initial, ResyncNeed.None })
        {
            var need = raised.Split(' ').Aggregate(start, (before, reason) => before.Raise(reason));
            need.IsNeeded.ShouldBeTrue();
            need.Reasons.ShouldBe(kept.Split(' '));
            need.LastReason.ShouldBe(kept.Split(' ')[^1]);
        }
    }

    [Theory]
    [InlineData("none", "old", true)]
    [InlineData("none", "old old old", true)]
    [InlineData("none", "old new", false)]
    [InlineData("none", "new old", false)]
    [InlineData("none", "old new old", false)]
    [InlineData("none", "new", false)]
    [InlineData("initial", "old", false)]
    [InlineData("initial", "new", false)]
    public void Only_what_older_diffs_alone_raised_may_be_withdrawn(string start, string raised, bool withdrawn)
    {
        var need = raised.Split(' ').Aggregate(
            start == "none" ? ResyncNeed.None : ResyncNeed.Initial,
            (before, kind) => before.Raise("generation_mismatch", fromOlderGeneration: kind == "old"));
        need.IsNeeded.ShouldBeTrue();
        need.Reasons.ShouldBe(["generation_mismatch"]);
        ReferenceEquals(need.AfterCurrentDiff(), withdrawn ? ResyncNeed.None : need).ShouldBeTrue();
    }

    [Fact]
    public void A_reason_that_says_nothing_new_gives_the_same_need()
    {
        var need = ResyncNeed.None.Raise("a");
        ReferenceEquals(need.Raise("a"), need).ShouldBeTrue();
        ResyncNeed.Initial.Raise("a").ShouldNotBe(ResyncNeed.Initial);
    }

    [Theory]
    [InlineData(false, "", false, true)]
    [InlineData(false, "a", false, false)]
    [InlineData(false, "", true, false)]
    [InlineData(false, "a", true, false)]
    [InlineData(true, "", false, true)]
    [InlineData(true, "", true, false)]
    [InlineData(true, "a", true, true)]
    [InlineData(true, "a b a", false, true)]
    [InlineData(true, "a a", false, false)]
    [InlineData(true, "b a a", false, false)]
    [InlineData(true, "0 1 2 3 4 5 6 7 8 9", true, true)]
    [InlineData(true, "0 1 2 3 4 5 6 7 8 9 10", false, false)]
    public void Only_what_a_need_can_be_is_restored(bool isNeeded, string reasons, bool mayBeBacklog, bool canBe)
    {
        string[] said = reasons.Length == 0 ? [] : reasons.Split(' ');
        var restored = ResyncNeed.Restore(isNeeded, [.. said], mayBeBacklog);
        (restored is not null).ShouldBe(canBe);
        if (restored is null) return;
        (restored.IsNeeded, restored.MayBeBacklog).ShouldBe((isNeeded, mayBeBacklog));
        restored.Reasons.ShouldBe(said);
    }

    [Fact]
    public void What_older_diffs_raised_beside_it_changes_a_need_that_may_not_be_backlog_no_more()
    {
        var need = ResyncNeed.None.Raise("a");
        ReferenceEquals(need.Raise("a", fromOlderGeneration: true), need).ShouldBeTrue();
        var backlog = ResyncNeed.None.Raise("a", fromOlderGeneration: true);
        ReferenceEquals(backlog.Raise("a", fromOlderGeneration: true), backlog).ShouldBeTrue();
        backlog.Raise("a").MayBeBacklog.ShouldBeFalse();
    }
}
