using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace PanelActors.Tests.Support;

/// <summary>Signs tokens as an identity provider does, and shows its public keys.</summary>
internal sealed class TokenIssuer : IDisposable
{
    public const string Issuer = "https://id.example.org/realms/desk";
    public const string Audience = "panelactors";

    private readonly RSA _key = RSA.Create(2048);

    public string KeyId { get; init; } = "one";

    public void Dispose() => _key.Dispose();

    /// <summary>Its public keys (RFC 7517).</summary>
    public string KeySet()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return JsonSerializer.Serialize(new
        {
            keys = new[]
            {
                new
                {
                    kty = "RSA", use = "sig", alg = "RS256", kid = KeyId,
                    n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent),
                },
            },
        });
    }

    /// <summary>A token that is valid, but for what is changed in it.</summary>
    public string Token(
        string may = "read", string[]? stores = null, TimeSpan? lasts = null, TimeSpan? startsIn = null, string issuer = Issuer,
        string audience = Audience, string? keyId = null)
    {
        var now = DateTime.UtcNow;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            NotBefore = now + (startsIn ?? TimeSpan.Zero) - TimeSpan.FromHours(1),
            Expires = now + (lasts ?? TimeSpan.FromMinutes(5)),
            Claims = new Dictionary<string, object>
            {
                ["sub"] = "trader",
                ["panelactors_may"] = may,
                ["panelactors_stores"] = stores ?? ["*"],
            },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(_key) { KeyId = keyId ?? KeyId }, SecurityAlgorithms.RsaSha256),
        });
    }

    /// <summary>The same with a header that states no signature, and without one.</summary>
    public string Unsigned() => $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{Token().Split('.')[1]}.";

    /// <summary>The same, signed with the text of the public key as if that were a secret.</summary>
    public string SignedWithPublicKey()
    {
        var content = Encode($$"""{"alg":"HS256","typ":"JWT","kid":"{{KeyId}}"}""") + "." + Token().Split('.')[1];
        var secret = Encoding.UTF8.GetBytes(_key.ExportSubjectPublicKeyInfoPem());
        return $"{content}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(content)))}";
    }

    private static string Encode(string text) => Base64UrlEncoder.Encode(text);
}
