using System.Globalization;

namespace PanelActors.Hosting;

/// <summary>Whether standard output is a stream of journald, which reads the priority of a line from its beginning.</summary>
internal static class JournalStream
{
    private const string Variable = "JOURNAL_STREAM";
    private const string Output = "/proc/self/fd/1";

    /// <summary>Whether it is so for this process.</summary>
    public static bool IsOutput() =>
        Environment.GetEnvironmentVariable(Variable) is { } stream && IsOutput(stream, new FileInfo(Output).LinkTarget);

    /// <summary>
    /// Whether the stream that the variable names is what standard output leads to. The variable is inherited, also by a process whose
    /// output was led elsewhere.
    /// </summary>
    /// <param name="stream">The variable: device and inode of the stream, in decimal.</param>
    /// <param name="output">Where the descriptor of standard output leads to; null where the system does not say.</param>
    public static bool IsOutput(string stream, string? output) =>
        stream.Split(':') is [var device, var inode] && IsNumber(device) && IsNumber(inode)
        && (output is null || output == $"socket:[{inode}]");

    private static bool IsNumber(string text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
