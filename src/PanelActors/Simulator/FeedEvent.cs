namespace PanelActors.Simulator;

/// <summary>One event of a simulated feed, ready to be written.</summary>
/// <param name="Id">Event id, from 1 in steps of 1. A baseline made for one client repeats the id of the latest event.</param>
/// <param name="Type">Event type as in specification 1.4.</param>
/// <param name="Frame">The whole SSE frame (WHATWG HTML section 9.2.6), its closing blank line included, in UTF-8.</param>
/// <param name="Cut">
/// <see cref="SimulatorFault.Drop"/> or <see cref="SimulatorFault.Close"/> where live connections end at this event, else none.
/// </param>
internal sealed record FeedEvent(long Id, string Type, ReadOnlyMemory<byte> Frame, SimulatorFault? Cut = null);
