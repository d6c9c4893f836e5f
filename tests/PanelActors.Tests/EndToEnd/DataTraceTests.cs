using System.Collections.Concurrent;
using System.Diagnostics;
using PanelActors.Telemetry;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>The spans of what a feed sends, as a listener in the process gets them.</summary>
[Collection(AloneCollection.Name)]
public sealed class DataTraceTests
{
    [Fact]
    public async Task A_trace_leads_from_the_read_to_the_write_of_a_subscriber_also_of_a_composite()
    {
        using var spans = new Spans(ActivitySamplingResult.AllDataAndRecorded);
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(
            upstream, ("Composites:0:Name", "all"), ("Composites:0:Members:0", "feed"), ("Default", "feed"));
        using var feed = await upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"p":1}"""));
        await daemon.UntilPanel("p", "1");
        await using var subscriber = await RelaySubscriber.Connect(daemon.Http);
        await using var ofComposite = await RelaySubscriber.Connect(daemon.Http, "/api/stores/all/events");
        foreach (var joined in (RelaySubscriber[])[subscriber, ofComposite])
        {
            (await joined.Next())!.Type.ShouldBe("hello");
            (await joined.Next())!.Type.ShouldBe("panel_full");
        }

        await feed.Send(Sse.Diff(2, 5, """{"p":2}"""));
        (await subscriber.Next())!.Type.ShouldBe("panel_diff");
        (await ofComposite.Next())!.Type.ShouldBe("panel_diff");

        var read = await spans.Until(span => span.OperationName == "ingest read"
            && spans.All.Count(other => other.OperationName == "relay write" && other.TraceId == span.TraceId) == 2);
        var trace = spans.All.Where(span => span.TraceId == read.TraceId).ToArray();
        trace.Select(static span => span.OperationName).Order().ShouldBe(["apply", "decode", "ingest read", "relay write", "relay write"]);
        trace.Where(span => span != read).ShouldAllBe(span => span.ParentSpanId == read.SpanId);
        read.ParentSpanId.ShouldBe(default);
        read.GetTagItem("panelactors.source").ShouldBe("feed");
        trace.Single(static span => span.OperationName == "apply").GetTagItem("panelactors.applied").ShouldBe(1);
        trace.ShouldAllBe(span => span.StartTimeUtc >= read.StartTimeUtc.AddSeconds(-1) && span.Duration >= TimeSpan.Zero);
    }

    [Fact]
    public void A_span_is_never_the_current_one_and_the_first_writes_are_enough()
    {
        using var spans = new Spans(ActivitySamplingResult.AllDataAndRecorded);
        using var request = new Activity("request").Start();
        var trace = DataTrace.Begin().ShouldNotBeNull();
        Activity.Current.ShouldBe(request);
        for (var i = 0; i < 100; i++) trace.BeginWrite(DateTimeOffset.UtcNow)?.End();
        trace.EndRead("s", 1, 2);
        Activity.Current.ShouldBe(request);
        spans.All.Count(static span => span.OperationName == "relay write").ShouldBe(8);
        spans.All.ShouldAllBe(span => span.TraceId != request.TraceId);
    }

    [Fact]
    public void What_is_not_sampled_is_no_trace()
    {
        using var spans = new Spans(ActivitySamplingResult.PropagationData);
        DataTrace.Begin().ShouldBeNull();
        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public void Where_nothing_listens_nothing_is_allocated()
    {
        Begin(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Begin(10_000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        static void Begin(int times)
        {
            for (var i = 0; i < times; i++) DataTrace.Begin()?.EndRead("", 0, 0);
        }
    }

    private sealed class Spans : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _ended = new();
        private readonly ActivityListener _listener;

        public Spans(ActivitySamplingResult sampling)
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = static source => source.Name == DataTrace.Source,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => sampling,
                ActivityStopped = _ended.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IReadOnlyList<Activity> All => [.. _ended];

        public async Task<Activity> Until(Func<Activity, bool> isLike)
        {
            using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
            while (!patience.IsCancellationRequested)
            {
                if (All.FirstOrDefault(isLike) is { } found) return found;
                await Task.Yield();
            }

            throw new TimeoutException(string.Join('\n', All.Select(static span => $"{span.TraceId} {span.OperationName}")));
        }

        public void Dispose() => _listener.Dispose();
    }
}
