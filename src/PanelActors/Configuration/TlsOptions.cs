namespace PanelActors.Configuration;

/// <summary>How the daemon encrypts what it listens on: <c>Tls</c> (specification 8.11).</summary>
[Section(KeyEffect.AtOnce)]
internal sealed record TlsOptions
{
    [Key("The certificate and those between it and its root (PEM); a changed file serves the next connection",
        Allowed = AccessNames.FileAllowed)]
    public string? CertificateFile { get; init; }

    [Key("The certificate's private key (PEM)", Allowed = AccessNames.FileAllowed, Unset = "in CertificateFile")]
    public string? KeyFile { get; init; }

    [Key("The authorities that sign clients' certificates (PEM)", Allowed = AccessNames.FileAllowed)]
    public string? ClientCaFile { get; init; }

    [Key("Whether clients show certificates")]
    public ClientCertificates ClientCertificates { get; init; } = ClientCertificates.None;
}

/// <summary>Whether clients show certificates.</summary>
internal enum ClientCertificates
{
    /// <summary>They are not asked for one.</summary>
    None,

    /// <summary>They may.</summary>
    Allow,

    /// <summary>Without one there is no connection.</summary>
    Require,
}
