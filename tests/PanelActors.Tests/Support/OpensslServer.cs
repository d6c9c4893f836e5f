using System.Diagnostics;
using System.Text.RegularExpressions;

namespace PanelActors.Tests.Support;

/// <summary>The TLS server of OpenSSL's command line on a free port: another implementation, which sends alerts.</summary>
internal sealed partial class OpensslServer : IAsyncDisposable
{
    private readonly Process _process;

    private OpensslServer(Process process, Uri url) => (_process, Url) = (process, url);

    public Uri Url { get; }

    public static async Task<OpensslServer> Start(string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo("openssl", ["s_server", "-accept", "127.0.0.1:0", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Accept().Match(line) is not { Success: true } match) continue;
            _ = process.StandardOutput.ReadToEndAsync();
            return new OpensslServer(process, new Uri($"https://127.0.0.1:{match.Groups[1].Value}/"));
        }

        process.Dispose();
        throw new InvalidOperationException("openssl s_server has ended.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"^ACCEPT .*:(\d+)$")]
    private static partial Regex Accept();
}
