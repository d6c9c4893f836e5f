using System.Text.Json;
using System.Text.Json.Serialization;

namespace PanelActors.Watch;

/// <summary>Answers of a daemon that are read part by part.</summary>
[JsonSerializable(typeof(JsonDocument))]
internal sealed partial class WatchJson : JsonSerializerContext;
