using System.Diagnostics;

namespace PanelActors.Tests.Deploy;

/// <summary>How a program that ends by itself ended.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">What it wrote, errors after the rest.</param>
internal sealed record ProgramRun(int Code, string Output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs a program in a folder to its end.</summary>
    public static async Task<ProgramRun> Of(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return new ProgramRun(process.ExitCode, $"{await output}{await error}");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
