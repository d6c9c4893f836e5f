using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using PanelActors.Telemetry;

namespace PanelActors.Tests.Telemetry;

public sealed class PanelActorsMetricsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private IMeterFactory Factory => _services.GetRequiredService<IMeterFactory>();

    public void Dispose() => _services.Dispose();

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("on", true)]
    [InlineData("anything", true)]
    [InlineData("0", false)]
    [InlineData("false", false)]
    [InlineData("off", false)]
    [InlineData("no", false)]
    [InlineData(" OFF ", false)]
    [InlineData("False", false)]
    public void The_switch_is_on_unless_turned_off(string? value, bool on) => PanelActorsMetrics.IsSwitchedOn(value).ShouldBe(on);

    [Fact]
    public void Turned_off_there_is_no_instrument_and_counting_still_works()
    {
        using var metrics = new PanelActorsMetrics(Factory, enabled: false);
        var published = new List<string>();
        using var listener = Listen(published, _ => { });
        metrics.IsEnabled.ShouldBeFalse();
        published.ShouldBeEmpty();

        var source = metrics.ForSource("feed");
        source.Events.Add("panel_full");
        source.AddBytes(3);
        source.RecordApply(TimeSpan.FromSeconds(1));
        metrics.CountNotModified("feed");
    }

    [Fact]
    public void A_source_has_one_set_of_counters()
    {
        using var metrics = new PanelActorsMetrics(Factory, enabled: true);
        metrics.ForSource("feed").ShouldBeSameAs(metrics.ForSource("feed"));
        metrics.ForSource("feed").ShouldNotBeSameAs(metrics.ForSource("other"));
    }

    [Fact]
    public void What_was_counted_of_a_store_that_is_gone_is_no_longer_shown()
    {
        using var metrics = new PanelActorsMetrics(Factory, enabled: true);
        foreach (var name in (string[])["gone", "kept"])
        {
            metrics.ForSource(name).AddBytes(1);
            metrics.ForSource(name).TransportIdle = () => TimeSpan.Zero;
            metrics.CountNotModified(name);
            metrics.CountFailover(name);
        }

        metrics.Forget("gone");
        var read = new List<string>();
        using var listener = Listen([], read.Add);
        listener.RecordObservableInstruments();
        read.ShouldNotContain(line => line.Contains("gone", StringComparison.Ordinal));
        read.ShouldContain("panelactors_bytes_received_total source=kept 1");
        read.ShouldContain("panelactors_failovers_total store=kept 1");
    }

    [Fact]
    public void A_store_without_an_event_is_infinitely_old()
    {
        using var metrics = new PanelActorsMetrics(Factory, enabled: true);
        metrics.ObserveStores(() => [new StoreReading("new", null, 0, true), new StoreReading("old", 12.5, 2, false)]);
        var read = new List<string>();
        using var listener = Listen([], read.Add);
        listener.RecordObservableInstruments();

        read.Where(line => line.Contains("_stale_seconds", StringComparison.Ordinal))
            .ShouldBe(["panelactors_heartbeat_stale_seconds store=new Infinity", "panelactors_heartbeat_stale_seconds store=old 12.5"]);
        read.ShouldContain("panelactors_heartbeat_health store=new 0");
        read.ShouldContain("panelactors_heartbeat_health store=old 2");
        read.ShouldContain("panelactors_need_full store=new 1");
        read.ShouldContain("panelactors_need_full store=old 0");
    }

    private MeterListener Listen(List<string> published, Action<string> read)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope != Factory) return;
                published.Add(instrument.Name);
                self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>(
            (instrument, value, tags, _) => read(Line(instrument, FormattableString.Invariant($"{value}"), tags)));
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) => read(Line(instrument, FormattableString.Invariant($"{value}"), tags)));
        listener.SetMeasurementEventCallback<int>(
            (instrument, value, tags, _) => read(Line(instrument, FormattableString.Invariant($"{value}"), tags)));
        listener.Start();
        return listener;
    }

    private static string Line(Instrument instrument, string value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        $"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))} {value}";
}
