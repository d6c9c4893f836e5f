using System.Globalization;
using PanelActors.Tree;

namespace PanelActors.Protocol.Decode;

/// <summary>The envelope of an event (specification 1.2), its keys gathered in one look.</summary>
internal readonly struct Envelope
{
    private static readonly TimeSpan LongestAge = TimeSpan.FromDays(36_500);

    private Envelope(TapeValue? type, TapeValue? body, bool bodyIsRoot, long? generation, bool saysAge, TimeSpan? age) =>
        (Type, Body, BodyIsRoot, Generation, SaysAge, Age) = (type, body, bodyIsRoot, generation, saysAge, age);

    /// <summary>The member <c>type</c>, where it says anything.</summary>
    public TapeValue? Type { get; }

    /// <summary>The body; null where there is none.</summary>
    public TapeValue? Body { get; }

    /// <summary>Whether the envelope itself is the body.</summary>
    public bool BodyIsRoot { get; }

    /// <summary>The server generation, where the envelope or the body tells one.</summary>
    public long? Generation { get; }

    /// <summary>Whether the envelope says how old the data is.</summary>
    public bool SaysAge { get; }

    /// <summary>How old the data was when it was sent; null where the envelope says that nobody knows, zero where it says nothing.</summary>
    public TimeSpan? Age { get; }

    /// <summary>Reads the object <paramref name="root"/>.</summary>
    public static Envelope Of(TapeValue root)
    {
        TapeValue? type = null, payload = null;
        long? generation = null;
        TimeSpan? age = TimeSpan.Zero;
        var saysAge = false;
        var isBody = false;
        foreach (var member in root.Members)
        {
            var value = member.Value;
            var name = member.Name;
            if (name.SequenceEqual("age_seconds"u8)) (saysAge, age) = ToAge(value);
            else if (value.IsNull) isBody |= IsBodyKey(name);
            else if (name.SequenceEqual("type"u8)) type = value.IsString(""u8) ? null : value;
            else if (name.SequenceEqual("payload"u8)) payload = value;
            else if (name.SequenceEqual("generation"u8)) generation = ToGeneration(value);
            else isBody |= IsBodyKey(name);
        }

        TapeValue? body = payload is { } given ? (given.IsObject ? given : null) : isBody ? root : null;
        if (generation is null && body is { } found && found.TryGet("_generation"u8, out var inner)) generation = ToGeneration(inner);
        return new Envelope(type, body, payload is null && isBody, generation, saysAge, age);
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

    // What is no number says nothing.
    private static (bool Says, TimeSpan? Age) ToAge(TapeValue value)
    {
        if (value.IsNull) return (true, null);
        if (!value.TryGetDouble(out var seconds)) return (false, TimeSpan.Zero);
        return (true, seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, LongestAge.TotalSeconds)) : TimeSpan.Zero);
    }
}
