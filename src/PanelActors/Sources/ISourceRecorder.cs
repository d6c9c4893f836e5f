namespace PanelActors.Sources;

/// <summary>Writes down what comes to one source. For any thread; never waits.</summary>
internal interface ISourceRecorder
{
    /// <summary>Whether what is written next has to begin with a <see cref="SourceItem.Mark"/>.</summary>
    bool WantsMark { get; }

    /// <summary>The source begins anew: what was written so far leads nowhere.</summary>
    void Restart();

    /// <summary>Writes down one item.</summary>
    void Note(SourceItem item);
}
