using System.Runtime.CompilerServices;

namespace PanelActors.Tests.Support;

/// <summary>The sources that the tests were built from.</summary>
internal static class Checkout
{
    /// <summary>Its topmost folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>The full path of a file or folder in it.</summary>
    public static string At(string path) => Path.Combine(Root, path);

    /// <summary>The text of a file in it.</summary>
    public static string Read(string path) => File.ReadAllText(At(path));

    private static string Find([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(here, "..", "..", "..", ".."));
}
