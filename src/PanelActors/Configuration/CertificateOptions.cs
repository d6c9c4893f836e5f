namespace PanelActors.Configuration;

/// <summary>A certificate that clients may show: an entry of <c>Access.Certificates[]</c> (specification 8.9).</summary>
[Section(KeyEffect.AtOnce)]
internal sealed record CertificateOptions
{
    [Key("Who has it, for the log; unique among Certificates", IsRequired = true,
        Allowed = AccessNames.Allowed, Pattern = AccessNames.Pattern)]
    public string Name { get; init; } = "";

    [Key("The distinguished name in the certificate, such as CN=wall", Allowed = "a distinguished name (RFC 4514)")]
    public string? Subject { get; init; }

    [Key("SHA-256 of the certificate, in hexadecimal, in place of a Subject", Allowed = AccessNames.HashAllowed,
        Pattern = AccessNames.HashPattern)]
    public string? Sha256 { get; init; }

    [Key("What it allows", Words = AccessOptions.MayWords)]
    public IReadOnlyList<string> May { get; init; } = [];

    [Key("The stores it allows it on, by name or with *", Allowed = AccessNames.StoresAllowed, Pattern = AccessNames.StoresPattern)]
    public IReadOnlyList<string> Stores { get; init; } = AccessOptions.AllStores;
}
