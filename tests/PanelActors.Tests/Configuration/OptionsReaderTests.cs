using System.Globalization;
using CsCheck;
using PanelActors.Configuration;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Configuration;

public class OptionsReaderTests
{
    [Fact]
    public void What_is_not_given_has_the_defaults_of_the_specification()
    {
        var options = Read();

        options.Urls.ShouldBe(["http://127.0.0.1:5080"]);
        options.Freshness.ShouldBe(new() { WarnAfter = Seconds(10), StaleAfter = Seconds(30), Tick = Seconds(1) });
        options.Reconnect.ShouldBe(new()
        {
            MinBackoff = Seconds(1),
            MaxBackoff = Seconds(30),
            ResetAfter = Seconds(30),
            ConnectTimeout = Seconds(10),
            IdleTimeout = Seconds(45),
        });
        options.Limits.ShouldBe(new() { MaxEventBytes = 8 << 20, MaxDepth = 64, FollowupAlerts = 50, MaxStateBytes = 256 << 20 });
        options.Relay.MaxClients.ShouldBe(10_000);
        options.Persistence.ShouldBe(new() { Enabled = true, Path = "data/panelactors.db", Interval = Seconds(30), ConnectionString = null });
        options.Outputs.Files.ShouldBeEmpty();
        options.Sources[0].Types.ShouldBe(FeedEvents.All);
        options.Sources[0].DiffForm.ShouldBe(DiffForm.Auto);
        options.Sources[0].Required.ShouldBeTrue();
        options.Sources[0].Resync.ShouldBe(new()
        {
            Mode = ResyncMode.Reconnect,
            Timeout = Seconds(10),
            Cooldown = Seconds(2),
            MaxCooldown = Seconds(60),
        });
    }

    [Fact]
    public void Every_key_is_read()
    {
        var options = Read(
            ("Urls", " http://127.0.0.1:1 ; http://[::1]:2 "), ("Default", "risk"),
            ("Sources:0:Types:0", "Panel_Full"), ("Sources:0:Headers:X-A", "a"), ("Sources:0:HeaderFiles:X-B", "b"),
            ("Sources:0:DiffForm", "panel_op"), ("Sources:0:Required", "false"),
            ("Sources:0:Resync:Mode", "http"), ("Sources:0:Resync:Url", "http://h/full"), ("Sources:0:Resync:Timeout", "00:00:03"),
            ("Sources:0:Resync:Cooldown", "00:00:04"), ("Sources:0:Resync:MaxCooldown", "00:00:05"),
            ("Composites:0:Merge", "failover"), ("Composites:0:Health", "quorum:2"), ("Composites:0:FailoverAfter", "00:00:06"),
            ("Composites:0:Required", "false"),
            ("Limits:MaxEventBytes", "2048"), ("Limits:MaxDepth", "8"), ("Limits:FollowupAlerts", "9"), ("Limits:MaxStateBytes", "5000000000"),
            ("Relay:RingEvents", "1"), ("Relay:RingBytes", "70000"), ("Relay:ClientBufferBytes", "5000"), ("Relay:MaxClients", "4"),
            ("Relay:WriteTimeout", "00:00:07"), ("Relay:KeepAlive", "00:00:08"), ("Relay:Heartbeat", "00:00:09"),
            ("Relay:AllowedOrigins:0", "*"),
            ("Persistence:Enabled", "False"), ("Persistence:Path", "x.db"), ("Persistence:Interval", "00:01:00"),
            ("Persistence:ConnectionString", "Host=h"),
            ("Outputs:Files:0:Store", "all"), ("Outputs:Files:0:Path", "o.json"), ("Outputs:Files:0:MinInterval", "00:00:11"),
            ("Outputs:Files:0:Base", "base.json"));

        options.Urls.ShouldBe(["http://127.0.0.1:1", "http://[::1]:2"]);
        options.DefaultStore.ShouldBe("risk");
        var source = options.Sources[0];
        source.Types.ShouldBe(["panel_full"]);
        source.Headers.ShouldBe([new("X-A", "a")]);
        source.HeaderFiles.ShouldBe([new("X-B", "b")]);
        source.DiffForm.ShouldBe(DiffForm.PanelOp);
        source.Required.ShouldBeFalse();
        source.Resync.ShouldBe(new()
        {
            Mode = ResyncMode.Http,
            Url = "http://h/full",
            Timeout = Seconds(3),
            Cooldown = Seconds(4),
            MaxCooldown = Seconds(5),
        });
        var composite = options.Composites[0];
        (composite.Merge, composite.Health, composite.FailoverAfter, composite.Required)
            .ShouldBe((CompositeMerge.Failover, HealthRule.OfQuorum(2), Seconds(6), false));
        options.Limits.ShouldBe(new() { MaxEventBytes = 2048, MaxDepth = 8, FollowupAlerts = 9, MaxStateBytes = 5_000_000_000 });
        (options.Relay with { AllowedOrigins = [] }).ShouldBe(new()
        {
            RingEvents = 1,
            RingBytes = 70_000,
            ClientBufferBytes = 5000,
            MaxClients = 4,
            WriteTimeout = Seconds(7),
            KeepAlive = Seconds(8),
            Heartbeat = Seconds(9),
            AllowedOrigins = [],
        });
        options.Relay.AllowedOrigins.ShouldBe(["*"]);
        options.Persistence.ShouldBe(new() { Enabled = false, Path = "x.db", Interval = Seconds(60), ConnectionString = "Host=h" });
        options.Outputs.Files.ShouldBe([new() { Store = "all", Path = "o.json", MinInterval = Seconds(11), Base = "base.json" }]);
    }

    [Fact]
    public void A_source_overrides_freshness_and_reconnect_key_by_key()
    {
        var options = Read(
            ("Freshness:WarnAfter", "00:00:20"), ("Sources:1:Freshness:StaleAfter", "00:01:00"),
            ("Reconnect:MinBackoff", "00:00:02"), ("Sources:1:Reconnect:IdleTimeout", "00:02:00"));

        options.FreshnessOf(options.Sources[0]).ShouldBe(options.Freshness);
        options.FreshnessOf(options.Sources[1]).ShouldBe(new() { WarnAfter = Seconds(20), StaleAfter = Seconds(60), Tick = Seconds(1) });
        options.ReconnectOf(options.Sources[0]).ShouldBe(options.Reconnect);
        options.ReconnectOf(options.Sources[1]).ShouldBe(options.Reconnect with { MinBackoff = Seconds(2), IdleTimeout = Seconds(120) });
    }

    [Theory]
    [InlineData(null, nameof(Dialect.Auto))]
    [InlineData("auto", nameof(Dialect.Auto))]
    [InlineData("Panels", nameof(Dialect.Panels))]
    [InlineData("summary", nameof(Dialect.Summary))]
    public void A_dialect_is_spelled_in_any_case(string? text, string dialect) =>
        Read(("Sources:0:Dialect", text)).Sources[0].Dialect.ShouldBe(dialect.As<Dialect>());

    [Theory]
    [InlineData("auto", nameof(DiffForm.Auto))]
    [InlineData("merge_patch", nameof(DiffForm.MergePatch))]
    [InlineData("Merge_Patch", nameof(DiffForm.MergePatch))]
    [InlineData("PANEL_OP", nameof(DiffForm.PanelOp))]
    [InlineData("structured", nameof(DiffForm.Structured))]
    public void A_diff_form_is_spelled_as_in_the_specification_whatever_the_case(string text, string form) =>
        Read(("Sources:0:DiffForm", text)).Sources[0].DiffForm.ShouldBe(form.As<DiffForm>());

    [Theory]
    [InlineData("worst")]
    [InlineData("best")]
    [InlineData("quorum:1")]
    [InlineData("quorum:12")]
    public void A_health_rule_is_spelled_as_it_prints(string text)
    {
        HealthRule.TryParse(text.ToUpperInvariant(), out var rule).ShouldBeTrue();
        rule.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("quorum")]
    [InlineData("quorum:")]
    [InlineData("quorum:-1")]
    [InlineData("quorum: 2")]
    [InlineData("quorum:99999999999")]
    public void Anything_else_is_no_health_rule(string? text) => HealthRule.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(null, true, "all")]
    [InlineData("market", true, "market")]
    [InlineData(null, false, "market")]
    public void The_default_store_is_the_named_one_else_the_first_composite_else_the_first_source(string? named, bool composite, string store)
    {
        var options = Read(("Default", named));

        (composite ? options : options with { Composites = [] }).DefaultStore.ShouldBe(store);
    }

    [Fact]
    public void Any_duration_in_range_is_read_as_it_was_written() =>
        Gen.Long[TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerDay].Sample(ticks =>
            Read(("Relay:KeepAlive", TimeSpan.FromTicks(ticks).ToString("c", CultureInfo.InvariantCulture))).Relay.KeepAlive.Ticks == ticks);

    [Fact]
    public void No_text_for_any_key_makes_the_reader_throw()
    {
        string[] keys =
        [
            .. KeyPath.All.Select(static path => path.Setting), "Sources:0:Types:0", "Sources:0:Headers:X", "Composites:0:Members:0",
            "Relay:AllowedOrigins:0", "Outputs:Files:x",
        ];
        Gen.Select(Gen.Int[0, keys.Length - 1], Gen.String).Sample((key, text) =>
        {
            foreach (var fault in OptionsValidator.Check(Settings.With((keys[key], text)), _ => false).Faults)
                fault.ToString().ShouldNotContain('\n');
        });
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static PanelActorsOptions Read(params (string Key, string? Value)[] changes)
    {
        var result = OptionsValidator.Check(Settings.With(changes), _ => true);
        result.Faults.ShouldBeEmpty();
        return result.Options;
    }
}
