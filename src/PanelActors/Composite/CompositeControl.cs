using PanelActors.State;
using PanelActors.Stores;

namespace PanelActors.Composite;

/// <summary>Passes the requests to a composite on to its members.</summary>
internal sealed class CompositeControl(StoreBoard board, IReadOnlyList<Store> members) : IStoreControl
{
    /// <inheritdoc/>
    public string? RequestResync(string reason)
    {
        var concerned = board.Current is CompositeSnapshot { Active: { } active } ? [members[active]] : members;
        Store[] needy = [.. concerned.Where(static member => member.Board.Current.State.Need.IsNeeded)];
        string[] refusals = [.. (needy.Length > 0 ? needy : concerned)
            .Select(member => (member.Name, Refusal: member.Control.RequestResync(reason)))
            .Select(static answer => answer.Refusal is null ? "" : $"{answer.Name}: {answer.Refusal}")];
        return refusals.All(static refusal => refusal.Length > 0) ? string.Join(" ", refusals) : null;
    }

    /// <inheritdoc/>
    public string Restart() => "A composite has no connection of its own; restart its members.";
}
