using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using PanelActors.Snapshots;
using PanelActors.State;
using PanelActors.Stores;
using PanelActors.Tests.State;

namespace PanelActors.Tests.Snapshots;

public class SnapshotRendererTests
{
    private readonly FakeTimeProvider _time = new(Applying.Start);
    private readonly StoreBoard _board = new("feed");
    private readonly SnapshotRenderer _renderer;
    private readonly Store _store;

    public SnapshotRendererTests()
    {
        _renderer = new SnapshotRenderer(_time);
        _store = SnapshotTests.StoreOf(_board);
        _board.Publish(Applying.WithBaseline().State);
    }

    [Theory]
    [InlineData(0, 9.999, true)]
    [InlineData(9.999, 0.001, false)]
    [InlineData(10, 19.999, true)]
    [InlineData(29.999, 0.001, false)]
    [InlineData(30, 100_000, true)]
    public void The_tag_covers_the_health_but_not_the_clock(double first, double later, bool same)
    {
        _time.Advance(TimeSpan.FromSeconds(first));
        var before = View();
        _time.Advance(TimeSpan.FromSeconds(later));
        var after = View();
        (after.ETag == before.ETag).ShouldBe(same);
        SnapshotTests.Json(after).ShouldNotBe(SnapshotTests.Json(before));
    }

    [Theory]
    [InlineData(0, 0.0, "ok")]
    [InlineData(1.23456, 1.234, "ok")]
    [InlineData(10, 10.0, "warn")]
    [InlineData(30, 30.0, "stale")]
    [InlineData(-5, 0.0, "ok")]
    public void Age_and_health_are_those_of_the_moment(double passed, double age, string health)
    {
        _time.AdjustTime(Applying.Start.AddSeconds(passed));
        var heartbeat = JsonNode.Parse(SnapshotTests.Json(View()))!["panel_push_meta"]!["sse_heartbeat"]!;
        (heartbeat["stale_sec"]!.GetValue<double>(), heartbeat["health"]!.GetValue<string>()).ShouldBe((age, health));
    }

    [Fact]
    public void The_tag_changes_with_whatever_is_shown()
    {
        var applying = Applying.WithBaseline();
        var tags = new List<string> { View().ETag };
        Action[] steps =
            [() => applying.Diff("""{"b":1}"""), () => applying.Diff("[]"), () => applying.RaiseNeed("x"), () => applying.Followup("{}")];
        foreach (var step in steps)
        {
            step();
            _board.Publish(applying.State);
            tags.Add(View().ETag);
        }

        tags.ShouldBeUnique();
        tags.ShouldAllBe(tag => tag.StartsWith("W/\"", StringComparison.Ordinal) && tag.EndsWith('"'));
    }

    [Fact]
    public void Another_board_of_the_same_name_has_other_tags()
    {
        var board = new StoreBoard(_board.Name);
        board.Publish(_board.Current.State);
        _renderer.View(SnapshotTests.StoreOf(board)).ETag.ShouldNotBe(View().ETag);
    }

    [Fact]
    public void A_board_that_is_gone_leaves_nothing_behind()
    {
        var gone = ViewOfBoardThatGoes();
        for (var i = 0; i < 10 && gone.IsAlive; i++) GC.Collect();
        gone.IsAlive.ShouldBeFalse();
    }

    [Fact]
    public void Another_life_of_the_process_has_other_tags() => new SnapshotRenderer(_time).View(_store).ETag.ShouldNotBe(View().ETag);

    [Fact]
    public void One_version_is_rendered_once_and_shared()
    {
        var first = View().Rendered;
        _time.Advance(TimeSpan.FromSeconds(40));
        ReferenceEquals(View().Rendered, first).ShouldBeTrue();
        _board.Publish(_board.Current.State);
        ReferenceEquals(View().Rendered, first).ShouldBeFalse();
    }

    [Fact]
    public void Stores_do_not_mix()
    {
        var other = new StoreBoard("feed");
        other.Publish(PanelState.Initial);
        SnapshotTests.Json(View()).ShouldContain("\"a\":1");
        SnapshotTests.Json(_renderer.View(SnapshotTests.StoreOf(other))).ShouldNotContain("\"a\":1");
        SnapshotTests.Json(View()).ShouldContain("\"a\":1");
    }

    private SnapshotView View() => _renderer.View(_store);

    // Not inlined, so that no local keeps the board alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference ViewOfBoardThatGoes()
    {
        var board = new StoreBoard("gone");
        board.Publish(Applying.WithBaseline().State);
        _renderer.View(SnapshotTests.StoreOf(board));
        return new WeakReference(board);
    }
}
