using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography.X509Certificates;
using PanelActors.Configuration;
using PanelActors.Watch;

namespace PanelActors.Hosting.Cli;

/// <summary>The options of the commands that call a running daemon (specification 7.1).</summary>
internal static class DaemonOptions
{
    /// <summary>The environment variable that stands for <see cref="KeyFile"/>.</summary>
    public const string KeyFileVariable = "PANELACTORS_KEY_FILE";

    public static readonly Option<string?> Url = new("--url", "--urls")
    {
        Description = "Where the daemon answers. Without it, the first of the configured Urls.",
        HelpName = "URL",
        Validators = { RequireHttp },
    };

    public static readonly Option<string?> KeyFile = new("--key-file")
    {
        Description = $"A file with the key or token that the daemon is shown. Without it, {KeyFileVariable} in the environment.",
        HelpName = "FILE",
    };

    public static readonly Option<string?> CaFile = new("--ca-file")
    {
        Description = "The authorities that may have signed the daemon's certificate (PEM). Without it, those of the system.",
        HelpName = "FILE",
    };

    /// <summary>A daemon as the options describe it; null after a fault was written.</summary>
    /// <param name="url">Where it answers.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="error">Where a fault goes.</param>
    public static DaemonAddress? Read(DaemonAddress url, ParseResult parsed, TextWriter error)
    {
        X509Certificate2Collection? authorities = null;
        if (parsed.GetValue(CaFile) is { } file)
        {
            var faults = new FaultList();
            authorities = PemFile.Read(file, "--ca-file", faults)?.ReadCertificates(faults);
            foreach (var fault in faults.Faults) error.WriteLine(fault);
            if (authorities is null) return null;
        }

        return url with { KeyFile = parsed.GetValue(KeyFile) ?? KeyFileOfEnvironment(), Authorities = authorities };
    }

    private static string? KeyFileOfEnvironment() =>
        Environment.GetEnvironmentVariable(KeyFileVariable) is { Length: > 0 } file ? file : null;

    private static void RequireHttp(OptionResult result)
    {
        if (result.Tokens.Any(token => UrlRules.HasCredentials(token.Value)))
            result.AddError("Option '--url' takes no user and password in its URL.");
        else if (result.Tokens.Any(token => !UrlRules.IsHttp(token.Value)))
            result.AddError("Option '--url' expects an absolute http or https URL.");
    }
}
