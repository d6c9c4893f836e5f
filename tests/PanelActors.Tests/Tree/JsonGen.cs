using System.Text;
using System.Text.Json;
using CsCheck;

namespace PanelActors.Tests.Tree;

/// <summary>Random JSON as text. Names and values come from small sets, so that two documents often meet.</summary>
internal static class JsonGen
{
    public static readonly Gen<string> Name = Gen.OneOf("a", "b", "c", "d", "", "é", "q\"\\\n", "😀", "__remove__", "new");

    private static readonly Gen<string> Scalar = Gen.OneOf(
        "null", "true", "false", "0", "1", "1.0", "10", "-2.5e3", "\"\"", "\"1\"", "\"null\"", "\"\\u0041\\n\\\"\"", "\"é😀\"");

    /// <summary>Any value, nested at most three levels deep.</summary>
    public static readonly Gen<string> Value = ValueOf(3);

    /// <summary>Any object.</summary>
    public static readonly Gen<string> Object = ObjectOf(Value);

    /// <summary>An object of some of <paramref name="names"/>, or by default of any, each with one of <paramref name="values"/>.</summary>
    public static Gen<string> ObjectOf(Gen<string> values, Gen<string>? names = null) =>
        Gen.Select(names ?? Name, values).Array[0, 5].Select(members =>
        {
            var written = members.DistinctBy(member => member.Item1).Select(member => $"{Quote(member.Item1)}:{member.Item2}");
            return $"{{{string.Join(',', written)}}}";
        });

    /// <summary>Text that begins like JSON and seldom ends like it.</summary>
    public static readonly Gen<string> Broken = Gen.Select(Value, Gen.Int[0, 200], Gen.OneOf("", "}", "]", ",", "\"", "\\u", "{", "\0"))
        .Select((json, at, junk) => json.Insert(Math.Min(at, json.Length), junk));

    public static string Quote(string text) => JsonSerializer.Serialize(text);

    public static byte[] Utf8(string json) => Encoding.UTF8.GetBytes(json);

    private static Gen<string> ValueOf(int depth)
    {
        if (depth == 0) return Scalar;
        var inner = ValueOf(depth - 1);
        return Gen.Frequency<string>(
            (3, Scalar),
            (1, inner.Array[0, 4].Select(elements => "[" + string.Join(",", elements) + "]")),
            (3, ObjectOf(inner)));
    }
}
