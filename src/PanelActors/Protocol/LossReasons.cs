using PanelActors.Tree;

namespace PanelActors.Protocol;

/// <summary>Why a frame is lost (specification 2.5). The names are metric labels and reasons for a resync.</summary>
internal static class LossReasons
{
    /// <summary>The event was larger than the limit and was skipped.</summary>
    public const string Oversized = "oversized";

    public const string BadUtf8 = "bad_utf8";

    public const string BadJson = "bad_json";

    /// <summary>The data nests deeper than the limit.</summary>
    public const string TooDeep = "too_deep";

    /// <summary>An object names a member twice.</summary>
    public const string DuplicateKey = "duplicate_key";

    /// <summary>The data is JSON, but not an object.</summary>
    public const string BadEnvelope = "bad_envelope";

    /// <summary>The envelope has no body.</summary>
    public const string NoPayload = "no_payload";

    /// <summary>The body lacks a member that its type needs, or has it with another JSON type.</summary>
    public const string BadPayload = "bad_payload";

    public static readonly IReadOnlyList<string> All =
        [Oversized, BadUtf8, BadJson, TooDeep, DuplicateKey, BadEnvelope, NoPayload, BadPayload];

    /// <summary>The reason for a document that could not be parsed.</summary>
    public static string Of(JsonFault fault) => fault switch
    {
        JsonFault.BadUtf8 => BadUtf8,
        JsonFault.TooDeep => TooDeep,
        JsonFault.DuplicateKey => DuplicateKey,
        _ => BadJson,
    };
}
