using System.Text.RegularExpressions;

namespace PanelActors.Tests.Docs;

/// <summary>A word that is not ours.</summary>
/// <param name="Pattern">How it is found, in any case of letters.</param>
/// <param name="Instead">What to write.</param>
/// <param name="IsOpen">Whether it is let through, because it still occurs.</param>
internal sealed record Vocabulary(string Pattern, string Instead, bool IsOpen = false)
{
    /// <summary>Extend it by a row when a word turns out to need decoding, or to be a second name for what the glossary has.</summary>
    public static IReadOnlyList<Vocabulary> Forbidden { get; } =
    [
        new(@"\btak(e|es|en|ing) up\b|\btook up\b", "restore"),
        new(@"\bformer (life|run|lives)\b", "the previous run"),
        new(@"\bguardians?\b", "supervisor"),
        new(@"\bwhoever\b|\bwhosoever\b", "who it is: a reader, a subscriber, a caller", IsOpen: true),
        new(@"\bnobody\b", "no reader, no subscriber; or a sentence about the thing", IsOpen: true),
        new(@"\b(some|any)body\b", "who it is", IsOpen: true),
        new(@"\bof its own\b", "own, or separate", IsOpen: true),
        new(@"\bwhat is held\b", "the state, the panels"),
        new(@"\btold\b", "sent, given, asked, stopped", IsOpen: true),
        new(@"(?<!there )\bis no (?!longer\b|more\b)", "is not a", IsOpen: true),
        new(@"\bwithout a word\b", "silently", IsOpen: true),
        new(@"\bwak(e|es|ing) up\b|\bwoken\b", "activate, run"),
    ];

    public static IEnumerable<Prose> Texts => Prose.OfSources.Concat(Prose.OfTests).Concat(Prose.OfPages);

    public IEnumerable<Prose> In(IEnumerable<Prose> texts)
    {
        var word = new Regex(Pattern, RegexOptions.IgnoreCase);
        return texts.Where(text => word.IsMatch(text.Text));
    }
}
