namespace PanelActors.Persistence;

/// <summary>Why bytes are not a state that can be restored.</summary>
internal enum StateFault
{
    None,

    /// <summary>They do not begin like a stored state.</summary>
    NotAState,

    /// <summary>A later version of the program wrote them.</summary>
    NewerVersion,

    /// <summary>They are not what was written: cut off, or changed.</summary>
    Damaged,

    /// <summary>They are what was written, but not what <see cref="StateCodec"/> writes.</summary>
    Invalid,
}
