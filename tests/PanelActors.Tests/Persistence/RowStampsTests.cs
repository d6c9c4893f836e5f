using System.Globalization;
using PanelActors.Persistence;

namespace PanelActors.Tests.Persistence;

public sealed class RowStampsTests
{
    // What happened: 5 or - = found so at first; n7:5 = a save is begun at 7, the row has 5; s = it succeeded; r5 = read again.
    // Then the stamp that was given last, and whether another process wrote a row that is found with the stamp after the question mark.
    [Theory]
    [InlineData("- n7:-", 7, "?-", false)]
    [InlineData("- n7:-", 7, "?7", false)]
    [InlineData("- n7:-", 7, "?3", true)]
    [InlineData("5 n7:5", 7, "?5", false)]
    [InlineData("5 n7:5", 7, "?6", true)]
    [InlineData("5 n7:5 s", 7, "?7", false)]
    [InlineData("5 n7:5 s", 7, "?5", true)]
    [InlineData("5 n7:5 s", 7, "?-", false)]
    // The clock was set back, or the row is from the future.
    [InlineData("5 n3:5", 6, "?6", false)]
    [InlineData("5 n9:5 n3:5", 10, "?9", false)]
    [InlineData("5 n3:8", 9, "?9", false)]
    // Saves that failed may still arrive, until one has succeeded.
    [InlineData("5 n7:5 n8:5 n9:5", 9, "?7", false)]
    [InlineData("5 n7:5 n8:5 n9:5", 9, "?5", false)]
    [InlineData("5 n7:5 n8:5 n9:5 s", 9, "?7", true)]
    [InlineData("5 n7:5 n8:5 r7", 8, "?8", false)]
    [InlineData("5 r6", 6, "?6", false)]
    [InlineData("5 r6", 6, "?5", true)]
    public void Tells_own_saves_from_those_of_others(string history, long newest, string question, bool isForeign)
    {
        var words = history.Split(' ');
        var row = RowStamps.Of(Stamp(words[0]));
        foreach (var word in words[1..])
        {
            var parts = word[1..].Split(':');
            row = word[0] switch
            {
                'n' => row.Next(new DateTime(Stamp(parts[0])!.Value, DateTimeKind.Utc), Stamp(parts[1])),
                'r' => row.Read(Stamp(parts[0])),
                _ => row.Saved(),
            };
        }

        (row.Newest, row.IsForeign(Stamp(question[1..]))).ShouldBe((newest, isForeign));
    }

    private static long? Stamp(string text) => text == "-" ? null : long.Parse(text, CultureInfo.InvariantCulture);
}
