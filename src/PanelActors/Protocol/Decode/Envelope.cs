using System.Globalization;
using PanelActors.Tree;

namespace PanelActors.Protocol.Decode;

/// <summary>The envelope of an event (specification 1.2), read in one pass.</summary>
internal readonly struct Envelope
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(36_500);

    private Envelope(TapeValue? type, TapeValue? body, bool bodyIsRoot, long? generation, bool hasAge, TimeSpan? age) =>
        (Type, Body, BodyIsRoot, Generation, HasAge, Age) = (type, body, bodyIsRoot, generation, hasAge, age);

    /// <summary>The member <c>type</c>; null where it is absent, <c>null</c> or empty.</summary>
    public TapeValue? Type { get; }

    /// <summary>Null where there is none.</summary>
    public TapeValue? Body { get; }

    /// <summary>Whether the envelope itself is the body.</summary>
    public bool BodyIsRoot { get; }

    /// <summary>The generation of the feed, from the envelope or else from the body.</summary>
    public long? Generation { get; }

    /// <summary>Whether the envelope has an <c>age_seconds</c>.</summary>
    public bool HasAge { get; }

    /// <summary>How old the data was when it was sent: null where <c>age_seconds</c> is, zero where it is absent.</summary>
    public TimeSpan? Age { get; }

    public static Envelope Of(TapeValue root)
    {
        TapeValue? type = null, payload = null;
        long? generation = null;
        TimeSpan? age = TimeSpan.Zero;
        var hasAge = false;
        var isBody = false;
        foreach (var member in root.Members)
        {
            var value = member.Value;
            var name = member.Name;
            if (name.SequenceEqual("age_seconds"u8)) (hasAge, age) = ToAge(value);
            else if (value.IsNull) isBody |= IsBodyKey(name);
            else if (name.SequenceEqual("type"u8)) type = value.IsString(""u8) ? null : value;
            else if (name.SequenceEqual("payload"u8)) payload = value;
            else if (name.SequenceEqual("generation"u8)) generation = ToGeneration(value);
            else isBody |= IsBodyKey(name);
        }

        TapeValue? body = payload is { } given ? (given.IsObject ? given : null) : isBody ? root : null;
        if (generation is null && body is { } found && found.TryGet("_generation"u8, out var inner)) generation = ToGeneration(inner);
        return new Envelope(type, body, payload is null && isBody, generation, hasAge, age);
    }

    private static bool IsBodyKey(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("status"u8) || name.SequenceEqual("diff"u8) || name.SequenceEqual("counts"u8) || name.SequenceEqual("alert"u8)
        || name.SequenceEqual("alert_type"u8) || name.SequenceEqual("severity"u8) || name.SequenceEqual("index"u8);

    private static long? ToGeneration(TapeValue value)
    {
        if (value.TryGetInt64(out var number)) return number;
        return value.AsString() is { Length: > 0 } text && text.All(char.IsAsciiDigit)
            && long.TryParse(text, CultureInfo.InvariantCulture, out number) ? number : null;
    }

    // A value that is not a number counts as absent.
    private static (bool Has, TimeSpan? Age) ToAge(TapeValue value)
    {
        if (value.IsNull) return (true, null);
        if (!value.TryGetDouble(out var seconds)) return (false, TimeSpan.Zero);
        return (true, seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, MaxAge.TotalSeconds)) : TimeSpan.Zero);
    }
}
