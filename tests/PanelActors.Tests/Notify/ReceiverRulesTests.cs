using PanelActors.Configuration;
using PanelActors.History;
using PanelActors.Notify;

namespace PanelActors.Tests.Notify;

public sealed class ReceiverRulesTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(50);

    private static readonly NotifyOptions Options = new()
    {
        Name = "desk",
        On = ["health:stale", "health:ok", "severity:critical", "followup:critical"],
    };

    [Fact]
    public void A_change_is_notified_of_once()
    {
        var rules = new ReceiverRules(Options, []);
        Take(rules, 0, Health("ok")).ShouldBeEmpty();
        Take(rules, 1, Health("stale")).ShouldBe(["stale after ok"]);
        Take(rules, 2, Health("stale")).ShouldBeEmpty();
        Take(rules, 3, Health("ok")).ShouldBe(["ok after stale"]);
    }

    [Fact]
    public void What_a_receiver_does_not_want_to_know_does_not_hide_what_comes_back()
    {
        var rules = new ReceiverRules(Options with { On = ["health:stale"] }, []);
        Take(rules, 1, Health("stale")).ShouldBe(["stale after "]);
        Take(rules, 2, Health("warn")).ShouldBeEmpty();
        Take(rules, 3, Health("ok")).ShouldBeEmpty();
        Take(rules, 4, Health("stale")).ShouldBe(["stale after ok"]);
    }

    [Fact]
    public void A_condition_must_hold()
    {
        var rules = new ReceiverRules(Options with { After = TimeSpan.FromSeconds(10) }, []);
        Take(rules, 0, Health("ok")).ShouldBeEmpty();
        Take(rules, 1, Health("stale")).ShouldBeEmpty();
        Take(rules, 5, Health("ok")).ShouldBeEmpty();
        rules.Due(Start.AddSeconds(60)).ShouldBeEmpty();
        Take(rules, 70, Health("stale")).ShouldBeEmpty();
        rules.Due(Start.AddSeconds(79)).ShouldBeEmpty();
        rules.Due(Start.AddSeconds(80)).Single().Condition.Value.ShouldBe("stale");
        rules.Due(Start.AddSeconds(90)).ShouldBeEmpty();
    }

    [Fact]
    public void A_restart_in_between_repeats_nothing_and_misses_nothing()
    {
        var before = new ReceiverRules(Options, []);
        Take(before, 1, Health("stale"));
        var known = before.TakeChanges();
        Take(new ReceiverRules(Options, known), 5, Health("stale")).ShouldBeEmpty();
        Take(new ReceiverRules(Options, known), 5, Health("ok")).ShouldBe(["ok after stale"]);
        // It was critical while the daemon was away.
        Take(new ReceiverRules(Options, known), 5, Severity("gap", "critical")).ShouldBe(["critical after "]);
    }

    [Fact]
    public void An_Alertmanager_hears_of_the_end_of_what_it_was_notified_of()
    {
        var rules = new ReceiverRules(Options with { Format = NotifyFormat.Alertmanager, On = ["severity:critical"] }, []);
        Take(rules, 1, Severity("gap", "resolved")).ShouldBeEmpty();
        Take(rules, 2, Severity("gap", "critical")).ShouldBe(["critical after resolved"]);
        rules.Active.Single().Name.ShouldBe("severity:gap");
        Take(rules, 3, Severity("gap", "resolved")).ShouldBe(["resolved after critical"]);
        rules.Active.ShouldBeEmpty();
    }

    [Fact]
    public void An_Alertmanager_does_not_go_on_with_what_is_so_no_more_though_it_is_not_well()
    {
        var rules = new ReceiverRules(Options with { Format = NotifyFormat.Alertmanager }, []);
        Take(rules, 1, Health("stale")).ShouldBe(["stale after "]);
        // It has begun again, and is not known yet.
        Take(rules, 2, Health("init")).ShouldBeEmpty();
        rules.Active.Single().Value.ShouldBe("stale");
        Take(rules, 3, Health("warn")).ShouldBe(["warn after stale"]);
        rules.Active.ShouldBeEmpty();
        Take(rules, 4, Health("stale")).ShouldBe(["stale after warn"]);
        Take(rules, 5, Health("warn")).ShouldBe(["warn after stale"]);
        // Of what it does not show it hears no end.
        Take(rules, 6, Health("ok")).ShouldBeEmpty();
    }

    [Fact]
    public void A_condition_that_is_said_again_holds_since_it_was_said_first()
    {
        var rules = new ReceiverRules(Options with { After = TimeSpan.FromSeconds(10) }, []);
        Take(rules, 0, Severity("gap", "critical")).ShouldBeEmpty();
        Take(rules, 8, Severity("gap", "critical")).ShouldBeEmpty();
        rules.Due(Start.AddSeconds(10)).Single().Entry.At.ShouldBe(Start);
    }

    [Fact]
    public void A_receiver_that_is_described_otherwise_knows_what_it_knew()
    {
        var rules = new ReceiverRules(Options with { Format = NotifyFormat.Alertmanager, On = ["health:stale", "severity:critical"] }, []);
        Take(rules, 1, Health("stale")).Count.ShouldBe(1);
        Take(rules, 1, Severity("gap", "critical")).Count.ShouldBe(1);
        rules.Receiver = rules.Receiver with { On = ["severity:critical"] };
        rules.Active.Single().Name.ShouldBe("severity:gap");
        Take(rules, 2, Severity("gap", "critical")).ShouldBeEmpty();
        rules.Receiver = rules.Receiver with { Stores = ["other"] };
        rules.Active.ShouldBeEmpty();
    }

    [Fact]
    public void Each_kind_of_alert_and_each_store_is_a_condition()
    {
        var rules = new ReceiverRules(Options with { Stores = ["mar*"] }, []);
        Take(rules, 1, Severity("gap", "critical")).Count.ShouldBe(1);
        Take(rules, 1, Severity("drift", "critical")).Count.ShouldBe(1);
        Take(rules, 1, Severity("gap", "critical") with { Store = "MARKET2" }).Count.ShouldBe(1);
        Take(rules, 1, Severity("gap", "critical") with { Store = "other" }).ShouldBeEmpty();
    }

    private static HistoryEntry Health(string health) =>
        HistoryEntry.Of("market", Start, HistoryKind.Health, HistoryLevel.Info, health, "");

    private static HistoryEntry Severity(string alertType, string word) =>
        HistoryEntry.Of("market", Start, HistoryKind.Severity, HistoryLevel.Critical, $"{alertType} {word}", "") with
        {
            Subject = alertType,
        };

    private static List<string> Take(ReceiverRules rules, int second, HistoryEntry entry)
    {
        var at = Start.AddSeconds(second);
        return [.. rules.Take(entry with { At = at }, at).Select(static due => $"{due.Condition.Value} after {due.Before?.Value}")];
    }
}
