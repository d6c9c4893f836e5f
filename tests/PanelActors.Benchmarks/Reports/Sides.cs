using System.Diagnostics;

namespace PanelActors.Benchmarks.Reports;

/// <summary>
/// Things to be compared, run in turn in short rounds, so that whatever else the machine does hits all of them. What counts is the
/// median of each, and of two the median of what they were to each other in the same round.
/// </summary>
/// <param name="work">The number of items in one run of a side, for its rate.</param>
public sealed class Sides(int work)
{
    private readonly List<Side> _sides = [];

    /// <summary>Adds a side.</summary>
    public void Add(string name, Action run) => Add(name, () =>
    {
        run();
        return Task.CompletedTask;
    });

    /// <summary>Adds a side.</summary>
    public void Add(string name, Func<Task> run) => _sides.Add(new Side(name, run));

    /// <summary>Runs all sides once to warm up and then <paramref name="rounds"/> times.</summary>
    public async Task RunAsync(int rounds, int warmups = 1)
    {
        for (var round = -warmups; round < rounds; round++)
        {
            foreach (var side in _sides)
            {
                GC.Collect();
                var before = GC.GetTotalAllocatedBytes(precise: true);
                var clock = Stopwatch.StartNew();
                await side.Run();
                var elapsed = clock.Elapsed;
                side.AllocatedPerWork = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)work;
                if (round >= 0) side.Rates.Add(work / elapsed.TotalSeconds);
            }
        }
    }

    /// <summary>The median rate of a side, in things per second.</summary>
    public double RateOf(string name) => Median(Of(name).Rates);

    /// <summary>Bytes that a side allocated for each thing in its last run.</summary>
    public double AllocatedOf(string name) => Of(name).AllocatedPerWork;

    /// <summary>The median of what one side's rate was to another's in the same round.</summary>
    public double RatioOf(string name, string beside) => Median(Of(name).Rates.Zip(Of(beside).Rates, static (own, other) => own / other));

    /// <summary>Adds a row that compares one side's rate with another's.</summary>
    public void AddTo(Report report, string name, string beside, Target? target = null) =>
        report.Add(name, RateOf(name), "events/s", beside, RateOf(beside), target, RatioOf(name, beside));

    /// <summary>The middle one of <paramref name="values"/>.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private Side Of(string name) => _sides.Single(side => side.Name == name);

    private sealed class Side(string name, Func<Task> run)
    {
        public string Name => name;

        public Func<Task> Run => run;

        public List<double> Rates { get; } = [];

        public double AllocatedPerWork { get; set; }
    }
}
