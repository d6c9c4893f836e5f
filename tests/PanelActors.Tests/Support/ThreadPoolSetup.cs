using System.Runtime.CompilerServices;

namespace PanelActors.Tests.Support;

/// <summary>
/// The test platform and the actor test kit block pool threads while they start and stop. On a machine of two cores the pool then
/// has none left and adds new ones only about every half second, which shows as tests that take a second for no reason.
/// </summary>
internal static class ThreadPoolSetup
{
    private const int WorkerThreads = 32;

    [ModuleInitializer]
    internal static void RaiseMinimum()
    {
        ThreadPool.GetMinThreads(out var workers, out var completionPorts);
        ThreadPool.SetMinThreads(Math.Max(workers, WorkerThreads), completionPorts);
    }
}
