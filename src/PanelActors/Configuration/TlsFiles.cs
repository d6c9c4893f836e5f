using System.Security.Cryptography.X509Certificates;

namespace PanelActors.Configuration;

/// <summary>What the files of <see cref="TlsOptions"/> hold, read at one moment.</summary>
/// <param name="Stamp">Changes with any of the files.</param>
/// <param name="Pair">What the listeners show; null where the configuration names none.</param>
/// <param name="Authorities">Those that sign clients' certificates; null where the configuration names none.</param>
internal sealed record TlsFiles(string Stamp, CertificatePair? Pair, X509Certificate2Collection? Authorities)
{
    private const string Root = $"{PanelActorsOptions.Section}:{nameof(PanelActorsOptions.Tls)}";
    private const string PairKey = $"{Root}:{nameof(TlsOptions.CertificateFile)}";

    /// <summary>Reads the files; null where they are those of <paramref name="known"/>, or after a fault.</summary>
    /// <param name="options">Which files.</param>
    /// <param name="known">The <see cref="Stamp"/> of what was read before.</param>
    /// <param name="faults">Where is added what cannot be used.</param>
    public static TlsFiles? Read(TlsOptions options, string? known, FaultList faults)
    {
        var before = faults.Faults.Count;
        var certificate = FileOf(options.CertificateFile, PairKey, faults);
        var key = FileOf(options.KeyFile, $"{Root}:{nameof(TlsOptions.KeyFile)}", faults);
        var authorities = FileOf(options.ClientCaFile, $"{Root}:{nameof(TlsOptions.ClientCaFile)}", faults);
        if (faults.Faults.Count > before) return null;
        var stamp = $"{certificate?.Stamp} {key?.Stamp} {authorities?.Stamp}";
        if (stamp == known) return null;
        var read = new TlsFiles(stamp, certificate?.ReadPair(key, faults), authorities?.ReadCertificates(faults));
        faults.Require(read.Pair?.MayServe(CertificatePair.ServerUsage) != false, PairKey, options.CertificateFile,
            "a certificate whose extended key usage includes servers");
        return faults.Faults.Count > before ? null : read;
    }

    /// <summary>What is allowed but probably a mistake, one line each.</summary>
    public IEnumerable<string> WarningsAt(DateTimeOffset now) =>
        Pair?.WhyNotValid(now) is { } why ? [$"{PairKey}: the certificate of {Pair.Certificate.Subject} {why}"] : [];

    private static PemFile? FileOf(string? path, string key, FaultList faults) =>
        path is null ? null : PemFile.Read(path, key, faults);
}
