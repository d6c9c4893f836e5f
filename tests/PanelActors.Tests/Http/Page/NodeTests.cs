using System.Diagnostics;
using System.Globalization;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Http.Page;

/// <summary>The tests of the page's rules, which are written in its own language.</summary>
public sealed class NodeTests
{
    private const string Folder = "tests/page";

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Checkout.At(Folder), "*.test.mjs").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [NodeTheory]
    [MemberData(nameof(Files))]
    public async Task All_tests_of_a_file_pass(string file)
    {
        using var node = Process.Start(new ProcessStartInfo("node", ["--test", "--test-reporter=tap", file])
        {
            WorkingDirectory = Checkout.At(Folder),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(Patience);
        await node.WaitForExitAsync(patience.Token);
        var report = $"{await output}{await error}";
        node.ExitCode.ShouldBe(0, report);
        Count(report, "pass").ShouldBeGreaterThan(0, report);
        (Count(report, "fail"), Count(report, "skipped"), Count(report, "todo")).ShouldBe((0, 0, 0), report);
    }

    // The last lines of a report, such as "# pass 12".
    private static int Count(string report, string what) =>
        int.Parse(report.Split('\n').Last(line => line.StartsWith($"# {what} ", StringComparison.Ordinal)).Split(' ')[2], Invariant);
}
