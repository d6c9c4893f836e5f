using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using PanelActors.Configuration;

namespace PanelActors.Http.Access;

/// <summary>Makes an <see cref="AccessTable"/> of a configuration and the texts of the files that it names. Pure.</summary>
internal static class AccessReader
{
    private const string Root = $"{PanelActorsOptions.Section}:{nameof(PanelActorsOptions.Access)}";
    private const string KeySetAllowed = "a JSON Web Key Set (RFC 7517)";
    private const string AuthoritiesAllowed = "certificates in PEM";

    /// <summary>The files that <c>Access</c> names, with their keys of the configuration.</summary>
    public static IReadOnlyList<(string Path, string Key)> FilesOf(PanelActorsOptions options)
    {
        if (options.Access is not { } access) return [];
        List<(string, string)> files =
        [
            .. from key in access.Keys.Index()
               where key.Item.KeyFile is not null
               select (key.Item.KeyFile, KeyPath(key.Index)),
        ];
        if (access.Jwt?.KeysFile is { } keySet) files.Add((keySet, KeySetPath));
        if (access.Certificates.Count > 0 && options.Tls.ClientCaFile is { } authorities) files.Add((authorities, AuthoritiesPath));
        return files;
    }

    /// <summary>The table.</summary>
    /// <param name="options">A configuration without faults.</param>
    /// <param name="texts">The text of each file that it names.</param>
    /// <param name="faults">Where is added what cannot be used of them. What they hold is not shown.</param>
    public static AccessTable Read(PanelActorsOptions options, IReadOnlyDictionary<string, string> texts, FaultList faults)
    {
        if (options.Access is not { } access) return AccessTable.Open;
        IReadOnlyList<KeyHash>[] keys = [.. access.Keys.Index().Select(key => KeysOf(key.Item, KeyPath(key.Index), texts, faults))];
        return new AccessTable(
            access, keys, access.Jwt is { } jwt ? TokensOf(jwt, texts, faults) : null,
            access.Certificates.Count > 0 ? CertificatesOf(access.Certificates, options.Tls.ClientCaFile!, texts, faults) : null);
    }

    private static string KeySetPath => $"{Root}:{nameof(AccessOptions.Jwt)}:{nameof(JwtOptions.KeysFile)}";

    private static string AuthoritiesPath =>
        $"{PanelActorsOptions.Section}:{nameof(PanelActorsOptions.Tls)}:{nameof(TlsOptions.ClientCaFile)}";

    private static string KeyPath(int index) => $"{Root}:{nameof(AccessOptions.Keys)}:{index}:{nameof(KeyOptions.KeyFile)}";

    private static IReadOnlyList<KeyHash> KeysOf(
        KeyOptions key, string path, IReadOnlyDictionary<string, string> texts, FaultList faults)
    {
        IEnumerable<KeyHash> hashes = key.Sha256.Select(KeyHash.Parse);
        if (key.KeyFile is not { } file) return [.. hashes];
        if (KeyFile.Parse(texts[file]) is { } keys) return [.. hashes, .. keys];
        faults.Add(path, file, KeyFile.Allowed);
        return [];
    }

    private static TokenTrust TokensOf(JwtOptions jwt, IReadOnlyDictionary<string, string> texts, FaultList faults)
    {
        var keySet = jwt.KeysFile is { } file ? texts[file] : null;
        if (!string.IsNullOrWhiteSpace(keySet) && !IsKeySet(keySet)) faults.Add(KeySetPath, jwt.KeysFile, KeySetAllowed);
        return new TokenTrust(jwt, keySet, StampOf(JsonSerializer.Serialize(jwt), keySet));
    }

    private static CertificateTrust CertificatesOf(
        IReadOnlyList<CertificateOptions> certificates, string file, IReadOnlyDictionary<string, string> texts, FaultList faults)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(texts[file]);
        }
        catch (CryptographicException)
        {
            faults.Add(AuthoritiesPath, file, AuthoritiesAllowed);
        }

        return new CertificateTrust(certificates, authorities, StampOf(JsonSerializer.Serialize(certificates), texts[file]));
    }

    private static bool IsKeySet(string text)
    {
        try
        {
            return new JsonWebKeySet(text).Keys.Count > 0;
        }
        catch (Exception fault) when (fault is ArgumentException or JsonException or FormatException)
        {
            return false;
        }
    }

    private static AccessStamp StampOf(string options, string? file) =>
        new(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{options}\n{file}"))));
}
