namespace PanelActors.Watch;

/// <summary>A number and where it is.</summary>
/// <param name="Pointer">The JSON pointer from the panel to it.</param>
/// <param name="Value">The number.</param>
internal sealed record NumberPlace(string Pointer, double Value);

/// <summary>A part of a panel.</summary>
/// <param name="Name">Its key, clean; empty where it is the panel itself.</param>
internal abstract record PanelBlock(string Name)
{
    /// <summary>The numbers in it.</summary>
    public abstract IEnumerable<(string Pointer, double Value)> Numbers { get; }
}

/// <summary>A key and its value.</summary>
internal sealed record PanelPair(string Name, string Value, bool IsNull) : PanelBlock(Name)
{
    /// <summary>The value as a number; null where it is none.</summary>
    public NumberPlace? Number { get; init; }

    public override IEnumerable<(string Pointer, double Value)> Numbers => Number is { } number ? [(number.Pointer, number.Value)] : [];
}

/// <summary>Objects that are alike. The first column is the name of each, where they have one.</summary>
internal sealed record PanelTable(string Name, string[] Columns, string[][] Rows, int Total) : PanelBlock(Name)
{
    /// <summary>The cells that are numbers, row by row.</summary>
    public NumberPlace?[][] Places { get; init; } = [];

    public override IEnumerable<(string Pointer, double Value)> Numbers =>
        Places.SelectMany(static row => row).OfType<NumberPlace>().Select(static place => (place.Pointer, place.Value));
}
