using Microsoft.Extensions.Primitives;

namespace PanelActors.Http.Access;

/// <summary>What the headers of a request show (specification 8.6). Pure.</summary>
/// <param name="Text">The key or token; null without one.</param>
/// <param name="IsAmbiguous">Whether there are several.</param>
internal readonly record struct ShownCredential(string? Text, bool IsAmbiguous = false)
{
    public const string KeyHeader = "X-Api-Key";

    // Clients of the original feed send this one.
    public const string OlderKeyHeader = "X-Api-Token";

    private const string Bearer = "Bearer ";
    private static readonly ShownCredential Ambiguous = new(null, IsAmbiguous: true);

    public static ShownCredential Read(IHeaderDictionary headers)
    {
        var shown = default(ShownCredential);
        if (headers.Authorization is { Count: > 0 } authorization)
        {
            if (authorization.Count > 1) return Ambiguous;
            // Another scheme is meant for others, such as a proxy.
            if (authorization[0] is { } value && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
                shown = new(value[Bearer.Length..].Trim());
        }

        shown = shown.With(headers[KeyHeader]).With(headers[OlderKeyHeader]);
        return shown.Text is "" ? default : shown;
    }

    private ShownCredential With(StringValues values)
    {
        if (values.Count == 0 || IsAmbiguous) return this;
        if (values.Count > 1) return Ambiguous;
        var text = values[0]?.Trim();
        if (string.IsNullOrEmpty(text) || text == Text) return this;
        return string.IsNullOrEmpty(Text) ? new(text) : Ambiguous;
    }
}
