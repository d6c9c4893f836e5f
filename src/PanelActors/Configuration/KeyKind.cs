namespace PanelActors.Configuration;

/// <summary>The shapes that a key's value can have.</summary>
internal enum KeyKind
{
    Text,

    /// <summary>A <see cref="Configuration.StoreName"/>.</summary>
    StoreName,

    Flag,
    Integer,
    Duration,

    /// <summary>One of the words of an enum.</summary>
    Word,

    /// <summary>A <see cref="Configuration.HealthRule"/>.</summary>
    HealthRule,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>A list of names of stores.</summary>
    StoreNames,

    /// <summary>Texts by name.</summary>
    Map,

    Section,

    /// <summary>A list of sections.</summary>
    Sections,
}
