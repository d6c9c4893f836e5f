namespace PanelActors.Configuration;

/// <summary>A key that clients may show: an entry of <c>Access.Keys[]</c> (specification 8.7).</summary>
[Section(KeyEffect.AtOnce)]
internal sealed record KeyOptions
{
    [Key("Who has it, for the log; unique among Keys", IsRequired = true, Allowed = AccessNames.Allowed, Pattern = AccessNames.Pattern)]
    public string Name { get; init; } = "";

    [Key("The file with the key: one key a line, two lines while it is being rotated; read again when it changes",
        Allowed = AccessNames.FileAllowed)]
    public string? KeyFile { get; init; }

    [Key("SHA-256 of the key, in hexadecimal, in place of a file", Allowed = AccessNames.HashAllowed, Pattern = AccessNames.HashPattern)]
    public IReadOnlyList<string> Sha256 { get; init; } = [];

    [Key("What it allows", Words = AccessOptions.MayWords)]
    public IReadOnlyList<string> May { get; init; } = [];

    [Key("The stores it allows it on, by name or with *", Allowed = AccessNames.StoresAllowed, Pattern = AccessNames.StoresPattern)]
    public IReadOnlyList<string> Stores { get; init; } = AccessOptions.AllStores;
}
