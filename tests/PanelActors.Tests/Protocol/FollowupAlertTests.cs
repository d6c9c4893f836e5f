using PanelActors.Protocol;

namespace PanelActors.Tests.Protocol;

public class FollowupAlertTests
{
    private static readonly DateTimeOffset Time = DateTimeOffset.UnixEpoch;

    [Theory]
    [InlineData("iv", "N", "Follow-up iv N")]
    [InlineData("iv", null, "Follow-up iv")]
    [InlineData(null, "N", "Follow-up N")]
    [InlineData(null, null, "Follow-up")]
    public void Type_and_index_make_up_the_component(string? alertType, string? index, string component)
    {
        var alert = new FollowupAlert(Time, "INFO", alertType, index, "m");
        alert.Component.ShouldBe(component);
        FollowupAlert.OfComponent(Time, "INFO", component, "m").ShouldBe(alert, "what a previous run stored, and the feed repeats");
    }

    [Theory]
    [InlineData("Follow-up iv N", "iv N")]
    [InlineData("Follow-up", null)]
    [InlineData("watchdog", null)]
    public void Of_a_component_alone_the_type_is_all_that_follows_its_first_word(string component, string? alertType)
    {
        var alert = FollowupAlert.OfComponent(Time, "INFO", component, "m");
        (alert.AlertType, alert.Index, alert.Component).ShouldBe((alertType, null, component));
    }

    [Theory]
    [InlineData(1, "INFO", "iv", "m")]
    [InlineData(0, "WARN", "iv", "m")]
    [InlineData(0, "INFO", "vix", "m")]
    [InlineData(0, "INFO", "iv", "n")]
    public void It_is_another_alert_with_one_other_part(int second, string level, string alertType, string message)
    {
        var alert = new FollowupAlert(Time, "INFO", "iv", null, "m");
        alert.ShouldBe(new FollowupAlert(Time, "INFO", "iv", null, "m"));
        alert.ShouldNotBe(new FollowupAlert(Time.AddSeconds(second), level, alertType, null, message));
        alert.Equals(null).ShouldBeFalse();
    }

    [Fact]
    public void It_is_another_alert_with_another_source()
    {
        var alert = new FollowupAlert(Time, "INFO", "iv", null, "m");
        (alert with { Source = "a" }).ShouldNotBe(alert);
        (alert with { Source = "a" }).Component.ShouldBe("Follow-up iv");
    }
}
