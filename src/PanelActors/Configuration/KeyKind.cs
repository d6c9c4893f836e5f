namespace PanelActors.Configuration;

/// <summary>The shapes that a key's value can have.</summary>
internal enum KeyKind
{
    Text,
    Flag,
    Integer,
    Duration,

    /// <summary>One of the words of an enum.</summary>
    Word,

    /// <summary>A <see cref="Configuration.HealthRule"/>.</summary>
    HealthRule,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>Texts by name.</summary>
    Map,

    Section,

    /// <summary>A list of sections.</summary>
    Sections,
}
