using System.Globalization;
using System.Text.Json.Nodes;

namespace PanelActors.Drill;

/// <summary>Causes faults, as many at once as the machine bears, in a temporary folder that it removes.</summary>
internal sealed class DrillRun(TextWriter progress) : IAsyncDisposable
{
    private const int TogetherAtOnce = 8;

    // Each has a daemon that starts, some of them several times.
    private static readonly int AloneAtOnce = Math.Clamp(Environment.ProcessorCount, 2, 4);
    private readonly MachineLateness _machine = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("panelactors-drill-").FullName;

    /// <summary>Causes <paramref name="faults"/>; the results are in their order.</summary>
    public async Task<IReadOnlyList<DrillResult>> RunAsync(IReadOnlyList<DrillFault> faults, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(faults);
        var results = new DrillResult?[faults.Count];
        async Task Take(DrillFault fault, Func<Task<DrillMeasure>> run, SemaphoreSlim places)
        {
            await places.WaitAsync(cancellation);
            try
            {
                var result = new DrillResult(fault, await run());
                for (var i = 0; i < faults.Count; i++)
                    if (faults[i] == fault) results[i] = result;
                await progress.WriteLineAsync(LineOf(result));
            }
            finally
            {
                places.Release();
            }
        }

        using var together = new SemaphoreSlim(TogetherAtOnce);
        using var alone = new SemaphoreSlim(AloneAtOnce);
        await using var common = new DrillDaemon(Path.Combine(_folder, "common"));
        var scenes = new List<DrillScene>();
        try
        {
            foreach (var fault in faults.Where(static fault => !fault.IsAlone)) scenes.Add(Place(fault, common, cancellation));
            if (scenes.Count > 0) await common.StartAsync(cancellation);
            await Task.WhenAll([
                .. scenes.Select(scene => Take(scene.Fault, () => PlayAsync(scene), together)),
                .. faults.Where(static fault => fault.IsAlone)
                    .Select(fault => Take(fault, () => PlayAloneAsync(fault, cancellation), alone)),
            ]);
        }
        finally
        {
            foreach (var scene in scenes) await scene.DisposeAsync();
        }

        return [.. results.Select(static result => result!)];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _machine.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private DrillScene Place(DrillFault fault, DrillDaemon daemon, CancellationToken cancellation)
    {
        var feed = new DrillFeed(fault.IsSummary, fault.Pace);
        var scene = new DrillScene(fault, daemon, feed, _machine, cancellation);
        var source = DrillTimes.Source(fault.Name, feed.Url);
        fault.Source?.Invoke(scene, source);
        daemon.Section["Sources"]!.AsArray().Add((JsonNode)source);
        fault.Configure?.Invoke(scene, daemon.Section);
        return scene;
    }

    private static async Task<DrillMeasure> PlayAsync(DrillScene scene)
    {
        try
        {
            if (scene.Fault.IsStarted) await scene.BeginAsync();
            scene.Watch.Start();
            scene.Cause();
            await scene.Fault.Run(scene);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !scene.Token.IsCancellationRequested)
        {
            scene.Check(false, fault is PromiseBrokenException ? fault.Message : $"the drill itself failed: {fault}");
        }
        finally
        {
            await scene.Watch.StopAsync();
        }

        return scene.Measure;
    }

    private async Task<DrillMeasure> PlayAloneAsync(DrillFault fault, CancellationToken cancellation)
    {
        await using var daemon = new DrillDaemon(Path.Combine(_folder, fault.Name));
        var scene = Place(fault, daemon, cancellation);
        await using (scene)
        {
            if (fault.IsStarted) await daemon.StartAsync(cancellation);
            return await PlayAsync(scene);
        }
    }

    private static string LineOf(DrillResult result) => result.IsKept
        ? string.Create(CultureInfo.InvariantCulture, $"kept    {result.Fault.Name}")
        : $"BROKEN  {result.Fault.Name}: {string.Join("; ", result.Broken)}";
}
