using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>Receivers while the configuration is edited (specification 11.1).</summary>
public sealed class NotifyReloadTests : IAsyncLifetime, IDisposable
{
    private const string OtherSecret = "whsec_b3RoZXIgc2VjcmV0IG9mIHRoZSB0ZXN0";

    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private WebhookReceiver _first = null!;
    private WebhookReceiver _second = null!;

    public async Task InitializeAsync() => (_first, _second) = (await WebhookReceiver.Start(), await WebhookReceiver.Start());

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_receiver_that_is_added_begins_with_what_is_wrong_now()
    {
        await using var daemon = await Daemon.StartFromFile(Base);
        using var stream = await _upstream.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Critical(2, "gap"));
        await daemon.UntilAnswer("/api/history?kind=severity", static page => page["items"]!.AsArray().Count == 1);
        await daemon.Edit([.. Base, .. Receiver(0, "desk", _first.Url)]);
        (await _first.NextText()).ShouldBe("gap critical: ");
        await stream.Send(Followup(3, "one"));
        (await _first.NextText()).ShouldBe("Follow-up: one");
        await daemon.UntilMetric(Sent("desk"), 2);

        // Another one does not make the first one hear anything again.
        await daemon.Edit([.. Base, .. Receiver(0, "desk", _first.Url), .. Receiver(1, "wall", _second.Url)]);
        (await _second.NextText()).ShouldBe("gap critical: ");
        await stream.Send(Followup(4, "two"));
        (await _first.NextText()).ShouldBe("Follow-up: two");
        (await _second.NextText()).ShouldBe("Follow-up: two");
        daemon.LoggedWarnings().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_receiver_that_is_added_hears_that_a_baseline_is_needed()
    {
        (string, string)[] keys = [.. Base, ("Sources:0:Resync:Mode", "none")];
        await using var daemon = await Daemon.StartFromFile(keys);
        using var stream = await _upstream.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Sse.Diff(2, 2, "{\"p\":2}"));
        await daemon.UntilAnswer(
            "/api/history?kind=baseline",
            static page => page["items"]!.AsArray().Any(static item => (string?)item!["title"] == "needed"));
        await daemon.Edit(
            [.. keys, ("Notify:0:Name", "desk"), ("Notify:0:Url", _first.Url), ("Notify:0:On:0", "need_full")]);
        var said = (await _first.Next()).Event;
        ((string?)said["type"], (string?)said["data"]!["value"]).ShouldBe(("panelactors.baseline.needed", "needed"));
    }

    [Fact]
    public async Task A_receiver_that_is_taken_out_ends_and_so_do_its_metrics()
    {
        (string, string)[] both = [.. Base, .. Receiver(0, "desk", _first.Url), .. Receiver(1, "wall", _second.Url)];
        await using var daemon = await Daemon.StartFromFile(both);
        using var stream = await _upstream.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Followup(2, "one"));
        (await _first.NextText(), await _second.NextText()).ShouldBe(("Follow-up: one", "Follow-up: one"));
        await daemon.Edit([.. Base, .. Receiver(0, "wall", _second.Url)]);
        while ((await daemon.Metrics())[Sent("desk")] is not null) await Task.Yield();
        await stream.Send(Followup(3, "two"));
        (await _second.NextText()).ShouldBe("Follow-up: two");
        _first.HasTaken.ShouldBeFalse();
        (await daemon.Metrics())["panelactors_notification_queue{name=\"desk\"}"].ShouldBeNull();
    }

    [Fact]
    public async Task Another_address_and_another_secret_hold_from_the_next_attempt_which_is_made_at_once()
    {
        _first.Answer = 503;
        var secret = _folder.Write("one", WebhookReceiver.Secret);
        await using var daemon = await Daemon.StartFromFile([.. Base, .. Receiver(0, "desk", _first.Url, secret)]);
        using var stream = await _upstream.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Followup(2, "one"));
        // Long enough away to be left alone for a while.
        for (var i = 0; i < 3; i++) await _first.NextRefused();
        _second.CheckedWith = OtherSecret;
        await daemon.Edit([.. Base, .. Receiver(0, "desk", _second.Url, _folder.Write("two", OtherSecret))]);
        var edited = System.Diagnostics.Stopwatch.StartNew();
        (await _second.NextText()).ShouldBe("Follow-up: one");
        edited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2.5));
        (_first.HasTaken, _first.Forged, _second.Forged).ShouldBe((false, 0, 0));
    }

    [Fact]
    public async Task Who_is_to_know_more_is_notified_of_what_is_so_now()
    {
        await using var daemon = await Daemon.StartFromFile(
            [.. Base, ("Notify:0:Name", "desk"), ("Notify:0:Url", _first.Url), ("Notify:0:On:0", "health:stale")]);
        using var stream = await _upstream.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Critical(2, "gap"));
        await daemon.UntilAnswer("/api/history?kind=severity", static page => page["items"]!.AsArray().Count == 1);
        await daemon.Edit([.. Base, .. Receiver(0, "desk", _first.Url)]);
        (await _first.NextText()).ShouldBe("gap critical: ");
    }

    [Fact]
    public async Task What_was_written_for_another_format_is_given_up()
    {
        _first.Answer = 503;
        await using var daemon = await Daemon.StartFromFile([.. Base, .. Receiver(0, "desk", _first.Url)]);
        using var stream = await _upstream.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Followup(2, "one"));
        await _first.NextRefused();
        await daemon.Edit([.. Base, .. Receiver(0, "desk", _first.Url), ("Notify:0:Format", "alertmanager")]);
        await daemon.UntilMetric("panelactors_notifications_total{name=\"desk\",outcome=\"rejected\"}", 1);
    }

    private (string, string)[] Base => [("Sources:0:Name", "feed"), ("Sources:0:Url", _upstream.Url.ToString())];

    private static (string, string)[] Receiver(int index, string name, string url, string? secret = null) =>
    [
        ($"Notify:{index}:Name", name), ($"Notify:{index}:Url", url), ($"Notify:{index}:On:0", "severity:critical"),
        ($"Notify:{index}:On:1", "followup:critical"), .. secret is null ? [] : new[] { ($"Notify:{index}:SecretFile", secret) },
    ];

    private static string Sent(string name) => $"panelactors_notifications_total{{name=\"{name}\",outcome=\"sent\"}}";

    private static string Critical(long id, string alertType) => Sse.Envelope(
        id, "severity_state", $$"""{"alert_type":"{{alertType}}","active":"critical","resolved":false}""");

    private static string Followup(long id, string message) => Sse.Envelope(
        id, "followup_alert", $$"""{"alert":{"severity":"critical","message":"{{message}}"},"ts":{{1690000000 + id}}}""");
}
