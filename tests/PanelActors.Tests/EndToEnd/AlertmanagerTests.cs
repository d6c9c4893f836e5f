using System.Globalization;
using System.Text.Json.Nodes;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>An Alertmanager as Debian has it shows what is wrong for as long as it is wrong (specification 11.3).</summary>
public sealed class AlertmanagerTests
{
    private const double Life = 2.5;

    [ProgramFact(AlertmanagerServer.Program)]
    public async Task An_alert_lasts_as_long_as_it_is_so_whichever_of_both_is_restarted()
    {
        await using var alertmanager = await AlertmanagerServer.Start();
        await using var database = TemporaryDatabase.InFile.Create();
        await using var upstream = ScriptedUpstream.Start();
        (string, string)[] keys = [.. database.Keys, .. Keys(alertmanager)];
        var daemon = await Daemon.Reading(upstream, keys);
        using var stream = await upstream.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Severity(2, "critical", resolved: false));
        var first = (await alertmanager.Until(static alerts => alerts.Count == 1))[0];
        ShouldBeTheAlert(first);

        // Longer than its life and than the timeout of the Alertmanager.
        var lasts = await alertmanager.Until(alerts =>
        {
            ShouldBeTheAlert(alerts.ShouldHaveSingleItem());
            return Time(alerts[0]["endsAt"]) - Time(first["startsAt"]) > TimeSpan.FromSeconds(2.5 * Life);
        });
        Time(lasts[0]["startsAt"]).ShouldBe(Time(first["startsAt"]));

        await alertmanager.End();
        while (!((await daemon.Metrics())[Failed] > 0)) await Task.Yield();
        await alertmanager.ComeBack();
        ShouldBeTheAlert((await alertmanager.Until(static alerts => alerts.Count > 0)).ShouldHaveSingleItem());

        await daemon.DisposeAsync();
        await using var next = await Daemon.Reading(upstream, keys);
        using var resumed = await upstream.NextStream();
        await alertmanager.Until(alerts =>
        {
            ShouldBeTheAlert(alerts.ShouldHaveSingleItem());
            return Time(alerts[0]["startsAt"]) == Time(first["startsAt"])
                && Time(alerts[0]["endsAt"]) - Time(lasts[0]["endsAt"]) > TimeSpan.FromSeconds(2.5 * Life);
        });
        (await next.Metrics())["panelactors_notifications_total{name=\"pager\",outcome=\"sent\"}"].ShouldBe(0);

        await resumed.Send(Severity(3, "critical", resolved: true));
        await alertmanager.Until(static alerts => alerts.Count == 0);
        (await next.Metrics())["panelactors_notifications_total{name=\"pager\",outcome=\"sent\"}"].ShouldBe(1);
    }

    [ProgramFact(AlertmanagerServer.Program)]
    public async Task An_alert_ends_with_what_it_is_about_also_where_the_store_is_not_well_yet()
    {
        await using var alertmanager = await AlertmanagerServer.Start();
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream, Keys(alertmanager));
        using var stream = await upstream.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Severity(2, "critical", resolved: false));
        await alertmanager.Until(static alerts => alerts.Count == 1);
        await stream.Send(Severity(3, "warn", resolved: false));
        await alertmanager.Until(static alerts => alerts.Count == 0);
    }

    [ProgramFact(AlertmanagerServer.Program)]
    public async Task What_only_happens_is_shown_however_old_or_young_the_feed_says_that_it_is()
    {
        await using var alertmanager = await AlertmanagerServer.Start();
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream, Keys(alertmanager));
        using var stream = await upstream.NextStream(
            Sse.Full(1, 1, "{\"p\":1}") + Followup(2, "old", 1690000000) + Followup(3, "young", 7258118400));
        var alerts = await alertmanager.Until(static alerts => alerts.Count == 2);
        alerts.Select(static alert => (string?)alert["labels"]!["alert_type"])
            .ShouldBe(["Follow-up old", "Follow-up young"], ignoreOrder: true);
        (await daemon.Metrics())["panelactors_notifications_total{name=\"pager\",outcome=\"rejected\"}"].ShouldBe(0);
    }

    [ProgramFact(AlertmanagerServer.Program)]
    public async Task A_store_that_is_taken_out_of_the_configuration_takes_its_alerts_along()
    {
        await using var alertmanager = await AlertmanagerServer.Start();
        await using var upstream = ScriptedUpstream.Start();
        await using var other = ScriptedUpstream.Start();
        (string, string)[] stays = [("Sources:0:Name", "feed"), ("Sources:0:Url", upstream.Url.ToString()), .. Keys(alertmanager)];
        await using var daemon = await Daemon.StartFromFile(
            [.. stays, ("Sources:1:Name", "gone"), ("Sources:1:Url", other.Url.ToString())]);
        using var stream = await upstream.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Severity(2, "critical", resolved: false));
        using var ending = await other.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Severity(2, "critical", resolved: false));
        await alertmanager.Until(static alerts => alerts.Count == 2);
        await daemon.Edit(stays);
        ShouldBeTheAlert((await alertmanager.Until(static alerts => alerts.Count == 1))[0]);
    }

    private const string Failed = "panelactors_notifications_total{name=\"pager\",outcome=\"failed\"}";

    private static (string, string)[] Keys(AlertmanagerServer alertmanager) =>
    [
        ("Notify:0:Name", "pager"), ("Notify:0:Url", alertmanager.Url), ("Notify:0:Format", "alertmanager"),
        ("Notify:0:On:0", "severity:critical"), ("Notify:0:On:1", "followup:critical"), ("Notify:0:Repeat", "00:00:00.5"),
    ];

    private static void ShouldBeTheAlert(JsonNode alert)
    {
        string.Join(", ", alert["labels"]!.AsObject().Select(static label => $"{label.Key}={label.Value}").Order()).ShouldBe(
            "alert_type=gap, alertname=PanelActorsSeverity, severity=critical, store=feed, value=critical");
        string.Join(", ", alert["annotations"]!.AsObject().Select(static label => $"{label.Key}={label.Value}").Order()).ShouldBe(
            "description=spread is 12; volume is 0, summary=feed: gap critical");
    }

    private static DateTimeOffset Time(JsonNode? node) => DateTimeOffset.Parse((string)node!, CultureInfo.InvariantCulture);

    private static string Severity(long id, string level, bool resolved) => Sse.Envelope(
        id, "severity_state",
        $$"""
        {"alert_type":"gap","active":"{{level}}","resolved":{{(resolved ? "true" : "false")}},"reasons":["spread is 12","volume is 0"]}
        """);

    private static string Followup(long id, string alertType, long time) => Sse.Envelope(
        id, "followup_alert", $$"""{"alert":{"severity":"critical","type":"{{alertType}}","message":"m"},"ts":{{time}}}""");
}
