namespace PanelActors.Http.Access;

/// <summary>
/// Stands for one configuration of tokens or certificates, files included: what was accepted under one stamp is asked about again under
/// another.
/// </summary>
internal readonly record struct AccessStamp(string Text);
