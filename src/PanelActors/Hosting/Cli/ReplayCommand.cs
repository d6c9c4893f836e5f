using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using PanelActors.Configuration;
using PanelActors.Recording;

namespace PanelActors.Hosting.Cli;

/// <summary>The command <c>replay</c>: serves a recording as an upstream (specification 12.5).</summary>
internal static class ReplayCommand
{
    private const string DefaultListen = "http://127.0.0.1:5081";

    /// <summary>The command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        var file = new Argument<string>("FILE") { Description = "A segment, or the folder of a source with all of its segments." };
        var speed = new Option<string>("--speed")
        {
            Description = "How many times as fast as it came; max for as fast as it is read.",
            HelpName = "N|max",
            DefaultValueFactory = static _ => "1",
            Validators = { RequireSpeed },
        };
        var from = new Option<string?>("--from")
        {
            Description = "Where it begins, a time such as 2026-01-31T09:15:00Z. Without it, at the begin.",
            HelpName = "TIME",
            Validators = { RequireTime },
        };
        var listen = new Option<string>("--listen")
        {
            Description = "Where to listen, on an address of this machine.",
            HelpName = "URL",
            DefaultValueFactory = static _ => DefaultListen,
            Validators = { RequireListen },
        };
        var command = new Command("replay", "Serve a recording as a feed, to one reader or to several at the same place.")
        {
            file, speed, from, listen,
        };
        command.SetAction((parsed, cancellation) => ServeAsync(
            new ReplaySettings(
                parsed.GetValue(file)!, ReplaySettings.ParseSpeed(parsed.GetValue(speed)!)!.Value,
                parsed.GetValue(from) is { } text ? ReplaySettings.ParseTime(text) : null),
            new Uri(parsed.GetValue(listen)!), output, error, cancellation));
        return command;
    }

    private static async Task<int> ServeAsync(
        ReplaySettings settings, Uri listen, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        try
        {
            using var stopped = PosixStop.Listen(cancellation);
            await using var server = await ReplayServer.StartAsync(
                settings, listen, TimeProvider.System, NullLoggerFactory.Instance, cancellation);
            var pace = double.IsPositiveInfinity(settings.Speed)
                ? "as fast as it is read" : string.Create(CultureInfo.InvariantCulture, $"at {settings.Speed} times its speed");
            await output.WriteLineAsync(
                $"{settings.File} is served at {server.Address}, {pace}. It goes on while it is read; Ctrl-C ends it.");
            await output.FlushAsync(cancellation);
            await Task.WhenAny(server.Over, Task.Delay(Timeout.Infinite, stopped.Token));
            if (!stopped.IsCancellationRequested)
            {
                await output.WriteLineAsync("The replay is over; readers are answered with 204. Ctrl-C ends it.");
                await Task.WhenAny(Task.Delay(Timeout.Infinite, stopped.Token));
            }

            return 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
        {
            await error.WriteLineAsync($"{fault.Message.TrimEnd('.')}.");
            return 1;
        }
    }

    private static void RequireSpeed(OptionResult result)
    {
        if (result.Tokens.Any(static token => ReplaySettings.ParseSpeed(token.Value) is null))
            result.AddError($"Option '--speed' expects {ReplaySettings.SpeedAllowed}.");
    }

    private static void RequireTime(OptionResult result)
    {
        if (result.Tokens.Any(static token => ReplaySettings.ParseTime(token.Value) is null))
            result.AddError($"Option '--from' expects {ReplaySettings.TimeAllowed}.");
    }

    private static void RequireListen(OptionResult result)
    {
        if (result.Tokens.Any(static token => !IsLocal(token.Value)))
            result.AddError("Option '--listen' expects an http URL of a loopback address, such as http://127.0.0.1:5081.");
    }

    // It has no access rules.
    private static bool IsLocal(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp && uri.PathAndQuery == "/"
        && UrlRules.IsLoopback(url);
}
