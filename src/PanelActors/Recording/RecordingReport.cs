using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using PanelActors.Protocol;
using PanelActors.Sources;
using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Recording;

/// <summary>
/// What is in a recording, counted while it goes through the pipeline. Nothing in it depends on the machine, the time or the speed: the
/// same files give the same report everywhere.
/// </summary>
internal sealed class RecordingReport : IEventAccounts
{
    private readonly SortedDictionary<string, long> _events = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _unapplied = new(StringComparer.Ordinal);
    private readonly XxHash3 _way = new();
    private readonly RecordingPlayer _player;

    /// <summary>Begins with nothing.</summary>
    public RecordingReport() => _player = new RecordingPlayer(this);

    /// <summary>Events by type.</summary>
    public IReadOnlyDictionary<string, long> Events => _events;

    /// <summary>Events that were not applied, by type and reason.</summary>
    public IReadOnlyDictionary<string, long> Unapplied => _unapplied;

    /// <summary>Bytes that came from the feed.</summary>
    public long Bytes { get; private set; }

    /// <summary>Reads of the stream.</summary>
    public long Reads { get; private set; }

    /// <summary>Segments.</summary>
    public int Segments { get; private set; }

    /// <summary>Connections that were begun.</summary>
    public int Connections { get; private set; }

    /// <summary>States that stand in the recording itself.</summary>
    public int Marks { get; private set; }

    /// <summary>Gaps, and what is missing there.</summary>
    public int Gaps { get; private set; }

    /// <summary>Items that are missing.</summary>
    public long Missing { get; private set; }

    /// <summary>States in the recording that the events before them do not lead to.</summary>
    public int Mismatches => _player.Mismatches;

    /// <summary>When the first record was made; null where there is none.</summary>
    public DateTimeOffset? First { get; private set; }

    /// <summary>When the last record was made.</summary>
    public DateTimeOffset? Last { get; private set; }

    /// <summary>The source; null before the first segment.</summary>
    public string? Source => _player.Settings?.Source;

    /// <summary>The state at the end; null where that is not known.</summary>
    public PanelState? End => _player.State;

    /// <summary>The content hash of the panels at the end; null where there are none.</summary>
    public string? Hash => End?.Status is { } panels ? ContentHash.Of(panels).ToString() : null;

    /// <summary>A hash over every event, in order, with what became of it.</summary>
    public string Way => Convert.ToHexStringLower(_way.GetCurrentHash());

    /// <summary>Plays and counts the next record.</summary>
    public void Add(Record record)
    {
        First ??= record.At;
        Last = record.At;
        switch (record)
        {
            case Record.Begin: Segments++; break;
            case Record.Gap gap:
                Gaps++;
                Missing += gap.Items;
                break;
            case Record.Item { What: SourceItem.Mark }: Marks++; break;
            case Record.Item { What: SourceItem.Started }: Connections++; break;
            case Record.Item { What: SourceItem.Read read }:
                Reads++;
                Bytes += read.Bytes.Length;
                break;
        }

        _player.Play(record);
        Note(record);
    }

    /// <inheritdoc/>
    public void Counted(string type, int amount)
    {
        _events[type] = _events.GetValueOrDefault(type) + amount;
        _way.Append(Encoding.UTF8.GetBytes(type));
        Append(amount);
    }

    /// <inheritdoc/>
    public void Applied(TimeSpan latency) => Append(latency.Ticks);

    /// <inheritdoc/>
    public void Diverged(PanelEvent panelEvent, int amount) => Append(amount);

    void IEventAccounts.Unapplied(PanelEvent panelEvent, EventOutcome outcome)
    {
        var key = $"{panelEvent.Type} {outcome.Reason}";
        _unapplied[key] = _unapplied.GetValueOrDefault(key) + 1;
        _way.Append(Encoding.UTF8.GetBytes(key));
    }

    // What readers would see behind each record, in short.
    private void Note(Record record)
    {
        if (record is not Record.Item || _player.State is not { } state) return;
        Append(state.UiGeneration);
        Append(state.DiffDroppedCount);
        Append(state.LastEvent?.UtcTicks ?? -1);
        Append(state.Status?.Size ?? -1);
    }

    private void Append(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        _way.Append(bytes);
    }
}
