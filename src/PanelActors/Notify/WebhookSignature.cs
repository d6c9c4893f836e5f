using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PanelActors.Notify;

/// <summary>Signs what is sent, after Standard Webhooks 1.0.</summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";

    /// <summary>The secret in a text; null where it has none.</summary>
    public static byte[]? SecretOf(string text)
    {
        text = text.Trim();
        if (text.StartsWith(Prefix, StringComparison.Ordinal)) text = text[Prefix.Length..];
        var secret = new byte[text.Length];
        return Convert.TryFromBase64String(text, secret, out var length) && length > 0 ? secret[..length] : null;
    }

    /// <summary>The header <c>webhook-signature</c> of a message.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>, in unix seconds.</param>
    /// <param name="body">The body.</param>
    public static string Of(byte[] secret, string id, long timestamp, string body)
    {
        var signed = string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}");
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(signed)))}";
    }
}
