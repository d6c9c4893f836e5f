using PanelActors.Tree;


namespace PanelActors.Protocol;

/// <summary>Why a frame held nothing that could be used. The names are metric labels and reasons for a new baseline.</summary>
internal static class LossReasons
{
    /// <summary>The event was larger than the limit and was skipped.</summary>
    public const string Oversized = "oversized";

    /// <summary>The data is not UTF-8.</summary>
    public const string BadUtf8 = "bad_utf8";

    /// <summary>The data is not JSON.</summary>
    public const string BadJson = "bad_json";

    /// <summary>The data nests deeper than the limit.</summary>
    public const string TooDeep = "too_deep";

    /// <summary>An object names a member twice.</summary>
    public const string DuplicateKey = "duplicate_key";

    /// <summary>The data is JSON, but no object.</summary>
    public const string BadEnvelope = "bad_envelope";

    /// <summary>The envelope has no body.</summary>
    public const string NoPayload = "no_payload";

    /// <summary>The body lacks what its type must have, or has it with another JSON type.</summary>
    public const string BadPayload = "bad_payload";

    public static readonly IReadOnlyList<string> All = [Oversized, BadUtf8, BadJson, TooDeep, DuplicateKey, BadEnvelope, NoPayload, BadPayload];

    /// <summary>The reason for a document that could not be parsed.</summary>
    public static string Of(JsonFault fault) => fault switch
    {
        JsonFault.BadUtf8 => BadUtf8,
        JsonFault.TooDeep => TooDeep,
        JsonFault.DuplicateKey => DuplicateKey,
        _ => BadJson,
    };
}
