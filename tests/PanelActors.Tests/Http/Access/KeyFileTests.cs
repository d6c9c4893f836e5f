using PanelActors.Http.Access;

namespace PanelActors.Tests.Http.Access;

public sealed class KeyFileTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData("a\nb\n", "a b")]
    [InlineData("  a  \r\n\r\n# about b\r\nb", "a b")]
    [InlineData("", "")]
    [InlineData("\n# nothing\n", "")]
    public void It_has_one_key_a_line(string text, string keys) => KeyFile.Parse(text).ShouldNotBeNull()
        .ShouldBe(keys.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static key => KeyHash.Of(key)));

    [Theory]
    [InlineData("two words")]
    [InlineData("kéy")]
    [InlineData("a\tb")]
    [InlineData("fine\nnot\u0001fine")]
    public void A_line_that_fits_into_no_header_is_refused(string text) => KeyFile.Parse(text).ShouldBeNull();

    [Fact]
    public void A_key_has_a_greatest_length()
    {
        KeyFile.IsKey(new string('a', 512)).ShouldBeTrue();
        KeyFile.IsKey(new string('a', 513)).ShouldBeFalse();
        KeyFile.IsKey("").ShouldBeFalse();
    }

    [Fact]
    public void A_hash_is_that_of_the_bytes_of_the_key()
    {
        // printf '%s' wall | sha256sum
        KeyHash.Of("wall").ToHex().ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("wall"u8)));
        KeyHash.Parse(KeyHash.Of("wall").ToHex().ToUpperInvariant()).ShouldBe(KeyHash.Of("wall"));
        KeyHash.Of("wall").ShouldNotBe(KeyHash.Of("Wall"));
        KeyHash.Of(new string('a', 2000)).ShouldBe(KeyHash.Of(new string('a', 2000)));
    }
}
