namespace PanelActors.Configuration;

/// <summary>
/// Describes a key of the configuration, at the property that holds its value. The reader, the ranges, what an edit does, the JSON Schema
/// and the tables of the documentation come from it. The default is the value in a new record.
/// </summary>
/// <param name="meaning">What the key sets, in one line.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeyAttribute(string meaning) : Attribute
{
    public string Meaning => meaning;

    /// <summary>What an edit does, where that is not what the section says.</summary>
    public KeyEffect Effect { get; init; }

    public long Min { get; init; } = long.MinValue;

    public long Max { get; init; } = long.MaxValue;

    /// <summary>The longest duration in days.</summary>
    public int MaxDays { get; init; } = 1;

    /// <summary>The key of the same section whose value is the least one.</summary>
    public string? AtLeast { get; init; }

    /// <summary>The words that a list may have, separated by spaces.</summary>
    public string? Words { get; init; }

    /// <summary>What a text may be, to stand after "expected".</summary>
    public string? Allowed { get; init; }

    /// <summary>A regular expression (ECMA-262) that every allowed text matches. Rules may be narrower.</summary>
    public string? Pattern { get; init; }

    /// <summary>What holds where the key is not given, if the default does not say it.</summary>
    public string? Unset { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>Whether values are never printed.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether a list may also be written as one text with semicolons.</summary>
    public bool IsLine { get; init; }
}
