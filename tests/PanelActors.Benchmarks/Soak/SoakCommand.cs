using System.CommandLine;

namespace PanelActors.Benchmarks.Soak;

/// <summary>The command line of the soak.</summary>
internal static class SoakCommand
{
    /// <summary>The command <c>soak</c>.</summary>
    public static Command Create()
    {
        var hours = new Option<double>("--hours") { Description = "How long to run, in hours." };
        var minutes = new Option<double>("--minutes") { Description = "The same in minutes, added to the hours." };
        var soak = new Command("soak", "A daemon under all kinds of faults for long, and whether its invariants hold.") { hours, minutes };
        soak.SetAction(async result =>
        {
            var length = TimeSpan.FromHours(result.GetValue(hours)) + TimeSpan.FromMinutes(result.GetValue(minutes));
            await using var run = await SoakRun.CreateAsync();
            return await run.RunAsync(length) ? 0 : 1;
        });
        return soak;
    }
}
