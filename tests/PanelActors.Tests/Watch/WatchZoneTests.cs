using PanelActors.Watch;

namespace PanelActors.Tests.Watch;

public sealed class WatchZoneTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 57, 3, TimeSpan.Zero);

    [Theory]
    [InlineData("utc", "UTC", "12:57:03")]
    [InlineData("EXCHANGE", "Asia/Kolkata", "18:27:03")]
    [InlineData("America/New_York", "America/New_York", "07:57:03")]
    public void A_word_or_a_name_is_a_zone(string text, string name, string clock)
    {
        var zone = WatchZone.Parse(text).ShouldNotBeNull();
        (zone.Label(Now), zone.Clock(Now)).ShouldBe((name, clock));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Mars/Olympus")]
    [InlineData("../../../etc/passwd")]
    [InlineData("\u001b[2J")]
    public void Anything_else_is_none(string text) => WatchZone.Parse(text).ShouldBeNull();

    [Theory]
    [InlineData("2026-11-27T12:54:00Z", "since 18:24 (3 min)")]
    [InlineData("2026-11-26T12:54:00Z", "since 26 Nov 18:24 (24 h)")]
    [InlineData("2026-11-26T20:00:00Z", "since 01:30 (16 h)")]
    [InlineData("2025-11-26T12:54:00Z", "since 26 Nov 2025 18:24 (366 d)")]
    [InlineData("2026-11-27T13:00:00Z", "since 18:30 (0.0 s)")]
    public void A_time_has_its_day_where_that_is_not_todays_in_the_zone(string since, string text) =>
        WatchZone.Exchange.Since(DateTimeOffset.Parse(since, System.Globalization.CultureInfo.InvariantCulture), Now).ShouldBe(text);

    [Fact]
    public void A_stamp_of_a_line_has_its_offset()
    {
        WatchZone.Utc.IsoStamp(Now).ShouldBe("2026-11-27T12:57:03Z");
        WatchZone.Exchange.IsoStamp(Now).ShouldBe("2026-11-27T18:27:03+05:30");
        WatchZone.Parse("Europe/London")!.IsoStamp(Now).ShouldBe("2026-11-27T12:57:03+00:00");
    }

    [Fact]
    public void The_zone_of_the_machine_has_its_offset_in_its_name() => WatchZone.Local.Label(Now).ShouldStartWith("local (UTC");

    [Fact]
    public void A_key_goes_through_the_usual_zones_and_the_one_that_was_given()
    {
        Names(WatchZones.From(WatchZone.Local)).ShouldBe(["local", "UTC", "Asia/Kolkata", "local"]);
        Names(WatchZones.From(WatchZone.Utc)).ShouldBe(["UTC", "Asia/Kolkata", "local", "UTC"]);
        Names(WatchZones.From(WatchZone.Parse("Europe/Paris")!)).ShouldBe(["Europe/Paris", "local", "UTC", "Asia/Kolkata"]);

        static string[] Names(WatchZones zones) =>
            [zones.Current.Name, zones.Next().Current.Name, zones.Next().Next().Current.Name, zones.Next().Next().Next().Current.Name];
    }

    [Theory]
    [InlineData(0d)]
    [InlineData(-5d)]
    [InlineData(1e300)]
    [InlineData(double.NaN)]
    [InlineData(null)]
    public void What_no_clock_shows_is_no_time(double? seconds) => WatchZone.At(seconds).ShouldBeNull();

    [Fact]
    public void Unix_seconds_are_a_time() => WatchZone.At(1795784223.5).ShouldBe(Now.AddSeconds(0.5));
}
