using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PanelActors.Configuration;

/// <summary>A PEM file (RFC 7468) that the configuration names, as it was read. What it holds is never part of a fault.</summary>
internal sealed class PemFile
{
    private const int MaxBytes = 1024 * 1024;
    private const string PrivateKey = "PRIVATE KEY";

    // In the older form the label does not say it.
    private const string OlderEncryption = "Proc-Type: 4,ENCRYPTED";

    private readonly string _path;
    private readonly string _key;
    private readonly string _text;

    private PemFile(string path, string key, string text) => (_path, _key, _text) = (path, key, text);

    /// <summary>Changes with the content, and shows nothing of it.</summary>
    public string Stamp => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(_text)));

    /// <summary>Reads a file; null after a fault.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="key">The key of the configuration that names it.</param>
    /// <param name="faults">Where a fault is added.</param>
    public static PemFile? Read(string path, string key, FaultList faults)
    {
        try
        {
            return new PemFile(path, key, SmallFile.ReadText(path, MaxBytes));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Add(key, path, $"a file that can be read ({fault.Message})");
            return null;
        }
    }

    /// <summary>Its certificates, at least one; null after a fault.</summary>
    public X509Certificate2Collection? ReadCertificates(FaultList faults)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(_text);
        }
        catch (CryptographicException)
        {
            certificates.Clear();
        }

        if (certificates.Count > 0) return certificates;
        Refuse("certificates in PEM", faults);
        return null;
    }

    /// <summary>Its first certificate with a private key, and its others; null after a fault.</summary>
    /// <param name="keyFile">The file of the key; null where it is in this one.</param>
    /// <param name="faults">Where a fault is added.</param>
    public CertificatePair? ReadPair(PemFile? keyFile, FaultList faults)
    {
        if (ReadCertificates(faults) is not { } certificates) return null;
        keyFile ??= this;
        var labels = keyFile.Labels();
        if (labels.Any(static label => label.StartsWith("ENCRYPTED ", StringComparison.Ordinal)) || keyFile.IsEncrypted)
        {
            keyFile.Refuse("a private key in PEM that no passphrase encrypts", faults);
            return null;
        }

        if (!labels.Any(static label => label.EndsWith(PrivateKey, StringComparison.Ordinal)))
        {
            keyFile.Refuse("a private key in PEM", faults);
            return null;
        }

        try
        {
            return new CertificatePair(X509Certificate2.CreateFromPem(_text, keyFile._text), [.. certificates.Skip(1)]);
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException or NotSupportedException)
        {
            keyFile.Refuse("the private key (RSA or ECDSA) of the first certificate in CertificateFile", faults);
            return null;
        }
    }

    private bool IsEncrypted => _text.Contains(OlderEncryption, StringComparison.Ordinal);

    private List<string> Labels()
    {
        var labels = new List<string>();
        var rest = _text.AsSpan();
        while (PemEncoding.TryFind(rest, out var found))
        {
            labels.Add(rest[found.Label].ToString());
            rest = rest[found.Location.End..];
        }

        return labels;
    }

    private void Refuse(string allowed, FaultList faults) => faults.Add(_key, _path, allowed);
}
