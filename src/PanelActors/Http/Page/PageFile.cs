using System.Reflection;
using System.Security.Cryptography;

namespace PanelActors.Http.Page;

/// <summary>A file of the web page, as it lives inside the program.</summary>
/// <param name="Path">Where it is served.</param>
/// <param name="Type">Its content type.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="ETag">Equal exactly when the bytes are.</param>
internal sealed record PageFile(string Path, string Type, byte[] Content, string ETag)
{
    private const string Folder = "Page/";
    private const string Start = "index.html";

    /// <summary>All files: the page itself at <c>/</c>, the others below <c>/page/</c>.</summary>
    public static IReadOnlyList<PageFile> All { get; } =
        [.. Names.Where(static name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(Load)];

    private static string[] Names => Assembly.GetExecutingAssembly().GetManifestResourceNames();

    private static PageFile Load(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var name = resource[Folder.Length..];
        var tag = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16));
        return new(name == Start ? "/" : $"/page/{name}", TypeOf(name), content, $"\"{tag}\"");
    }

    private static string TypeOf(string name) => System.IO.Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"The page has no files that end in {other}: {name}."),
    };
}
