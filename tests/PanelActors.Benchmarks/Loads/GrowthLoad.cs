using System.Globalization;
using System.Text;
using PanelActors.Benchmarks.Reports;
using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Protocol.Decode;
using PanelActors.Protocol.Sse;
using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Benchmarks.Loads;

/// <summary>What a growing state costs: applying a diff to many panels beside few, and publishing a state without readers.</summary>
public static class GrowthLoad
{
    // As many panels as the smallest state has: what is measured is the size of the state, and not how much of it is in the cache.
    private const int Touched = 10;
    private const int Rows = 5;
    private const int Diffs = 20_000;
    private const int Publishes = 1_000_000;
    private const double MostNanoseconds = 50;
    private const string Scattered = "a diff to any of 10,000 panels, so that nothing of it is in the cache";

    public static async Task<Report> RunAsync(LoadSettings settings)
    {
        var rounds = settings.Rounds(usual: 15, whenShort: 7);
        var report = new Report("growth", $"{Diffs:N0} structured diffs, each of one row; median of {rounds} rounds, seed {settings.Seed}");

        var sides = new Sides(Diffs);
        int[] sizes = [10, 100, 1_000, 10_000];
        foreach (var panels in sizes)
        {
            var (state, diffs) = Prepare(panels, Touched, settings.Seed);
            sides.Add(NameOf(panels), () => Apply(state, diffs));
        }

        var (largest, scattered) = Prepare(sizes[^1], sizes[^1], settings.Seed);
        sides.Add(Scattered, () => Apply(largest, scattered));

        await sides.RunAsync(rounds, warmups: 3);
        foreach (var panels in sizes)
        {
            var few = sides.RateOf(NameOf(sizes[0]));
            if (panels == sizes[0])
            {
                report.Add(NameOf(panels), 1e9 / few, "ns");
            }
            else
            {
                report.Add(
                    NameOf(panels), 1e9 / sides.RateOf(NameOf(panels)), "ns", NameOf(sizes[0]), 1e9 / few,
                    panels == sizes[^1] ? new Target(1.3, AtMost: true) : null, sides.RatioOf(NameOf(sizes[0]), NameOf(panels)));
            }

            report.Add($"{NameOf(panels)}: allocated", sides.AllocatedOf(NameOf(panels)), "B");
        }

        report.Add(
            Scattered, 1e9 / sides.RateOf(Scattered), "ns", NameOf(sizes[^1]), 1e9 / sides.RateOf(NameOf(sizes[^1])), null,
            sides.RatioOf(NameOf(sizes[^1]), Scattered));
        await PublishAsync(report, rounds);
        return report;
    }

    private static string NameOf(int panels) => $"a diff to one of ten panels, of {panels:N0}";

    private static async Task PublishAsync(Report report, int rounds)
    {
        const string publish = "publishing a snapshot that nobody reads";
        var board = new StoreBoard("growth");
        var sides = new Sides(Publishes);
        sides.Add(publish, () =>
        {
            for (var i = 0; i < Publishes; i++) board.Publish(PanelState.Initial);
        });
        sides.Add("one object", () =>
        {
            var last = board.Current;
            for (var i = 0; i < Publishes; i++) last = new StoreSnapshot(last.State, i);
            GC.KeepAlive(last);
        });
        await sides.RunAsync(rounds, warmups: 3);
        report.Add(publish, 1e9 / sides.RateOf(publish), "ns", "the bound", MostNanoseconds, new Target(1, AtMost: true));
        report.Add(
            $"{publish}: allocated", sides.AllocatedOf(publish), "B", "one snapshot object", sides.AllocatedOf("one object"),
            new Target(1.05, AtMost: true));
    }

    private static void Apply(PanelState state, IReadOnlyList<PanelEvent> diffs)
    {
        var limits = new StateLimits();
        foreach (var diff in diffs) state = state.Apply(diff, DateTimeOffset.UnixEpoch, limits).State;
        if (state.DiffAppliedCount != diffs.Count) throw new InvalidOperationException("Not every diff was applied.");
    }

    // The diffs are applied to the same state repeatedly, so they have no old values.
    private static (PanelState State, IReadOnlyList<PanelEvent> Diffs) Prepare(int panels, int touched, int seed)
    {
        var json = new StringBuilder();
        for (var panel = 0; panel < panels; panel++)
        {
            json.Append(CultureInfo.InvariantCulture, $"{(panel == 0 ? "{" : ",")}\"panel_{panel:00000}\":{{");
            for (var row = 0; row < Rows; row++)
            {
                json.Append(
                    CultureInfo.InvariantCulture,
                    $"{(row == 0 ? "" : ",")}\"row_{row}\":{{\"status\":\"OK\",\"ltp\":{row},\"change\":0.5,\"age\":1}}");
            }

            json.Append('}');
        }

        var state = PanelState.Initial.Apply(
            new PanelFullEvent(PanelObject.Parse(json.Append('}').ToString())), DateTimeOffset.UnixEpoch, new StateLimits()).State;
        // Split what a diff will look into beforehand: what is measured is the diff and not the first look.
        foreach (var (_, panel) in state.Status!.Members)
        {
            foreach (var (_, row) in ((PanelObject)panel).Members) _ = ((PanelObject)row).Members;
        }

        var random = new Random(seed);
        var decoder = new PanelEventDecoder(DiffForm.Auto, new LimitsOptions().MaxDepth);
        var diffs = new List<PanelEvent>();
        for (var i = 0; i < Diffs; i++)
        {
            var row = Structured("{\"ltp\":{\"new\":" + random.Next(1, 1_000_000) + "}}");
            var panel = Structured("{}", $"row_{random.Next(Rows)}", row);
            var diff = Structured("{}", $"panel_{random.Next(touched) * (panels / touched):00000}", panel);
            var envelope = $$"""{"type":"panel_diff","payload":{"diff":{{diff}} } }""";
            diffs.Add(decoder.Decode(new SseFrame(SseFrameKind.Event, Encoding.UTF8.GetBytes(envelope), "panel_diff", default)));
        }

        return (state, diffs);
    }

    private static string Structured(string changed, string? name = null, string? inner = null) =>
        "{\"added\":{},\"removed\":[],\"changed\":" + changed + (name is null ? "}" : $",\"nested\":{{\"{name}\":{inner}}}}}");
}
