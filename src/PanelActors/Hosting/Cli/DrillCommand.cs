using System.CommandLine;
using PanelActors.Drill;

namespace PanelActors.Hosting.Cli;

/// <summary>The command that causes faults and looks whether the daemon keeps its promises (specification 12.6).</summary>
internal static class DrillCommand
{
    /// <summary>Its name.</summary>
    public const string Name = "drill";

    /// <summary>Exit code where the command line is wrong.</summary>
    public const int Usage = 2;

    private static readonly string[] Formats = ["table", "json"];

    /// <summary>The command.</summary>
    /// <param name="output">Where the result goes.</param>
    /// <param name="error">Where progress and faults go.</param>
    public static Command Create(TextWriter output, TextWriter error)
    {
        var list = new Option<bool>("--list") { Description = "List the faults and what each is, and cause none." };
        var only = new Option<string[]>("--only")
        {
            Description = "The faults to cause, by name. Without it, all of them.",
            HelpName = "NAME",
            AllowMultipleArgumentsPerToken = true,
            Validators =
            {
                static result =>
                {
                    foreach (var token in result.Tokens.Where(static token => DrillFaults.All.All(fault => fault.Name != token.Value)))
                        result.AddError($"There is no fault '{token.Value}'. See panelactors drill --list.");
                },
            },
        };
        var isShort = new Option<bool>("--short") { Description = "Cause a selection of the faults that takes less than a minute." };
        var format = new Option<string>("--format")
        {
            Description = "How the result is printed: table or json.",
            HelpName = "FORMAT",
            DefaultValueFactory = static _ => Formats[0],
        };
        format.AcceptOnlyFromAmong(Formats);
        var file = new Option<string?>("--output") { Description = "A file for the result, in place of the output.", HelpName = "FILE" };
        var command = new Command(Name, "Cause the faults that the daemon promises to survive, with a daemon and feeds of the drill's own.")
        {
            list, only, isShort, format, file,
        };
        command.SetAction((parsed, cancellation) =>
        {
            if (parsed.GetValue(list)) return Task.FromResult(List(output));
            var names = parsed.GetValue(only) ?? [];
            DrillFault[] faults = [.. DrillFaults.All.Where(fault =>
                names.Length > 0 ? names.Contains(fault.Name) : fault.IsShort || !parsed.GetValue(isShort))];
            return RunAsync(faults, parsed.GetValue(format) == "json", parsed.GetValue(file), output, error, cancellation);
        });
        return command;
    }

    /// <summary>The exit code of any command: the drill says 1 where a promise is broken, which a misspelt option does not show.</summary>
    public static async Task<int> CodeAsync(ParseResult parsed, Task<int> run)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        var code = await run;
        return parsed.Errors.Count > 0 && parsed.CommandResult.Command.Name == Name ? Usage : code;
    }

    /// <summary>Causes <paramref name="faults"/> and prints what came of them.</summary>
    /// <returns>0 where all promises were kept, else 1.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<DrillFault> faults, bool json, string? file, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        using var stop = PosixStop.Listen(cancellation);
        try
        {
            IReadOnlyList<DrillResult> results;
            await using (var run = new DrillRun(TextWriter.Synchronized(error))) results = await run.RunAsync(faults, stop.Token);
            var text = json ? DrillReport.Json(results) : DrillReport.Table(results);
            if (file is null) await output.WriteAsync(text);
            else await File.WriteAllTextAsync(file, text, CancellationToken.None);
            return results.All(static result => result.IsKept) ? 0 : 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await error.WriteLineAsync("The drill was ended before its end; its daemons are stopped and its folder is removed.");
            return 1;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or PromiseBrokenException)
        {
            await error.WriteLineAsync(fault.Message);
            return 1;
        }
    }

    private static int List(TextWriter output)
    {
        var width = DrillFaults.All.Max(static fault => fault.Name.Length);
        foreach (var fault in DrillFaults.All) output.WriteLine($"{fault.Name.PadRight(width)}  {fault.Causes}");
        return 0;
    }
}
