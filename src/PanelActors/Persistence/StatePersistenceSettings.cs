using PanelActors.State;

namespace PanelActors.Persistence;

/// <summary>How one source's state is saved.</summary>
/// <param name="Board">Where the source shows its state.</param>
/// <param name="Origin">Which feed it is: see <see cref="StoredState.OriginOf"/>.</param>
/// <param name="Interval">How often a changed state is saved.</param>
/// <param name="Database">Name of the database, for people.</param>
internal sealed record StatePersistenceSettings(StoreBoard Board, string Origin, TimeSpan Interval, string Database);
