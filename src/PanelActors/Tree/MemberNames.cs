using System.Buffers;
using System.IO.Hashing;

namespace PanelActors.Tree;

/// <summary>Finds a member name that an object uses twice.</summary>
internal static class MemberNames
{
    private const int FewMembers = 12;

    public static bool HasDuplicate(JsonTape tape, int objectIndex)
    {
        var end = tape[objectIndex].Next;
        var count = 0;
        var escaped = false;
        for (var name = objectIndex + 1; name < end; name = tape[name + 1].Next)
        {
            escaped |= tape[name].Escaped;
            count++;
        }

        if (count < 2) return false;
        if (escaped) return HasDuplicateText(tape, objectIndex, end);
        return count <= FewMembers ? HasDuplicateAmongFew(tape, objectIndex, end) : HasDuplicateAmongMany(tape, objectIndex, end, count);
    }

    private static bool HasDuplicateAmongFew(JsonTape tape, int objectIndex, int end)
    {
        for (var left = objectIndex + 1; left < end; left = tape[left + 1].Next)
        {
            var length = tape[left].Length;
            for (var right = tape[left + 1].Next; right < end; right = tape[right + 1].Next)
            {
                if (tape[right].Length == length && Bytes(tape, left).SequenceEqual(Bytes(tape, right))) return true;
            }
        }

        return false;
    }

    private static bool HasDuplicateAmongMany(JsonTape tape, int objectIndex, int end, int count)
    {
        var hashes = ArrayPool<ulong>.Shared.Rent(count);
        var names = ArrayPool<int>.Shared.Rent(count);
        var i = 0;
        for (var name = objectIndex + 1; name < end; name = tape[name + 1].Next, i++)
        {
            hashes[i] = XxHash3.HashToUInt64(Bytes(tape, name), PanelKey.HashSeed);
            names[i] = name;
        }

        Array.Sort(hashes, names, 0, count);
        var found = false;
        for (i = 1; i < count && !found; i++)
        {
            // A run of equal hashes is compared name by name. Under a random seed, different names hardly ever share one.
            for (var j = i - 1; j >= 0 && hashes[j] == hashes[i] && !found; j--)
                found = Bytes(tape, names[i]).SequenceEqual(Bytes(tape, names[j]));
        }

        ArrayPool<ulong>.Shared.Return(hashes);
        ArrayPool<int>.Shared.Return(names);
        return found;
    }

    private static bool HasDuplicateText(JsonTape tape, int objectIndex, int end)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var name = objectIndex + 1; name < end; name = tape[name + 1].Next)
        {
            if (!seen.Add(JsonText.Decode(Bytes(tape, name), tape[name].Escaped))) return true;
        }

        return false;
    }

    private static ReadOnlySpan<byte> Bytes(JsonTape tape, int index) => tape.BytesOf(tape[index]);
}
