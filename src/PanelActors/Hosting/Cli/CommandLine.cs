using System.CommandLine;
using System.CommandLine.Parsing;
using PanelActors.Configuration;
using PanelActors.Http.Access;
using PanelActors.Watch;

namespace PanelActors.Hosting.Cli;

/// <summary>
/// The command line (specification 7.1): what was typed becomes one call. Exit code 0, or 1 for anything that went wrong.
/// </summary>
internal static class CommandLine
{
    private static readonly Option<string?> ConfigFile = new("--config")
    {
        Description = "The configuration file. Without it, config/panelactors.json under the working directory, else the shipped one.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Urls = new("--urls")
    {
        Description = "Where to listen, such as http://127.0.0.1:5080; several separated by ';'.",
        HelpName = "URL",
    };

    private static readonly Option<string[]> Sources = new("--source")
    {
        Description = "A feed to read, in place of all configured sources and composites. Repeatable. "
            + "A URL of simulator: is the built-in feed.",
        HelpName = "NAME=URL",
        Validators = { RequireNameAndUrl },
    };

    private static readonly Option<string?> Store = new("--store")
    {
        Description = "The store to show. Without it, the default store.",
        HelpName = "NAME",
    };

    private static readonly Option<string?> At = new("--at")
    {
        Description = "The moment to show, from a recording: a time such as 2026-01-31T09:15:00Z, or unix seconds. Without it, now.",
        HelpName = "TIME",
    };

    private static readonly Option<string?> WatchedStore = new("--store")
    {
        Description = "The store to show. Without it, all of them; as lines of text, the default store.",
        HelpName = "NAME",
    };

    private static readonly Option<string?> Zone = new("--zone")
    {
        Description = "The time zone: local, utc, exchange (Asia/Kolkata), or a name such as Europe/Paris. "
            + "Without it, local; in lines of text, utc.",
        HelpName = "ZONE",
        Validators = { RequireZone },
    };

    private static readonly Option<string> KeyName = new("--name")
    {
        Description = "Who gets the key, for the log.",
        HelpName = "NAME",
        DefaultValueFactory = static _ => "client",
    };

    private static readonly Option<string[]> KeyMay = new("--may")
    {
        Description = "What the key allows. Repeatable; read without it.",
        HelpName = "RIGHT",
    };

    /// <summary>Parses <paramref name="args"/> and does what they say.</summary>
    /// <param name="args">The process's arguments.</param>
    /// <param name="output">Where results and help go.</param>
    /// <param name="error">Where faults go, one line each.</param>
    /// <param name="cancellation">Stops a running daemon, or gives up a call to one.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> InvokeAsync(
        IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(args);
        var invocation = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            // The host listens for the signals itself and exits 0; the default here would cut its shutdown short.
            ProcessTerminationTimeout = null,
        };
        var parsed = Root(output, error).Parse(args);
        return DrillCommand.CodeAsync(parsed, parsed.InvokeAsync(invocation, cancellation));
    }

    /// <summary>The commands and their options.</summary>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where faults go.</param>
    public static RootCommand Root(TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Reads feeds of dashboard panels, keeps their state and serves it. Without a command: run.")
        {
            ConfigFile, Urls, Sources,
        };
        var run = new Command("run", "Run the daemon until it is stopped (Ctrl-C, SIGTERM).") { ConfigFile, Urls, Sources };
        var check = new Command("check", "Check the configuration that run would use, and say what is wrong with it.")
        {
            ConfigFile, Urls, Sources,
        };
        var snapshot = new Command("snapshot", "Print the current snapshot of a running daemon as JSON.")
        {
            ConfigFile, DaemonOptions.Url, Store, At, DaemonOptions.KeyFile, DaemonOptions.CaFile,
        };
        var watch = new Command("watch", "Watch a running daemon in the terminal; where the output is no terminal, as lines of text.")
        {
            ConfigFile, DaemonOptions.Url, WatchedStore, Zone, DaemonOptions.KeyFile, DaemonOptions.CaFile,
        };
        KeyMay.AcceptOnlyFromAmong(AccessOptions.MayWords.Split(' '));
        var key = new Command("key", "Make a key for clients: prints it once, with the entry for the configuration.") { KeyName, KeyMay };

        var receiver = new Argument<string>("NAME") { Description = "The receiver, an entry of Notify." };
        var test = new Command("test", "Send one notification to a receiver, to see whether it arrives.") { receiver, ConfigFile };
        test.SetAction(async (parsed, cancellation) => Load(parsed, error) is { } loaded
            ? await NotifyCommand.TestAsync(loaded.Checked.Options, parsed.GetValue(receiver)!, output, error, cancellation)
            : 1);
        var notify = new Command("notify", "Try the receivers of notifications.") { test };

        root.SetAction((parsed, cancellation) => RunAsync(parsed, error, cancellation));
        run.SetAction((parsed, cancellation) => RunAsync(parsed, error, cancellation));
        check.SetAction(parsed => Check(parsed, output, error));
        snapshot.SetAction((parsed, cancellation) => SnapshotAsync(parsed, output, error, cancellation));
        watch.SetAction((parsed, cancellation) => WatchAsync(parsed, output, error, cancellation));
        key.SetAction(parsed => KeyCommand.Print(
            parsed.GetValue(KeyName)!, parsed.GetValue(KeyMay) is { Length: > 0 } may ? may : ["read"], output, error));
        VersionAction.Attach(root);
        root.Add(run);
        root.Add(check);
        root.Add(snapshot);
        root.Add(watch);
        root.Add(key);
        root.Add(notify);
        RecordingCommands.Add(root, parsed => Load(parsed, error)?.Checked.Options.Recorder.Path, ConfigFile, output, error);
        root.Add(DrillCommand.Create(output, error));
        root.Add(SchemaCommand.Create(output));
        root.Add(CompletionCommand.Create(root, output));
        return root;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter error, CancellationToken cancellation)
    {
        // First of all: until then it ends the process.
        var hangUps = HangUps.Listen();
        return LoadToRun(parsed, error) is { } loaded ? await DaemonHost.RunAsync(loaded, hangUps, error, cancellation) : 1;
    }

    private static int Check(ParseResult parsed, TextWriter output, TextWriter error)
    {
        if (LoadToRun(parsed, error) is not { } loaded)
            return 1;
        var options = loaded.Checked.Options;
        output.WriteLine($"OK: {loaded.File ?? "no configuration file"}; {Count(options.Sources.Count, "source")}, "
            + $"{Count(options.Composites.Count, "composite")}, default store {options.DefaultStore}, "
            + $"listening on {string.Join(", ", options.Urls)}");
        var expired = TlsFiles.Read(options.Tls, known: null, new FaultList())?.WarningsAt(DateTimeOffset.UtcNow) ?? [];
        foreach (var warning in loaded.Checked.Warnings.Concat(expired).Concat(ListenProbe.WarningsOf(options.Urls)))
            output.WriteLine($"Warning: {warning}");
        return 0;
    }

    private static async Task<int> SnapshotAsync(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken cancellation) =>
        DaemonOf(parsed, error) is { } daemon
            ? await SnapshotClient.PrintAsync(daemon, parsed.GetValue(Store), output, error, cancellation, at: parsed.GetValue(At))
            : 1;

    private static async Task<int> WatchAsync(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken cancellation) =>
        DaemonOf(parsed, error) is { } daemon
            ? await WatchCommand.RunAsync(
                daemon,
                parsed.GetValue(WatchedStore),
                parsed.GetValue(Zone) is { } zone ? WatchZone.Parse(zone) : null,
                output,
                error,
                cancellation)
            : 1;

    /// <summary>The daemon to call; null after the faults of what should have described it were written.</summary>
    private static DaemonAddress? DaemonOf(ParseResult parsed, TextWriter error)
    {
        if (parsed.GetValue(DaemonOptions.Url) is { } url) return DaemonOptions.Read(new(new Uri(url)), parsed, error);
        return Load(parsed, error) is { } loaded
            ? DaemonOptions.Read(DaemonAddress.OfListening(loaded.Checked.Options.Urls[0]), parsed, error)
            : null;
    }

    /// <summary>Loads the configuration and reads the files that only the daemon needs; null after faults were written.</summary>
    private static LoadedConfiguration? LoadToRun(ParseResult parsed, TextWriter error)
    {
        if (Load(parsed, error) is not { } loaded) return null;
        var faults = new FaultList();
        AccessControl.Check(loaded.Checked.Options, faults);
        SourceTlsFiles.Check(loaded.Checked.Options, faults);
        TlsFiles.Read(loaded.Checked.Options.Tls, known: null, faults);
        foreach (var fault in faults.Faults) error.WriteLine(fault);
        return faults.Faults.Count == 0 ? loaded : null;
    }

    /// <summary>Loads the configuration; null after its faults were written.</summary>
    private static LoadedConfiguration? Load(ParseResult parsed, TextWriter error)
    {
        try
        {
            var loaded = LoadedConfiguration.Load(new()
            {
                File = parsed.GetValue(ConfigFile),
                Urls = parsed.GetValue(Urls),
                Sources = [.. (parsed.GetValue(Sources) ?? []).Select(NameAndUrl)],
            });
            ConfigurationFault[] faults = [.. loaded.Checked.Faults, .. LocalFeeds.FaultsOf(loaded.Checked.Options)];
            foreach (var fault in faults)
                error.WriteLine(fault);
            return faults.Length == 0 ? loaded : null;
        }
        catch (ConfigurationFileException fault)
        {
            error.WriteLine(fault.Message);
            return null;
        }
    }

    private static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";

    private static KeyValuePair<string, string> NameAndUrl(string source)
    {
        var split = source.IndexOf('=', StringComparison.Ordinal);
        return new(source[..split], source[(split + 1)..]);
    }

    private static void RequireZone(OptionResult result)
    {
        if (result.Tokens.Any(static token => WatchZone.Parse(token.Value) is null))
            result.AddError("Option '--zone' expects local, utc, exchange, or the name of a time zone such as Europe/Paris.");
    }

    private static void RequireNameAndUrl(OptionResult result)
    {
        // What was typed may hold a secret in its URL, so the message does not repeat it.
        if (result.Tokens.Any(token => !token.Value.Contains('=', StringComparison.Ordinal)))
            result.AddError("Option '--source' expects NAME=URL.");
    }
}
