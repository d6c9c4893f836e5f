using PanelActors.Protocol;
using PanelActors.Watch;

namespace PanelActors.Fuzz.Targets;

/// <summary>
/// The relay's client: how a connection's bytes are cut never changes what is read of them, and no input breaks the state that is made of
/// it. The first byte is a seed of the cuts.
/// </summary>
internal static class WatchTarget
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(60);

    public static void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty) return;
        var bytes = input[1..].ToArray();
        IReadOnlyList<string>? whole = null;
        foreach (var chunks in Chunks.Of(bytes, input[0]))
        {
            var lines = Lines(chunks);
            if (whole is null) whole = lines;
            else Require.SameLines(whole, lines, "what is read of another cut");
        }
    }

    private static List<string> Lines(IReadOnlyList<byte[]> chunks)
    {
        var reader = new RelayReader("7");
        var state = new WatchState(Start);
        var now = Start;
        var lines = new List<string>();
        foreach (var chunk in chunks)
        {
            foreach (var read in reader.Read(chunk))
            {
                now = now.AddMilliseconds(100);
                state = state.Apply(read, now);
                lines.Add(Line(read));
            }
        }

        lines.Add($"{reader.LastEventId} {reader.Retry} {state.Store} {state.Events} {state.MustStartOver} {state.IsSettled}");
        lines.Add($"{state.Panels.Status} {state.Panels.SeverityCounts} {state.Panels.SeverityStates} {state.Panels.Followups.Length}");
        return lines;
    }

    private static string Line(WatchInput read) => read switch
    {
        WatchInput.Event { Content: LostEvent lost } => $"lost {lost.Reason} {lost.NeedsFull}",
        WatchInput.Event happened => $"{happened.Content.Type} {happened.Content.Id} {happened.Content.Hash} {happened.StartsOver}",
        WatchInput.Hello hello => $"hello {hello.Store} {hello.Resumed}",
        WatchInput.Beat beat => $"beat {beat.Body.Health}",
        _ => read.GetType().Name,
    };
}
