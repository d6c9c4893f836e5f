using PanelActors.Configuration;

namespace PanelActors.Recording;

/// <summary>How the recorded source was read: a replay has to read it alike.</summary>
/// <param name="Source">The source.</param>
/// <param name="DiffForm">The form of its diffs.</param>
/// <param name="Dialect">What it was configured to speak.</param>
/// <param name="MaxEventBytes">The largest event.</param>
/// <param name="MaxDepth">The deepest nesting.</param>
/// <param name="TrustsPublishTime">Whether the age of the data follows from publish times.</param>
/// <param name="FollowupAlerts">Follow-ups that are kept.</param>
/// <param name="MaxStateBytes">The largest state.</param>
/// <param name="WarnAfter">The age at which the store was to warn.</param>
/// <param name="StaleAfter">The age at which it was to be stale.</param>
internal sealed record RecordedSettings(
    string Source, DiffForm DiffForm, Dialect Dialect, int MaxEventBytes, int MaxDepth, bool TrustsPublishTime, int FollowupAlerts,
    long MaxStateBytes, TimeSpan WarnAfter, TimeSpan StaleAfter);
