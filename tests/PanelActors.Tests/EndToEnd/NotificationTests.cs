using System.Text;
using System.Text.Json.Nodes;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>Receivers are notified, at least once and in order, over restarts (specification 11).</summary>
public sealed class NotificationTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryDatabase.InFile _database = TemporaryDatabase.InFile.Create();
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private WebhookReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await WebhookReceiver.Start();

    public async Task DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _upstream.DisposeAsync();
        await _database.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_receiver_that_was_away_gets_everything_in_order_after_a_restart()
    {
        (string, string)[] keys =
        [
            .. _database.Keys, .. Keys("followup:critical", "severity:critical"),
            ("Notify:0:SecretFile", _folder.Write("secret", WebhookReceiver.Secret)),
        ];
        _receiver.Answer = 500;
        var daemon = await Daemon.Reading(_upstream, keys);
        using var stream = await _upstream.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Critical(2, "gap") + Followup(3, "one"));
        await daemon.UntilAnswer("/api/history?kind=followup", static page => page["items"]!.AsArray().Count == 1);
        await _receiver.NextRefused();
        await stream.Send(Followup(4, "two"));
        await daemon.UntilAnswer("/api/history?kind=followup", static page => page["items"]!.AsArray().Count == 2);
        await daemon.DisposeAsync();

        _receiver.Answer = 200;
        await using var next = await Daemon.Reading(_upstream, keys);
        using var resumed = await _upstream.NextStream(Followup(5, "three"));
        var texts = new List<string>();
        for (var i = 0; i < 4; i++) texts.Add(await _receiver.NextText());
        texts.ShouldBe(["gap critical: ", "Follow-up: one", "Follow-up: two", "Follow-up: three"]);
        _receiver.HasTaken.ShouldBeFalse();
        _receiver.Forged.ShouldBe(0);
        await next.UntilMetric("panelactors_notification_queue{name=\"desk\"}", 0);
        (await next.Metrics())[Outcome("sent")].ShouldBe(4);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task What_a_receiver_does_not_take_holds_up_nothing(int answer)
    {
        await using var daemon = await Daemon.Reading(_upstream, Keys("followup:critical"));
        _receiver.Answer = answer;
        using var stream = await _upstream.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Followup(2, "one"));
        await daemon.UntilMetric(Outcome("rejected"), 1);
        _receiver.Answer = 200;
        await stream.Send(Followup(3, "two"));
        (await _receiver.NextText()).ShouldBe("Follow-up: two");
        daemon.LoggedWarnings().ShouldHaveSingleItem().ShouldContain(
            $"desk does not take a notification of feed, which is given up: it answered {answer}");
    }

    [Fact]
    public async Task Of_what_waits_the_oldest_goes_which_is_counted_and_logged()
    {
        _receiver.Answer = 503;
        await using var daemon = await Daemon.Reading(_upstream, [.. Keys("followup:critical"), ("Notify:0:MaxQueue", "3")]);
        using var stream = await _upstream.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Followup(2, "1"));
        await _receiver.NextRefused();
        for (var i = 2; i <= 8; i++) await stream.Send(Followup(i + 1, $"{i}"));
        // While it is away, and not only when it is tried again.
        await daemon.UntilMetric(Outcome("dropped"), 5);
        await daemon.UntilMetric("panelactors_notification_queue{name=\"desk\"}", 3);
        _receiver.Answer = 200;
        for (var i = 6; i <= 8; i++) (await _receiver.NextText()).ShouldBe($"Follow-up: {i}");
        await daemon.UntilMetric(Outcome("sent"), 3);
        daemon.LoggedWarnings().ShouldContain(static line =>
            line.Contains("More than 3 notifications wait for desk: the oldest are lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_still_so_after_a_restart_is_not_said_again_and_holds_since_it_began()
    {
        (string, string)[] keys =
            [.. _database.Keys, .. Keys("severity:critical", "followup:critical"), ("Notify:0:After", "00:00:03")];
        string began;
        ScriptedConnection stream;
        await using (var daemon = await Daemon.Reading(_upstream, keys))
        {
            stream = await _upstream.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Critical(2, "gap"));
            var page = await daemon.UntilAnswer("/api/history?kind=severity", static page => page["items"]!.AsArray().Count == 1);
            began = page["items"]![0]!["at"]!.ToJsonString();
            _receiver.HasTaken.ShouldBeFalse();
        }

        await using (await Daemon.Reading(_upstream, keys))
        {
            stream.Dispose();
            stream = await _upstream.NextStream();
            var said = (await _receiver.Next()).Event;
            (DateTimeOffset.Parse((string)said["time"]!, null) - At(began)).Duration().ShouldBeLessThan(TimeSpan.FromMilliseconds(1));
        }

        stream.Dispose();
        await using var next = await Daemon.Reading(_upstream, keys);
        using var resumed = await _upstream.NextStream(Followup(3, "one"));
        (await _receiver.NextText()).ShouldBe("Follow-up: one");
    }

    [Fact]
    public async Task While_the_database_is_held_notifications_are_late_and_come_once()
    {
        await using var daemon = await Daemon.Reading(_upstream, [.. _database.Keys, .. Keys("followup:critical")]);
        using var stream = await _upstream.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Followup(2, "one"));
        (await _receiver.NextText()).ShouldBe("Follow-up: one");
        await using (await _database.Hold())
        {
            await stream.Send(Followup(3, "two") + Followup(4, "three"));
            while (!daemon.LoggedWarnings().Any(static line => line.Contains("The history cannot be written", StringComparison.Ordinal)))
                await Task.Yield();
            _receiver.HasTaken.ShouldBeFalse();
        }

        (await _receiver.NextText()).ShouldBe("Follow-up: two");
        (await _receiver.NextText()).ShouldBe("Follow-up: three");
        await daemon.UntilMetric(Outcome("sent"), 3);
        _receiver.HasTaken.ShouldBeFalse();
    }

    [Fact]
    public Task While_the_file_of_the_database_is_away_notifications_are_late_and_come_once() => SendWithoutDatabase(_database);

    [PostgresFact]
    public async Task While_PostgreSQL_is_away_notifications_are_late_and_come_once()
    {
        await using var database = await TemporaryDatabase.InPostgres.CreateAsync();
        await SendWithoutDatabase(database);
    }

    [Fact]
    public async Task Composites_are_stores_and_names_may_have_stars()
    {
        await using var second = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(
            _upstream,
            [
                .. Keys("severity:critical"), ("Notify:0:Stores:0", "all*"), ("Sources:1:Name", "other"),
                ("Sources:1:Url", second.Url.ToString()), ("Composites:0:Name", "allofit"), ("Composites:0:Members:0", "feed"),
                ("Composites:0:Members:1", "other"),
            ]);
        using var one = await _upstream.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Critical(2, "gap"));
        using var two = await second.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Critical(2, "drift"));
        var said = new List<JsonNode> { (await _receiver.Next()).Event, (await _receiver.Next()).Event };
        said.ShouldAllBe(static notification => (string?)notification["source"] == "/stores/allofit");
        var titles = string.Join("; ", said.Select(static notification => (string?)notification["data"]!["title"]).Order());
        (titles.Contains("gap critical"), titles.Contains("drift critical")).ShouldBe((true, true), titles);
    }

    [Fact]
    public async Task What_a_hostile_feed_says_is_bounded_and_moves_no_cursor()
    {
        await using var daemon = await Daemon.Reading(_upstream, Keys("followup:critical", "severity:critical"));
        var type = new string('k', 5000);
        using var stream = await _upstream.NextStream(
            Sse.Full(1, 1, "{\"p\":1}") + Followup(2, "\\u001b[2J\\u0000\\u202e\\r\\nX" + new string('x', 1_000_000))
            + Critical(3, type));
        var (one, other) = ((await _receiver.Next()).Event, (await _receiver.Next()).Event);
        var followup = (string?)one["data"]!["kind"] == "followup" ? one : other;
        Encoding.UTF8.GetByteCount(followup.ToJsonString()).ShouldBeLessThan(4000);
        ((string?)followup["data"]!["detail"])!.ShouldStartWith("?[2J");
        foreach (var text in new[] { one, other }.SelectMany(TextsOf))
            text.ShouldAllBe(static c => !char.IsControl(c) && c != '\u202e' && c != '\n');
    }

    [Theory]
    [InlineData(null)]
    [InlineData("one\r\nX-Other: two")]
    [InlineData("")]
    public async Task Without_a_usable_header_nothing_is_sent_and_the_file_is_named_not_shown(string? content)
    {
        var file = _folder.Write("token", "Bearer one");
        await using var daemon = await Daemon.Reading(
            _upstream, [.. Keys("followup:critical"), ("Notify:0:HeaderFiles:Authorization", file)]);
        if (content is null) File.Delete(file);
        else _folder.Write("token", content);
        using var stream = await _upstream.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Followup(2, "one"));
        await daemon.UntilMetric(Outcome("failed"), 1);
        _receiver.HasTaken.ShouldBeFalse();
        var warning = daemon.LoggedWarnings().ShouldHaveSingleItem();
        warning.ShouldContain(file);
        warning.ShouldNotContain("two");
        _folder.Write("token", "Bearer one\n");
        (await _receiver.NextText()).ShouldBe("Follow-up: one");
    }

    private async Task SendWithoutDatabase(TemporaryDatabase database)
    {
        await using var daemon = await Daemon.Reading(_upstream, [.. database.Keys, .. Keys("followup:critical")]);
        using var stream = await _upstream.NextStream(Sse.Full(1, 1, "{\"p\":1}") + Followup(2, "one"));
        (await _receiver.NextText()).ShouldBe("Follow-up: one");
        await daemon.UntilMetric("panelactors_notification_queue{name=\"desk\"}", 0);
        await database.GoAway();
        await stream.Send(Followup(3, "two") + Followup(4, "three"));
        while (!daemon.LoggedWarnings().Any(static line => line.Contains("The history cannot be written", StringComparison.Ordinal)))
            await Task.Yield();
        (await daemon.Metrics())["panelactors_notification_queue{name=\"desk\"}"].ShouldBe(2);
        _receiver.HasTaken.ShouldBeFalse();
        await database.ComeBack();
        (await _receiver.NextText()).ShouldBe("Follow-up: two");
        (await _receiver.NextText()).ShouldBe("Follow-up: three");
        await daemon.UntilMetric(Outcome("sent"), 3);
        await daemon.UntilMetric("panelactors_notification_queue{name=\"desk\"}", 0);
        _receiver.HasTaken.ShouldBeFalse();
    }

    private static IEnumerable<string> TextsOf(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(static member => member.Value is { } value ? TextsOf(value) : []),
        _ => [node.ToString()],
    };

    private static DateTimeOffset At(string json) => json.StartsWith('"')
        ? DateTimeOffset.Parse(json.Trim('"'), null)
        : DateTimeOffset.UnixEpoch.AddSeconds(double.Parse(json, System.Globalization.CultureInfo.InvariantCulture));

    private static string Outcome(string outcome) => $"panelactors_notifications_total{{name=\"desk\",outcome=\"{outcome}\"}}";

    private (string, string)[] Keys(params string[] on) =>
    [
        ("Notify:0:Name", "desk"), ("Notify:0:Url", _receiver.Url),
        .. on.Select(static (word, index) => ($"Notify:0:On:{index}", word)),
    ];

    private static string Critical(long id, string alertType) => Sse.Envelope(
        id, "severity_state", $$"""{"alert_type":"{{alertType}}","active":"critical","resolved":false}""");

    private static string Followup(long id, string message) => Sse.Envelope(
        id, "followup_alert", $$"""{"alert":{"severity":"critical","message":"{{message}}"},"ts":{{1690000000 + id}}}""");
}
