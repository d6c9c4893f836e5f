using System.Text.Json.Serialization;
using PanelActors.Protocol;

namespace PanelActors.Http.Access;

/// <summary>Who makes the requests, and what that allows (specification 8.14).</summary>
/// <param name="Name">The name of the credential; null without one.</param>
/// <param name="Kind"><c>open</c>, <c>anonymous</c>, <c>key</c>, <c>token</c> or <c>certificate</c>.</param>
/// <param name="By">How it was shown: <c>session</c>, <c>header</c> or <c>certificate</c>; null without one.</param>
/// <param name="May"><c>read</c>, <c>control</c>, <c>metrics</c>.</param>
/// <param name="Stores">On which stores, by name or with <c>*</c>.</param>
/// <param name="Expires">When it ends by itself, in unix seconds.</param>
/// <param name="CanLogIn">Whether there are keys that one could log in with.</param>
internal sealed record SessionBody(
    string? Name, string Kind, string? By, IReadOnlyList<string> May, IReadOnlyList<string> Stores, double? Expires, bool CanLogIn)
{
    public static SessionBody Of(AccessPrincipal principal, bool canLogIn) => new(
        principal.Name, principal.Kind.ToString().ToLowerInvariant(), ByOf(principal), principal.Grant.May.ToNames(),
        principal.Grant.Stores.Names, principal.Expires is { } expires ? UnixTime.Seconds(expires) : null, canLogIn);

    private static string? ByOf(AccessPrincipal principal) => principal.Kind switch
    {
        CredentialKind.Open or CredentialKind.Anonymous => null,
        CredentialKind.Certificate => "certificate",
        _ => principal.Session is null ? "header" : "session",
    };
}

/// <summary>What one logs in with.</summary>
/// <param name="Key">The key.</param>
internal sealed record SessionKey(string? Key);

/// <summary>How they are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SessionBody))]
[JsonSerializable(typeof(SessionKey))]
internal sealed partial class SessionJson : JsonSerializerContext;
