namespace PanelActors.Configuration;

/// <summary>What clients may do that show nothing: <c>Access.Anonymous</c> (specification 8.10).</summary>
[Section(KeyEffect.AtOnce)]
internal sealed record AnonymousOptions
{
    [Key("What they may do, besides asking /health/live", Words = AccessOptions.MayWords)]
    public IReadOnlyList<string> May { get; init; } = [];

    [Key("The stores they may do it on, by name or with *", Allowed = AccessNames.StoresAllowed, Pattern = AccessNames.StoresPattern)]
    public IReadOnlyList<string> Stores { get; init; } = AccessOptions.AllStores;
}
