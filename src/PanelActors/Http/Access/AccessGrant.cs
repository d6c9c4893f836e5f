namespace PanelActors.Http.Access;

/// <summary>What a credential allows, and on which stores.</summary>
internal sealed record AccessGrant(Rights May, StoreScope Stores)
{
    public static readonly AccessGrant Nothing = new(Rights.None, new StoreScope([]));

    public static readonly AccessGrant Everything = new(Rights.All, StoreScope.All);

    public static AccessGrant Of(IEnumerable<string> may, IEnumerable<string> stores) =>
        new(RightsNames.Parse(may), new StoreScope(stores));
}
