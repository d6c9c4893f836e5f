using System.Text.Json.Nodes;
using PanelActors.Drill;

namespace PanelActors.Tests.Drill;

/// <summary>What is printed of a drill.</summary>
public sealed class DrillReportTests
{
    private static readonly DrillResult[] Results =
    [
        new(Fault("kept", new()), new()
        {
            Detect = TimeSpan.FromSeconds(1.234), Recover = TimeSpan.FromSeconds(0.5), LostEvents = 0, LostPanels = 0,
        }),
        new(Fault("late", new() { MayLose = 2 }), new()
        {
            Detect = TimeSpan.FromSeconds(9), Recover = TimeSpan.FromSeconds(1), LostEvents = 2, LostPanels = 0,
        }),
        new(Fault("gone", new()), new() { Broken = ["a \"quoted\" line"] }),
        new(Fault("start", new() { Detect = null, Recover = null }), new()),
    ];

    [Fact]
    public void The_table_has_a_row_for_each_fault_and_a_line_for_each_break() => DrillReport.Table(Results).ShouldBe(
        """
        | fault | detect | recover | lost     | promise |
        |-------|--------|---------|----------|---------|
        | kept  | 1.23 s | 0.50 s  | nothing  | kept    |
        | late  | 9.00 s | 1.00 s  | 2 events | BROKEN  |
        | gone  | never  | never   | ?        | BROKEN  |
        | start | -      | -       | -        | kept    |

        late: shown after 9.00 s, of 5 s
        gone: a "quoted" line
        gone: never shown
        gone: never recovered
        gone: it is not known what was lost
        2 promises kept, 2 broken.

        """);

    [Fact]
    public void The_json_has_every_fault_and_every_row_that_is_out_of_reach()
    {
        var report = JsonNode.Parse(DrillReport.Json(Results))!;
        ((bool)report["kept"]!).ShouldBeFalse();
        var faults = report["faults"]!.AsArray();
        faults.Select(static fault => (string)fault!["name"]!).ShouldBe(["kept", "late", "gone", "start"]);
        faults.Select(static fault => (bool)fault!["kept"]!).ShouldBe([true, false, false, true]);
        ((double)faults[0]!["detect_seconds"]!).ShouldBe(1.234);
        ((int)faults[1]!["lost_events"]!).ShouldBe(2);
        faults[2]!["lost_events"].ShouldBeNull();
        faults[2]!["broken"]!.AsArray().Count.ShouldBe(4);
        report["not_caused"]!.AsArray().Count.ShouldBe(OutOfReach.Rows.Count);
    }

    private static DrillFault Fault(string name, DrillPromise promise) =>
        new(name, "It is caused.", ["The network | 204"], static _ => Task.CompletedTask) { Promise = promise };
}
