namespace PanelActors.Http.Access;

/// <summary>What a principal has shown.</summary>
internal enum CredentialKind
{
    /// <summary>Nothing is asked for: there is no <c>Access</c>.</summary>
    Open,

    /// <summary>Nothing.</summary>
    Anonymous,

    /// <summary>A key of <c>Access.Keys</c>, itself or by a session.</summary>
    Key,

    /// <summary>A token of <c>Access.Jwt</c>.</summary>
    Token,

    /// <summary>A certificate of <c>Access.Certificates</c>.</summary>
    Certificate,
}
