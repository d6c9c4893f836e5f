namespace PanelActors.Configuration;

/// <summary>Which of the three diff forms of specification 1.5 a source sends. Configured in snake case: <c>merge_patch</c>.</summary>
internal enum DiffForm
{
    /// <summary>Each diff is recognised by its shape.</summary>
    Auto,

    /// <summary>RFC 7396 against the root of the status.</summary>
    MergePatch,

    /// <summary><c>{"panel", "op", "data"}</c>.</summary>
    PanelOp,

    /// <summary><c>{"added", "removed", "changed", "nested"}</c>.</summary>
    Structured,
}
