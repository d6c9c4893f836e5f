using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>The program sends traces, logs and metrics to a collector, as the variables of OpenTelemetry say.</summary>
public sealed class TelemetryExportTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private Collector _collector = null!;

    public async Task InitializeAsync() => _collector = await Collector.Start();

    public async Task DisposeAsync()
    {
        await _upstream.DisposeAsync();
        await _collector.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_three_signals_arrive_with_the_spans_of_the_way_and_printable_lines()
    {
        await using var program = Start(("OTEL_TRACES_SAMPLER", "always_on"));
        using var http = await program.ClientAsync();
        using var feed = await _upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"p":1}"""));
        await using var subscriber = await RelaySubscriber.Connect(http);
        (await subscriber.Next()).ShouldNotBeNull().Type.ShouldBe("hello");
        await feed.Send(Sse.Diff(2, 5, """{"p":2}"""));

        foreach (var span in (string[])["ingest read", "decode", "apply", "relay write", "panelactors.source", "PanelActors"])
            await _collector.Until("traces", span);
        await _collector.Until("logs", "PanelActors listens on http://127.0.0.1:");
        await _collector.Until("logs", "service.name");
        await _collector.Until("metrics", "panelactors");
        (_collector.Has("traces", "panelactors"), _collector.Has("logs", "\u001b[")).ShouldBe((true, false));
    }

    [Fact]
    public async Task All_three_signals_arrive_by_gRPC_too()
    {
        await using var collector = await Collector.Start(isGrpc: true);
        await using var program = Start(
            ("OTEL_TRACES_SAMPLER", "always_on"), ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url), ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"));
        using var http = await program.ClientAsync();
        using var feed = await _upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"p":1}"""));
        await collector.Until("traces", "ingest read");
        await collector.Until("logs", "has what it needs");
        await collector.Until("metrics", "panelactors");
    }

    [Fact]
    public async Task A_sampler_that_takes_nothing_leaves_the_other_signals()
    {
        await using var program = Start(("OTEL_TRACES_SAMPLER", "always_off"));
        using var http = await program.ClientAsync();
        using var feed = await _upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"p":1}"""));
        await _collector.Until("logs", "has what it needs");
        await _collector.Until("metrics", "panelactors");
        await program.TerminateAsync();
        (await program.EndAsync()).Code.ShouldBe(0);

        // What was sampled would have been sent before the end.
        _collector.Count("traces").ShouldBe(0);
    }

    [Fact]
    public async Task What_is_not_wanted_is_not_sent()
    {
        await using var program = Start(
            ("OTEL_TRACES_SAMPLER", "always_on"), ("OTEL_TRACES_EXPORTER", "none"), ("OTEL_LOGS_EXPORTER", "none"));
        using var http = await program.ClientAsync();
        using var feed = await _upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"p":1}"""));
        await program.LineWithAsync("has what it needs");
        await program.TerminateAsync();
        (await program.EndAsync()).Code.ShouldBe(0);

        (_collector.Count("traces"), _collector.Count("logs")).ShouldBe((0, 0));
        _collector.Count("metrics").ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("grpc")]
    public async Task A_collector_that_never_answers_holds_up_neither_the_daemon_nor_its_end(string protocol)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
        await using var program = Start(
            ("OTEL_TRACES_SAMPLER", "always_on"), ("OTEL_EXPORTER_OTLP_ENDPOINT", url), ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol));
        using var http = await program.ClientAsync();
        using var feed = await _upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"p":1}"""));
        await program.LineWithAsync("has what it needs");
        // All three have asked, and wait.
        for (var i = 0; i < 3; i++) (await silent.AcceptSocketAsync()).ShouldNotBeNull();

        var clock = Stopwatch.StartNew();
        await program.TerminateAsync();
        var end = await program.EndAsync();
        (end.Code, clock.Elapsed < TimeSpan.FromSeconds(5)).ShouldBe((0, true), $"it took {clock.Elapsed}");
    }

    private DaemonProcess Start(params (string, string)[] environment) => DaemonProcess.Start(
        _folder.Path, ["--urls", "http://127.0.0.1:0", "--source", $"market={_upstream.Url}"],
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", _collector.Url), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_BSP_SCHEDULE_DELAY", "50"), ("OTEL_BLRP_SCHEDULE_DELAY", "50"), ("OTEL_METRIC_EXPORT_INTERVAL", "200"),
            ("PANELACTORS__Persistence__Enabled", "false"), .. environment,
        ]);
}
