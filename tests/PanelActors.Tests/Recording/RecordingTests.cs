using System.Globalization;
using System.Text;
using Akka.Actor;
using PanelActors.Persistence;
using PanelActors.Recording;
using PanelActors.Sources;
using PanelActors.State;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Recording;

/// <summary>What is recorded leads to the same states again.</summary>
public sealed class RecordingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task A_recording_leads_to_the_same_states_again_from_any_segment(int seed)
    {
        await using var feed = new RecordedFeed(segmentBytes: 2_000);
        var random = new Random(seed);
        for (var connection = 0; connection < 12; connection++)
        {
            var text = random.Next(4) == 0 ? SummaryOf(random) : PanelsOf(random);
            await feed.Connect(
                RecordedFeed.Cut(text, left => random.Next(6) == 0 ? left : random.Next(1, 400)), breaks: random.Next(3) == 0,
                resumedAfter: random.Next(3) == 0 ? random.Next(30).ToString(CultureInfo.InvariantCulture) : null);
            if (random.Next(4) == 0) feed.State.Tell(new RaiseNeed($"reason {random.Next(3)}"));
            // The writer takes its time: a segment is full only once it has written.
            await Task.Delay(RecordingWriter.Gather * 1.5);
        }

        var segments = await feed.End();
        segments.Count.ShouldBeGreaterThan(2);
        var whole = Played(segments);
        (whole.Gaps, whole.Mismatches).ShouldBe((0, 0));
        Form(whole.End!).ShouldBe(Form(feed.Shown));
        Played(segments).Way.ShouldBe(whole.Way, "the same file gives the same way");
        for (var from = 1; from < segments.Count; from++)
            Form(Played(segments.Skip(from)).End!).ShouldBe(Form(feed.Shown), $"from segment {from}");
    }

    [Fact]
    public async Task The_state_of_a_moment_is_found_from_the_latest_mark_before_it()
    {
        await using var feed = new RecordedFeed(segmentBytes: 1_000);
        var moments = new List<(DateTimeOffset At, string Form)>();
        for (var turn = 1; turn < 30; turn++)
        {
            await feed.Connect([Encoding.UTF8.GetBytes(Sse.Full(turn, turn, $$"""{"p":{{turn}},"text":"{{new string('x', 300)}}"}"""))]);
            moments.Add((DateTimeOffset.UtcNow, Form(feed.Shown)));
            await Task.Delay(RecordingWriter.Gather / 4);
        }

        (await feed.End()).Count.ShouldBeGreaterThan(2);
        foreach (var (at, form) in moments) Form(PastState.At(feed.Folder, at, isLive: false).ShouldNotBeNull().State).ShouldBe(form);
        PastState.At(feed.Folder, moments[0].At.AddHours(-1), isLive: false).ShouldBeNull();
        PastState.At(feed.Folder, DateTimeOffset.UtcNow.AddSeconds(1), isLive: false).ShouldBeNull("it has ended");
        Form(PastState.At(feed.Folder, DateTimeOffset.UtcNow.AddSeconds(1), isLive: true)!.State).ShouldBe(moments[^1].Form);
    }

    [Fact]
    public async Task A_file_that_was_cut_or_changed_anywhere_is_read_up_to_there_and_never_beyond()
    {
        await using var feed = new RecordedFeed();
        await feed.Connect(RecordedFeed.Cut(PanelsOf(new Random(1)), static _ => 200));
        await Task.Delay(RecordingWriter.Gather * 2);
        await feed.Connect(RecordedFeed.Cut(PanelsOf(new Random(2)), static _ => 200));
        var path = (await feed.End()).ShouldHaveSingleItem();
        var (bytes, whole) = (File.ReadAllBytes(path), Records(path).Records);
        var random = new Random(7);
        for (var turn = 0; turn < 1000; turn++)
        {
            // In the heads, and anywhere.
            var at = turn < 600 ? random.Next(700) : random.Next(bytes.Length);
            File.WriteAllBytes(path, bytes[..at]);
            var (cut, fault) = Records(path);
            fault.ShouldBeOneOf(RecordingFault.None, RecordingFault.Torn, RecordingFault.NotARecording);
            // Compared here: the records are too long to be shown.
            cut.AsSpan().SequenceEqual(whole.AsSpan(0, cut.Length)).ShouldBeTrue($"cut at {at}");

            byte[] changed = [.. bytes];
            changed[at] ^= (byte)random.Next(1, 256);
            File.WriteAllBytes(path, changed);
            (cut, fault) = Records(path);
            var same = cut.Zip(whole).TakeWhile(static pair => pair.First == pair.Second).Count();
            same.ShouldBe(cut.Length, $"changed at {at} of {bytes.Length}");
            fault.ShouldNotBe(RecordingFault.None, $"changed at {at} of {bytes.Length}");
        }
    }

    [Fact]
    public async Task Other_files_and_those_of_a_later_version_are_told_apart()
    {
        await using var feed = new RecordedFeed();
        await feed.Connect([Encoding.UTF8.GetBytes(Sse.Full(1, 1, """{"p":1}"""))]);
        var path = (await feed.End()).ShouldHaveSingleItem();
        var bytes = File.ReadAllBytes(path);
        bytes[12] = BlockHead.Version + 1;
        File.WriteAllBytes(path, bytes);
        Records(path).Fault.ShouldBe(RecordingFault.Newer);
        foreach (var text in new[] { "", "x", new string('y', 5_000) })
        {
            File.WriteAllText(path, text);
            Records(path).Fault.ShouldBe(RecordingFault.NotARecording);
        }
    }

    [Fact]
    public async Task What_finds_no_room_is_a_gap_behind_which_the_state_is_known_again()
    {
        await using var feed = new RecordedFeed();
        await feed.Connect([Encoding.UTF8.GetBytes(Sse.Full(1, 1, """{"p":1}"""))]);
        // As when the disk has failed.
        feed.Recording.Fail(3, 700);
        feed.Recording.WantsMark.ShouldBeTrue();
        await feed.Connect([Encoding.UTF8.GetBytes(Sse.Diff(2, 1, """{"p":2}"""))]);
        var report = Played(await feed.End());
        (report.Gaps, report.Missing, report.Mismatches).ShouldBe((1, 3, 0));
        report.End!.Status!.ToString().ShouldBe("""{"p":2}""");
    }

    private static RecordingReport Played(IEnumerable<string> segments)
    {
        var report = new RecordingReport();
        foreach (var record in RecordingFiles.Read(segments, static fault => throw fault)) report.Add(record);
        return report;
    }

    private static (string[] Records, RecordingFault Fault) Records(string path)
    {
        var records = new List<string>();
        using var reader = new SegmentReader(path);
        while (reader.ReadBlock() is { } block) records.AddRange(block.Select(Text));
        return ([.. records], reader.Fault);
    }

    private static string Text(PanelActors.Recording.Record record)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        RecordWriter.Write(record, output);
        return Convert.ToBase64String(output.WrittenSpan);
    }

    private static string Form(PanelState state) =>
        Convert.ToHexString(System.IO.Hashing.XxHash128.Hash(StateCodec.Encode(new StoredState(state, null, "")))) + state.UpstreamHealth;

    private static string PanelsOf(Random random)
    {
        var text = new StringBuilder(random.Next(3) == 0 ? "\uFEFF" : "");
        var generation = random.Next(1, 4);
        for (var id = random.Next(20); id < 60; id++)
        {
            text.Append(random.Next(14) switch
            {
                0 => Sse.Full(id, generation, $$$"""{"a":{{{id}}},"b":{"c":{{{random.Next(9)}}} }}"""),
                1 => Sse.Counts(id, 1, random.Next(3), 0),
                2 => Sse.Envelope(id, "severity_state", $$"""{"alert_type":"t{{random.Next(3)}}","severity":"WARN"}"""),
                3 => Sse.Envelope(
                    id, "followup_alert", $$$"""{"alert":{"type":"t","severity":"INFO","message":"m{{{id}}}"},"ts":{{{id}}}}"""),
                4 => Sse.Comment(),
                5 => Sse.Event(id, "{broken"),
                6 => Sse.Event("not a number", """{"type":"panel_diff","payload":{"diff":{"a":1}}}"""),
                7 => $"data: {new string('x', random.Next(2) * 80_000)}\r\n\r\n",
                8 => Sse.OldDiff(id, generation, 7, """{"a":2}"""),
                9 => Sse.Event(null, """{"type":"heartbeat","payload":{"health":"warn"}}""", "heartbeat"),
                10 => $"id: {id}\r\nretry: 77\r\n\r\n",
                _ => Sse.Diff(
                    id, random.Next(9) == 0 ? generation + 1 : generation, $$$"""{"a":{{{random.Next(99)}}},"b":{"c":{{{id}}} }}"""),
            });
        }

        return text.ToString();
    }

    private static string SummaryOf(Random random)
    {
        var text = new StringBuilder(Summary.Hello(random.Next(3) == 0 ? "other" : "dev"));
        for (var turn = random.Next(10); turn < 30; turn++)
        {
            text.Append(random.Next(4) switch
            {
                0 => Summary.Snapshot(Summary.Named("p", turn)),
                1 => Summary.Heartbeat(),
                2 => Summary.Bye(),
                _ => Summary.Update(Summary.Panel("p", turn)),
            });
        }

        return text.ToString();
    }
}
