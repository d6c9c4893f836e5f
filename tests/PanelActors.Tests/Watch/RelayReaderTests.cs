using System.Text;
using PanelActors.Watch;

namespace PanelActors.Tests.Watch;

public sealed class RelayReaderTests
{
    [Theory]
    [InlineData("id: 5\n\nid: 6\n\n", "6")]
    [InlineData("id: 5\n\nid:\n\n", null)]
    [InlineData("id:\n\n", null)]
    [InlineData(": comment\n\n", "3")]
    public void The_id_to_go_on_after_is_the_same_wherever_the_bytes_are_cut(string stream, string? id)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var reader = new RelayReader("3");
            reader.Read(bytes.AsMemory(0, cut));
            reader.Read(bytes.AsMemory(cut));
            reader.LastEventId.ShouldBe(id);
        }
    }
}
