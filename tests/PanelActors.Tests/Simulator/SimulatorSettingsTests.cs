using PanelActors.Simulator;


namespace PanelActors.Tests.Simulator;

public sealed class SimulatorSettingsTests
{
    [Theory]
    [InlineData("simulator:")]
    [InlineData("simulator:?")]
    [InlineData("SIMULATOR:?seed=1")]
    public void The_bare_address_means_the_defaults(string address)
    {
        var settings = Parse(address);
        settings.ShouldBe(SimulatorSettings.Default);
        settings.Seed.ShouldBe(1);
        settings.Interval.ShouldBe(TimeSpan.FromMilliseconds(500));
        settings.Form.ShouldBe(SimulatorDiffForm.Mixed);
        settings.Backlog.ShouldBe(500);
        settings.FullEvery.ShouldBe(60);
        settings.Panels.ShouldBe(0);
        settings.Faults.ShouldBeEmpty();
    }

    [Fact]
    public void Every_part_can_be_set()
    {
        var settings = Parse(
            "simulator:?seed=-7&interval=00:00:00.250&form=panel_op&backlog=9&full_every=0&panels=20&fault=drop:90,BADJSON,close");
        settings.Seed.ShouldBe(-7);
        settings.Interval.ShouldBe(TimeSpan.FromMilliseconds(250));
        settings.Form.ShouldBe(SimulatorDiffForm.PanelOp);
        settings.Backlog.ShouldBe(9);
        settings.FullEvery.ShouldBe(0);
        settings.Panels.ShouldBe(20);
        settings.Faults.Count.ShouldBe(3);
        settings.PeriodOf(SimulatorFault.Drop).ShouldBe(90);
        settings.PeriodOf(SimulatorFault.BadJson).ShouldBe(SimulatorSettings.DefaultFaultPeriod);
        settings.PeriodOf(SimulatorFault.Old).ShouldBe(0);
    }

    [Theory]
    [InlineData("simulator:?fault=old,drop:9&seed=4", "simulator:?seed=4&fault=drop:9,old:50&interval=00:00:00.5000000")]
    [InlineData("simulator:?seed=%34", "simulator:?seed=4")]
    public void Addresses_that_mean_the_same_have_the_same_key(string one, string other)
    {
        Parse(one).Key.ShouldBe(Parse(other).Key);
        Parse(one).ShouldBe(Parse(other));
        Parse(one).GetHashCode().ShouldBe(Parse(other).GetHashCode());
    }

    [Fact]
    public void A_dialect_is_part_of_the_key_and_the_usual_one_need_not_be_said()
    {
        Parse("simulator:?dialect=Panels").ShouldBe(SimulatorSettings.Default);
        var settings = Parse("simulator:?dialect=summary&form=structured");
        settings.Dialect.ShouldBe(SimulatorDialect.Summary);
        settings.ShouldNotBe(Parse("simulator:?form=structured"));
        Parse("simulator:?" + settings.Key).ShouldBe(settings);
    }

    [Fact]
    public void A_key_reads_back_as_the_same_settings()
    {
        var settings = Parse("simulator:?seed=4&interval=00:00:01&form=merge_patch&backlog=1&full_every=2&panels=3&fault=refuse:7,silence");
        settings.Key.ShouldBe("seed=4&interval=00:00:01&form=merge_patch&backlog=1&full_every=2&panels=3&fault=silence:50,refuse:7");
        Parse("simulator:?" + settings.Key).ShouldBe(settings);
        settings.ShouldNotBe(SimulatorSettings.Default);
    }

    [Theory]
    [InlineData("http://127.0.0.1/", "no simulator: address")]
    [InlineData("simulator://host", "must be 'simulator:' or")]
    [InlineData("simulator:feed", "must be 'simulator:' or")]
    [InlineData("simulator:?seed=1#x", "must be 'simulator:' or")]
    [InlineData("simulator:?speed=1", "'speed' is unknown")]
    [InlineData("simulator:?seed=1&seed=1", "seed is given twice")]
    [InlineData("simulator:?seed", "seed '' must be a whole number")]
    [InlineData("simulator:?seed=1.5", "seed '1.5' must be a whole number")]
    [InlineData("simulator:?interval=0", "interval '0' must be a time span from 00:00:00.0010000 to 01:00:00")]
    [InlineData("simulator:?interval=5", "interval '5' must be")]
    [InlineData("simulator:?interval=soon", "interval 'soon' must be")]
    [InlineData("simulator:?form=odd", "form 'odd' must be one of mixed, structured, merge_patch, panel_op")]
    [InlineData("simulator:?form=1", "form '1' must be one of")]
    [InlineData("simulator:?backlog=10001", "backlog '10001' must be a whole number from 0 to 10000")]
    [InlineData("simulator:?full_every=-1", "full_every '-1' must be")]
    [InlineData("simulator:?panels=5001", "panels '5001' must be")]
    [InlineData("simulator:?fault=", "fault '' must be one of drop, close, badjson, generation, incomplete, silence, refuse, old")]
    [InlineData("simulator:?fault=drop:0", "fault drop '0' must be a whole number from 1 to 1000000")]
    [InlineData("simulator:?fault=drop,drop:2", "fault drop is given twice")]
    [InlineData("simulator:?form=panel_op&fault=old", "fault=old needs form mixed or structured")]
    [InlineData("simulator:?dialect=auto", "dialect 'auto' must be one of panels, summary")]
    [InlineData("simulator:?dialect=summary&form=merge_patch", "dialect=summary needs form mixed or structured, and form is merge_patch")]
    [InlineData("simulator:?fault=old&dialect=summary", "dialect=summary has no faults generation and old")]
    public void A_wrong_address_says_which_part_is_wrong_and_what_is_allowed(string address, string expected)
    {
        SimulatorSettings.TryParse(new Uri(address), out var settings, out var error).ShouldBeFalse();
        settings.ShouldBeNull();
        error.ShouldContain(expected);
    }

    private static SimulatorSettings Parse(string address)
    {
        SimulatorSettings.TryParse(new Uri(address), out var settings, out var error).ShouldBeTrue(error);
        return settings!;
    }
}
