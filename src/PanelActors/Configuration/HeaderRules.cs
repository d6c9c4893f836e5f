using System.Buffers;

namespace PanelActors.Configuration;

/// <summary>Which request headers may be configured (RFC 9110 sections 5.1 and 5.5). A value is never part of a fault.</summary>
internal static class HeaderRules
{
    private static readonly SearchValues<char> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // The connection sets these itself, or they belong to a body that the request does not have.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Allow", "Connection", "Expect", "Expires", "Last-Event-ID", "Last-Modified", "TE", "Trailer", "Transfer-Encoding",
        "Upgrade",
    };

    public static void Check(SourceOptions source, string key, FaultList faults, Func<string, bool> fileExists)
    {
        foreach (var (name, value) in source.Headers)
        {
            var headerKey = $"{key}:Headers:{name}";
            CheckName(name, headerKey, faults);
            faults.Require(IsValue(value), headerKey, null, "a value of printable ASCII without line breaks");
        }
        foreach (var name in source.HeaderFiles.Keys)
        {
            faults.Require(!source.Headers.Keys.Contains(name, StringComparer.OrdinalIgnoreCase), $"{key}:HeaderFiles:{name}", null,
                "a header that Headers does not have too");
        }

        CheckFiles(source.HeaderFiles, key, faults, fileExists);
    }

    /// <summary>Checks <c>HeaderFiles</c>, whose section <paramref name="key"/> names.</summary>
    public static void CheckFiles(
        IReadOnlyDictionary<string, string> headerFiles, string key, FaultList faults, Func<string, bool> fileExists)
    {
        foreach (var (name, file) in headerFiles)
        {
            var headerKey = $"{key}:HeaderFiles:{name}";
            CheckName(name, headerKey, faults);
            faults.Require(fileExists(file), headerKey, file, "an existing file");
        }
    }

    private static void CheckName(string name, string headerKey, FaultList faults)
    {
        faults.Require(name.Length > 0 && !name.AsSpan().ContainsAnyExcept(Token), headerKey, null, "a header name (RFC 9110 token)");
        faults.Require(!Reserved.Contains(name) && !name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase), headerKey, null,
            "a header that the connection does not set itself");
    }

    private static bool IsValue(string value) => value.All(c => c is '\t' or (>= ' ' and <= '~'));
}
