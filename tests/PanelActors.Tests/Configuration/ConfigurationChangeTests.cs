using PanelActors.Configuration;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Configuration;

/// <summary>Before: sources market and risk, composite all of both.</summary>
public class ConfigurationChangeTests
{
    [Theory]
    // What is the same, spelled out or in another order, is the same.
    [InlineData("", "")]
    [InlineData("Sources:0:Required=true", "")]
    [InlineData(
        "Sources:0:Types:0=PANEL_FULL,Sources:0:Types:1=panel_diff,Sources:0:Types:2=severity_counts,"
        + "Sources:0:Types:3=severity_state,Sources:0:Types:4=followup_alert", "")]
    [InlineData("Sources:0:Reconnect:MaxBackoff=00:00:30", "")]
    [InlineData("Sources:0:Freshness:StaleAfter=00:00:30", "")]
    [InlineData("Urls=http://127.0.0.1:1,Relay:MaxClients=5,Persistence:Enabled=false", "")]
    // What matters to ingest or state.
    [InlineData("Sources:1:Url=http://elsewhere.example/", "restarted all, risk")]
    [InlineData("Sources:1:Types:0=panel_full", "restarted all, risk")]
    [InlineData("Sources:1:Headers:X-Client=a", "restarted all, risk")]
    [InlineData("Sources:1:DiffForm=panel_op", "restarted all, risk")]
    [InlineData("Sources:1:Dialect=summary", "restarted all, risk")]
    [InlineData("Sources:1:Resync:Mode=none", "restarted all, risk")]
    // The common idle timeout, set for the source itself: it then counts for a feed that may be silent too.
    [InlineData("Sources:1:Reconnect:IdleTimeout=00:00:45", "restarted all, risk")]
    [InlineData("Sources:1:Reconnect:IdleTimeout=00:00:44", "restarted all, risk")]
    [InlineData("Reconnect:IdleTimeout=00:00:44", "restarted all, market, risk")]
    [InlineData("Reconnect:MaxBackoff=00:00:29,Sources:1:Reconnect:MaxBackoff=00:00:30", "restarted all, market")]
    [InlineData("Limits:MaxDepth=63", "restarted all, market, risk")]
    // What only judges.
    [InlineData("Sources:1:Required=false", "restarted all; retuned risk")]
    [InlineData("Sources:1:Freshness:WarnAfter=00:00:09", "restarted all; retuned risk")]
    [InlineData("Sources:1:Freshness:Tick=00:00:09", "restarted all; retuned risk")]
    [InlineData("Freshness:WarnAfter=00:00:09", "restarted all; retuned market, risk")]
    [InlineData("Freshness:WarnAfter=00:00:09,Sources:1:Freshness:WarnAfter=00:00:10", "restarted all; retuned market")]
    [InlineData("Sources:1:Required=false,Sources:1:DiffForm=panel_op", "restarted all, risk")]
    // Composites by themselves.
    [InlineData("Composites:0:Merge=overlay", "restarted all")]
    [InlineData("Composites:0:Health=best", "restarted all")]
    [InlineData("Composites:0:Required=false", "restarted all")]
    [InlineData("Composites:0:Members:0=risk,Composites:0:Members:1=market", "restarted all")]
    // Coming and going.
    [InlineData("Sources:2:Name=new,Sources:2:Url=simulator:", "added new")]
    [InlineData("Sources:1:Name=Risk,Composites:0:Members:1=Risk", "added Risk; removed risk; restarted all")]
    [InlineData("Composites:1:Name=top,Composites:1:Members:0=all", "added top")]
    [InlineData("Composites:0:Name=top", "added top; removed all")]
    // A source becomes a composite of the same name.
    [InlineData(
        "Sources:1:Name=desk,Composites:0:Members:1=desk,Composites:1:Name=risk,Composites:1:Members:0=desk",
        "added desk; restarted all, risk")]
    // A name that means another place in the list is the same store.
    [InlineData("Sources:0:Name=risk,Sources:0:Url=http://risk.example/events,Sources:1:Name=market,Sources:1:Url=simulator:", "")]
    public void A_store_is_touched_by_what_concerns_it_and_by_nothing_else(string edit, string expected)
    {
        var change = ConfigurationChange.Between(Options(), Options(edit));
        change.ToString().ShouldBe(expected.Length == 0 ? "the same stores" : expected);
    }

    [Fact]
    public void A_composite_of_composites_follows_the_lowest_member()
    {
        const string Nested = "Composites:0:Members:1=inner,Composites:1:Name=inner,Composites:1:Members:0=risk";
        ConfigurationChange.Between(Options(Nested), Options(Nested + ",Sources:1:DiffForm=panel_op")).ToString()
            .ShouldBe("restarted all, inner, risk");
        ConfigurationChange.Between(Options(Nested), Options(Nested)).IsNone.ShouldBeTrue();
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("Default=all", true)]
    [InlineData("Default=risk", false)]
    [InlineData("Sources:0:Name=risk,Sources:0:Url=http://risk.example/events,Sources:1:Name=market,Sources:1:Url=simulator:", false)]
    [InlineData("Sources:0:Required=false", false)]
    public void Another_default_or_order_is_a_change_though_no_store_is_touched(string edit, bool none) =>
        ConfigurationChange.Between(Options(), Options(edit)).IsNone.ShouldBe(none);

    [Fact]
    public void Headers_are_compared_by_name_and_value()
    {
        var before = Options("Sources:0:Headers:X-A=1");
        ConfigurationChange.Between(before, Options("Sources:0:Headers:X-A=1")).IsNone.ShouldBeTrue();
        ConfigurationChange.Between(before, Options("Sources:0:Headers:X-A=2")).IsNone.ShouldBeFalse();
        ConfigurationChange.Between(before, Options("Sources:0:Headers:X-B=1")).IsNone.ShouldBeFalse();
        ConfigurationChange.Between(before, Options()).IsNone.ShouldBeFalse();
    }

    [Theory]
    [InlineData("Sources:0:Url=http://x.example/,Freshness:Tick=00:00:02,Default=risk,Limits:MaxDepth=9", "")]
    [InlineData("Reconnect:IdleTimeout=00:01:00", "")]
    [InlineData("Urls=http://127.0.0.1:1", "PanelActors:Urls")]
    [InlineData("Relay:MaxClients=5,Relay:RingEvents=6,Persistence:Enabled=false", "PanelActors:Persistence, PanelActors:Relay")]
    public void What_cannot_change_while_running_is_named_by_its_section(string edit, string expected)
    {
        string.Join(", ", LiveKeys.NeedingRestart(Settings.With(), Settings.With(Changes(edit)))).ShouldBe(expected);
        string.Join(", ", LiveKeys.NeedingRestart(Settings.With(Changes(edit)), Settings.With())).ShouldBe(expected);
    }

    [Fact]
    public void The_log_needs_a_restart_too() => LiveKeys.NeedingRestart(
            Settings.Only([new("Serilog:MinimumLevel", "Debug")]), Settings.Only([new("serilog:MinimumLevel", "Information")]))
        .ShouldBe(["Serilog"], Case.Insensitive);

    [Fact]
    public void What_is_not_read_needs_no_restart() => LiveKeys.NeedingRestart(
        Settings.Only([new("urls", "a"), new("PATH", "b"), new("SerilogX", "c")]), Settings.Only([])).ShouldBeEmpty();

    private static PanelActorsOptions Options(string edit = "")
    {
        var read = OptionsValidator.Check(Settings.With(Changes(edit)));
        read.Faults.ShouldBeEmpty();
        return read.Options;
    }

    private static (string, string?)[] Changes(string edit) =>
    [
        .. edit.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static pair => pair.Split('=', 2))
            .Select(static pair => (pair[0], (string?)pair[1])),
    ];
}
