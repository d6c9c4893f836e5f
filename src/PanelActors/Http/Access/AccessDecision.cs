namespace PanelActors.Http.Access;

/// <summary>Whether a principal may do something (specification 8.6).</summary>
internal enum AccessDecision
{
    Allowed,

    /// <summary>Not without a credential: 401.</summary>
    NeedsCredential,

    /// <summary>Not with this credential: 403.</summary>
    Forbidden,

    /// <summary>It may not know that the store exists: 404.</summary>
    Hidden,
}
