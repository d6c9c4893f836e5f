using PanelActors.Tests.Support;


namespace PanelActors.Tests.Docs;

/// <summary>A page of the documentation as it is now, line by line.</summary>
internal sealed class DocPage
{
    private const string Fence = "```";

    private DocPage(string path)
    {
        Path = path;
        List<(int Number, string Text)> prose = [];
        List<DocBlock> blocks = [];
        List<string> code = [];
        (int Number, string Language)? open = null;
        foreach (var (index, line) in File.ReadAllLines(Checkout.At(path)).Index())
        {
            var isFence = line.TrimStart().StartsWith(Fence, StringComparison.Ordinal);
            if (open is { } block)
            {
                if (!isFence)
                {
                    code.Add(line);
                    continue;
                }

                blocks.Add(new DocBlock(path, block.Number, block.Language, [.. code]));
                code.Clear();
                open = null;
            }
            else if (isFence)
            {
                open = (index + 1, line.Trim().Trim('`').Trim());
            }
            else
            {
                prose.Add((index + 1, line));
            }
        }

        if (open is { } unclosed) throw new InvalidDataException($"{path}:{unclosed.Number}: the block has no end");
        (Prose, Blocks) = (prose, blocks);
    }

    /// <summary>Every page: those at the top of the checkout, and all under <c>docs</c>.</summary>
    public static IReadOnlyList<DocPage> All { get; } =
    [
        .. Directory.EnumerateFiles(Checkout.Root, "*.md").Select(file => new DocPage(System.IO.Path.GetFileName(file))),
        .. Directory.EnumerateFiles(Checkout.At("docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => new DocPage(System.IO.Path.GetRelativePath(Checkout.Root, file))),
    ];

    /// <summary>Where it is, from the top of the checkout.</summary>
    public string Path { get; }

    /// <summary>The lines outside of blocks, numbered from 1.</summary>
    public IReadOnlyList<(int Number, string Text)> Prose { get; }

    /// <summary>The fenced blocks.</summary>
    public IReadOnlyList<DocBlock> Blocks { get; }
}
