using System.Security.Cryptography.X509Certificates;

namespace PanelActors.Configuration;

/// <summary>What the files of <see cref="SourceTlsOptions"/> hold, read at one moment.</summary>
/// <param name="Authorities">Those that sign the feed's certificate; null for those of the system.</param>
/// <param name="Pair">What the source shows; null where the configuration names none.</param>
internal sealed record SourceTlsFiles(X509Certificate2Collection? Authorities, CertificatePair? Pair)
{
    /// <summary>Reads the files.</summary>
    /// <param name="options">Which files.</param>
    /// <param name="section">The section that they are the keys of.</param>
    /// <param name="faults">Where is added what cannot be used.</param>
    public static SourceTlsFiles Read(SourceTlsOptions options, string section, FaultList faults)
    {
        var authorities = FileOf(options.CaFile, nameof(options.CaFile));
        var certificate = FileOf(options.CertificateFile, nameof(options.CertificateFile));
        var key = FileOf(options.KeyFile, nameof(options.KeyFile));
        var isKeyMissing = options.KeyFile is not null && key is null;
        return new(authorities?.ReadCertificates(faults), isKeyMissing ? null : certificate?.ReadPair(key, faults));

        PemFile? FileOf(string? path, string name) => path is null ? null : PemFile.Read(path, $"{section}:{name}", faults);
    }

    /// <summary>Finds what cannot be used in the files of all sources.</summary>
    public static void Check(PanelActorsOptions options, FaultList faults)
    {
        foreach (var (index, source) in options.Sources.Index())
            Read(source.Tls, $"{PanelActorsOptions.Section}:{nameof(options.Sources)}:{index}:{nameof(source.Tls)}", faults);
    }
}
