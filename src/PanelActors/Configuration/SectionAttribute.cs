namespace PanelActors.Configuration;

/// <summary>Says of a record that it holds the keys of one section.</summary>
/// <param name="effect">What an edit of its keys does.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SectionAttribute(KeyEffect effect) : Attribute
{
    public KeyEffect Effect => effect;

    /// <summary>The record that has the same keys, and describes them; here each may be absent.</summary>
    public Type? Overrides { get; init; }
}
