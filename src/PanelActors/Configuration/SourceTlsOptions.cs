namespace PanelActors.Configuration;

/// <summary>How a source encrypts its connection to an https feed: <c>Sources[].Tls</c> (specification 8.12).</summary>
[Section(KeyEffect.RestartsStores)]
internal sealed record SourceTlsOptions
{
    [Key("The authorities that sign the feed's certificate (PEM)", Allowed = AccessNames.FileAllowed, Unset = "those of the system")]
    public string? CaFile { get; init; }

    [Key("The certificate that the source shows (PEM)", Allowed = AccessNames.FileAllowed)]
    public string? CertificateFile { get; init; }

    [Key("Its private key (PEM)", Allowed = AccessNames.FileAllowed, Unset = "in CertificateFile")]
    public string? KeyFile { get; init; }
}
