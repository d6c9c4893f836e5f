using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Protocol.Decode;
using PanelActors.Protocol.Sse;
using PanelActors.State;
using PanelActors.Tests.Tree;

namespace PanelActors.Tests.State;

/// <summary>Which events a feed sends again.</summary>
public sealed class ReplayDetectorTests
{
    private readonly PanelEventDecoder _decoder = new(DiffForm.Auto, 64);
    private readonly ReplayDetector _replays = new();

    [Fact]
    public void A_baseline_with_the_same_id_and_bytes_begins_a_replay_up_to_the_highest_id()
    {
        Full("1").ShouldBeFalse();
        Counts("2").ShouldBeFalse();
        Counts("3").ShouldBeFalse();
        Full("1").ShouldBeTrue();
        Counts("2").ShouldBeTrue();
        Counts("3").ShouldBeTrue();
        Counts("4").ShouldBeFalse();
    }

    [Theory]
    [InlineData("1", "other")]
    [InlineData("0", "p")]
    public void A_baseline_with_a_known_id_and_other_bytes_or_a_lower_one_begins_a_new_run(string id, string panel)
    {
        Full("1");
        Counts("7");
        Full(id, panel).ShouldBeFalse();
        Counts("2").ShouldBeFalse();
        Full(id, panel).ShouldBeTrue();
    }

    [Fact]
    public void A_new_run_forgets_the_baselines_of_the_one_before()
    {
        Full("1");
        Full("1", "other").ShouldBeFalse();
        Full("1").ShouldBeFalse();
        _replays.Baselines.Length.ShouldBe(1);
    }

    [Fact]
    public void A_baseline_that_repeats_the_id_of_the_last_change_is_new()
    {
        Full("1");
        Counts("7");
        Full("7").ShouldBeFalse();
        Counts("6").ShouldBeTrue();
    }

    [Fact]
    public void A_change_whose_id_was_passed_is_a_replay_also_without_a_baseline()
    {
        Full("10");
        Counts("12");
        Counts("11").ShouldBeTrue();
        Counts("12").ShouldBeTrue();
        Counts("13").ShouldBeFalse();
    }

    [Fact]
    public void Where_every_event_has_the_same_id_the_bytes_tell_them_apart()
    {
        Full("0");
        Counts("0", 1).ShouldBeFalse();
        Counts("0", 2).ShouldBeFalse();
        Counts("0", 2).ShouldBeTrue();
        Counts("0", 3).ShouldBeFalse();
    }

    [Fact]
    public void An_event_without_an_id_of_its_own_is_never_a_replay()
    {
        Full("5");
        Counts(null).ShouldBeFalse();
        Counts(null).ShouldBeFalse();
        Full(null).ShouldBeFalse();
        Full(null).ShouldBeFalse();
    }

    [Fact]
    public void Ids_that_do_not_count_are_replayed_until_the_last_one()
    {
        Full("a");
        Counts("b");
        Counts("c");
        Full("a").ShouldBeTrue();
        Counts("b").ShouldBeTrue();
        Counts("c").ShouldBeTrue();
        Counts("d").ShouldBeFalse();
    }

    [Fact]
    public void What_the_previous_run_knew_is_known_again()
    {
        Full("1");
        Counts("9");
        var restored = new ReplayDetector();
        restored.Restore(EventId.Of("9"), _replays.Baselines);
        restored.IsReplay(Event("1", """{"type":"panel_full","payload":{"status":{"p":1}}}""")).ShouldBeTrue();
        restored.IsReplay(Event("9", """{"type":"severity_counts","payload":{"counts":{"info":9}}}""")).ShouldBeTrue();
        restored.IsReplay(Event("10", """{"type":"severity_counts","payload":{"counts":{"info":1}}}""")).ShouldBeFalse();
    }

    [Fact]
    public void So_many_baselines_are_remembered_and_no_more()
    {
        for (var i = 1; i <= ReplayDetector.MaxBaselines + 1; i++) Full($"{i}");
        _replays.Baselines.Length.ShouldBe(ReplayDetector.MaxBaselines);
        Full("2").ShouldBeTrue();
    }

    private bool Full(string? id, string panel = "p") => Is(id, $$$$"""{"type":"panel_full","payload":{"status":{"{{{{panel}}}}":1}}}""");

    private bool Counts(string? id, int info = 1) =>
        Is(id, $$$$"""{"type":"severity_counts","payload":{"counts":{"info":{{{{info}}}}}}}""");

    private bool Is(string? id, string data) => _replays.IsReplay(Event(id, data));

    private PanelEvent Event(string? id, string data) =>
        _decoder.Decode(new SseFrame(SseFrameKind.Event, JsonGen.Utf8(data), "message", JsonGen.Utf8(id ?? ""), HasOwnId: id is not null));
}
