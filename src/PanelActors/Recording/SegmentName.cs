using System.Globalization;

namespace PanelActors.Recording;

/// <summary>What a segment's file is called: when it begins, so that names sort as the segments do.</summary>
internal static class SegmentName
{
    /// <summary>How every name ends; <c>zstd -dc</c> reads such files.</summary>
    public const string Extension = ".rec.zst";

    private const string Format = "yyyyMMdd'T'HHmmss.fffffff'Z'";

    /// <summary>The name of a segment that begins at <paramref name="time"/>.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture) + Extension;

    /// <summary>When the segment at <paramref name="path"/> begins; null where that is not the name of one.</summary>
    public static DateTimeOffset? TimeOf(string path)
    {
        var name = Path.GetFileName(path);
        if (!name.EndsWith(Extension, StringComparison.Ordinal)) return null;
        var text = name.AsSpan(0, name.Length - Extension.Length);
        return DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time : null;
    }

    /// <summary>The segments in <paramref name="folder"/>, oldest first; none where there is no such folder.</summary>
    public static IReadOnlyList<string> In(string folder) => Directory.Exists(folder)
        ?
        [
            .. Directory.EnumerateFiles(folder, $"*{Extension}").Where(static path => TimeOf(path) is not null)
                .Order(StringComparer.Ordinal),
        ]
        : [];
}
