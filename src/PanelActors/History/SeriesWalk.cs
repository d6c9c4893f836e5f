using System.Buffers.Text;
using System.Text.Json;
using PanelActors.Tree;

namespace PanelActors.History;

/// <summary>
/// Finds the numbers that two versions of a store's panels do not share, and in an array, whose elements are one leaf, those that it has.
/// Not safe for concurrent use.
/// </summary>
/// <param name="series">Takes what is found.</param>
internal sealed class SeriesWalk(StoreSeries series)
{
    private readonly List<int> _changed = [];
    private int _reading;

    /// <summary>Records each number below a place that is another one after than before.</summary>
    public void Walk(SeriesNode node, PanelNode? before, PanelNode? after)
    {
        switch (after)
        {
            case PanelObject members when before is PanelObject known:
                Compare(node, known.Members, members.Members);
                break;
            case PanelObject members:
                End(node);
                foreach (var (key, member) in members.Members) Member(node, key, null, member);
                break;
            case PanelLeaf { Json: [(byte)'-' or (>= (byte)'0' and <= (byte)'9'), ..] number }:
                series.Record(node, ValueOf(number));
                EndMembers(node);
                break;
            case PanelLeaf leaf:
                var reader = new Utf8JsonReader(leaf.Json, new JsonReaderOptions { MaxDepth = int.MaxValue });
                reader.Read();
                // All that is below and is not met again is gone.
                Read(node, ref reader, ++_reading);
                break;
            default:
                End(node);
                break;
        }
    }

    private void Compare(SeriesNode node, NodeMap before, NodeMap after)
    {
        var start = _changed.Count;
        if (!after.TryFindChangedSlots(before, _changed))
        {
            foreach (var key in after.ChangedKeys(before)) Member(node, key, before.Find(key), after.Find(key));
            return;
        }

        // What is below adds its own behind these, and takes it away again.
        for (var (i, end) = (start, _changed.Count); i < end; i++)
            Member(node, after.NameAt(_changed[i]), before.At(_changed[i]), after.At(_changed[i]));
        _changed.RemoveRange(start, _changed.Count - start);
    }

    private void Member(SeriesNode node, PanelKey key, PanelNode? before, PanelNode? after)
    {
        if (after is PanelLeaf { Json: [not ((byte)'-' or (>= (byte)'0' and <= (byte)'9') or (byte)'['), ..] } or null
            && node.Find(key) is null)
        {
            return;
        }

        Walk(node.Member(key), before, after);
    }

    private void Read(SeriesNode node, ref Utf8JsonReader reader, int reading)
    {
        node.Seen = reading;
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                EndMembers(node);
                series.Record(node, ValueOf(reader.ValueSpan));
                break;
            case JsonTokenType.StartArray:
                series.Record(node, double.NaN);
                for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
                    ReadMember(node, IndexKeys.Of(index), ref reader, reading);
                EndUnseen(node, reading);
                break;
            case JsonTokenType.StartObject:
                series.Record(node, double.NaN);
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var key = reader.ValueIsEscaped ? PanelKey.Of(reader.GetString()!) : PanelKey.Of(reader.ValueSpan);
                    reader.Read();
                    ReadMember(node, key, ref reader, reading);
                }

                EndUnseen(node, reading);
                break;
            default:
                End(node);
                break;
        }
    }

    private void ReadMember(SeriesNode node, PanelKey key, ref Utf8JsonReader reader, int reading)
    {
        if (reader.TokenType is JsonTokenType.Number or JsonTokenType.StartArray or JsonTokenType.StartObject || node.Find(key) is not null)
            Read(node.Member(key), ref reader, reading);
    }

    private static double ValueOf(ReadOnlySpan<byte> number) =>
        Utf8Parser.TryParse(number, out double value, out _) && double.IsFinite(value) ? value : double.NaN;

    private void EndUnseen(SeriesNode node, int reading)
    {
        if (!node.HasMembers) return;
        foreach (var member in node.Members)
        {
            if (member.Seen != reading) End(member);
        }
    }

    private void EndMembers(SeriesNode node)
    {
        if (!node.HasMembers) return;
        foreach (var member in node.Members) End(member);
    }

    private void End(SeriesNode node)
    {
        series.Record(node, double.NaN);
        EndMembers(node);
    }
}
