using PanelActors.Tests.Support;
using PanelActors.Watch;

namespace PanelActors.Tests.Watch;

public sealed class DaemonKeyTests
{
    [Theory]
    [InlineData("pa_abc", "pa_abc")]
    [InlineData("  pa_abc \r\n", "pa_abc")]
    [InlineData("# of the wall\n\npa_new\npa_old\n", "pa_new")]
    [InlineData("\uFEFFpa_abc", null)]
    [InlineData("", null)]
    [InlineData("\n# nothing\n", null)]
    [InlineData("two words", null)]
    [InlineData("grün", null)]
    public void The_key_is_the_first_line_that_is_neither_empty_nor_a_comment(string text, string? key) =>
        DaemonKey.Parse(text).ShouldBe(key);

    [Fact]
    public void A_token_is_a_key_too_and_anything_much_longer_is_none()
    {
        DaemonKey.Parse(new string('x', 8192)).ShouldNotBeNull();
        DaemonKey.Parse(new string('x', 8193)).ShouldBeNull();
    }

    [Fact]
    public void A_file_without_a_key_is_one_line_that_shows_none_of_it()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("key", "se cret");
        Should.Throw<DaemonFaultException>(() => DaemonKey.Read(file)).Message
            .ShouldBe($"The key file {file} has no key: one line of printable ASCII characters without spaces.");
        Should.Throw<DaemonFaultException>(() => DaemonKey.Read(folder.Path)).Message
            .ShouldBe($"The key file {folder.Path} cannot be read: It is a folder.");
        DaemonKey.Read(folder.Write("marked", "\uFEFFpa_abc\n")).ShouldBe("pa_abc");
    }
}
