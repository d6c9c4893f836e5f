namespace PanelActors.Configuration;

/// <summary>Who may read, who may act: <c>Access</c> (specification 8.6).</summary>
[Section(KeyEffect.AtOnce)]
internal sealed record AccessOptions
{
    /// <summary>The words that <c>May</c> may have.</summary>
    public const string MayWords = "read control metrics";

    /// <summary>Every store.</summary>
    public static readonly IReadOnlyList<string> AllStores = ["*"];

    [Key("Keys that clients may show")]
    public IReadOnlyList<KeyOptions> Keys { get; init; } = [];

    [Key("Tokens that clients may show", Unset = "no token is accepted")]
    public JwtOptions? Jwt { get; init; }

    [Key("Certificates that clients may show; their chain is checked against Tls:ClientCaFile")]
    public IReadOnlyList<CertificateOptions> Certificates { get; init; } = [];

    [Key("What clients may do that show nothing")]
    public AnonymousOptions Anonymous { get; init; } = new();
}
