namespace PanelActors.Http.Access;

/// <summary>States what endpoints need. One without such a statement is closed.</summary>
internal static class AccessEndpoints
{
    public const string Read = "read";
    public const string ReadStore = "read-store";
    public const string ControlStore = "control-store";
    public const string Metrics = "metrics";
    public const string Ready = "ready";
    public const string Any = "any";

    /// <summary>All policies by name.</summary>
    public static readonly IReadOnlyDictionary<string, AccessRequirement> Policies = new Dictionary<string, AccessRequirement>
    {
        [Read] = new(Rights.Read, ofStore: false),
        [ReadStore] = new(Rights.Read, ofStore: true),
        [ControlStore] = new(Rights.Control, ofStore: true),
        [Metrics] = new(Rights.Metrics, ofStore: false),
        [Ready] = new(Rights.Read | Rights.Metrics, ofStore: false),
        [Any] = new(Rights.All, ofStore: false),
    };

    /// <summary>Needs one of the <see cref="Policies"/>.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, string policy) where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(policy).WithMetadata(Policies[policy]);

    /// <summary>Needs nothing: it tells nothing about stores.</summary>
    public static TBuilder NeedsNothing<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.AllowAnonymous();
}
