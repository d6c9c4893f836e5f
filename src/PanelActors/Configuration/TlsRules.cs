namespace PanelActors.Configuration;

/// <summary>Which keys of <c>Tls</c> and <c>Sources[].Tls</c> need which others.</summary>
internal static class TlsRules
{
    private const string Root = $"{PanelActorsOptions.Section}:{nameof(PanelActorsOptions.Tls)}";

    public static void Check(PanelActorsOptions options, FaultList faults)
    {
        var tls = options.Tls;
        RequireCertificate(tls.CertificateFile, tls.KeyFile, $"{Root}:{nameof(tls.KeyFile)}", faults);
        if (tls.ClientCertificates == ClientCertificates.None) return;
        var mode = tls.ClientCertificates.ToName();
        faults.Require(options.Urls.Any(UrlRules.IsHttps), $"{Root}:{nameof(tls.ClientCertificates)}", mode,
            "none, since Urls has no https address");
        faults.Require(tls.ClientCaFile is not null, $"{Root}:{nameof(tls.ClientCaFile)}", null,
            $"{AccessNames.FileAllowed}, since ClientCertificates is {mode}");
    }

    public static void Check(SourceOptions source, string key, FaultList faults)
    {
        var tls = source.Tls;
        RequireCertificate(tls.CertificateFile, tls.KeyFile, $"{key}:{nameof(tls.KeyFile)}", faults);
        var isEncrypted = UrlRules.IsHttps(source.Url);
        faults.Require(tls.CertificateFile is null || isEncrypted, $"{key}:{nameof(tls.CertificateFile)}", tls.CertificateFile,
            "an https Url beside it");
        faults.Require(tls.CaFile is null || isEncrypted || UrlRules.IsHttps(source.Resync.Url ?? ""), $"{key}:{nameof(tls.CaFile)}",
            tls.CaFile, "an https Url, or Resync:Url, beside it");
    }

    private static void RequireCertificate(string? certificate, string? privateKey, string key, FaultList faults) =>
        faults.Require(privateKey is null || certificate is not null, key, privateKey, "a CertificateFile beside it");
}
