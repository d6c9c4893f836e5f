namespace PanelActors.Tree;

/// <summary>Why a text is not a usable JSON document.</summary>
internal enum JsonFault
{
    None,

    /// <summary>The bytes are not UTF-8.</summary>
    BadUtf8,

    /// <summary>The text is not JSON (RFC 8259), or a string escapes half of a surrogate pair.</summary>
    BadJson,

    /// <summary>Objects and arrays nest deeper than the limit.</summary>
    TooDeep,

    /// <summary>An object names a member twice. RFC 8259 leaves the meaning open, so any choice would be a guess.</summary>
    DuplicateKey,
}
