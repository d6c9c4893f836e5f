namespace PanelActors.Drill;

/// <summary>The daemon did not do what it promises, and there is nothing more to look at.</summary>
internal sealed class PromiseBrokenException : Exception
{
    /// <summary>With a line that says what was promised and what was there.</summary>
    public PromiseBrokenException(string message) : base(message)
    {
    }

    /// <inheritdoc/>
    public PromiseBrokenException(string message, Exception inner) : base(message, inner)
    {
    }

    /// <inheritdoc/>
    public PromiseBrokenException()
    {
    }
}
