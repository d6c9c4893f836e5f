namespace PanelActors.Hosting;

/// <summary>One step of <see cref="Shutdown"/>.</summary>
/// <param name="Name">What the log calls it.</param>
/// <param name="Budget">How long it may take.</param>
/// <param name="RunAsync">Does it. Its token is cancelled when the time is over.</param>
internal sealed record ShutdownStep(string Name, TimeSpan Budget, Func<CancellationToken, Task> RunAsync);
