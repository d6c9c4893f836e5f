namespace PanelActors.Tests.Docs;

/// <summary>A fenced block of a page.</summary>
/// <param name="Page">The page's path.</param>
/// <param name="Number">The line where it begins, from 1.</param>
/// <param name="Language">What follows the fence; empty where nothing does.</param>
/// <param name="Lines">What is in it.</param>
internal sealed record DocBlock(string Page, int Number, string Language, IReadOnlyList<string> Lines)
{
    /// <summary>All lines as one text.</summary>
    public string Text => string.Join('\n', Lines);
}
