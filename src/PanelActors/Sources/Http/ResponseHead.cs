using System.Collections.Immutable;

namespace PanelActors.Sources.Http;

/// <summary>The head of an accepted response, without what may be a credential.</summary>
/// <param name="Status">The status, such as 200.</param>
/// <param name="Headers">Names and values, in the order in which they came.</param>
internal sealed record ResponseHead(int Status, ImmutableArray<KeyValuePair<string, string>> Headers)
{
    private static readonly string[] Secret = ["cookie", "auth", "token", "secret", "session", "key", "csrf", "sign"];

    /// <summary>The head of <paramref name="response"/>.</summary>
    public static ResponseHead Of(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        [
            .. response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
                .Where(static header => !IsSecret(header.Key))
                .Select(static header => KeyValuePair.Create(header.Key, header.Value.ToString())),
        ]);

    /// <summary>Whether a header of that name may hold a credential.</summary>
    public static bool IsSecret(string name) => Secret.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
}
