using System.Runtime.InteropServices;
using System.Text;

namespace PanelActors.Files;

/// <summary>
/// Replaces a file by another in one move. <see cref="File.Move(string, string, bool)"/> falls back to a copy where it cannot move.
/// </summary>
internal static class FileMove
{
    private const int Busy = 16;
    private const int OtherDevice = 18;

    /// <summary>
    /// Moves <paramref name="file"/> to <paramref name="target"/>, in the same folder. False where the target cannot be replaced.
    /// </summary>
    /// <exception cref="IOException">It cannot be moved for another reason.</exception>
    public static bool TryReplace(string file, string target)
    {
        if (OperatingSystem.IsWindows())
        {
            File.Move(file, target, overwrite: true);
            return true;
        }

        if (rename(Bytes(file), Bytes(target)) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        return error is Busy or OtherDevice ? false : throw new IOException($"{Marshal.GetPInvokeErrorMessage(error)}: '{target}'", error);
    }

    private static byte[] Bytes(string path) => [.. Encoding.UTF8.GetBytes(path), 0];

    [DllImport("libc", SetLastError = true)]
    private static extern int rename(byte[] from, byte[] to);
}
