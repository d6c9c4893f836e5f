using PanelActors.Http;

namespace PanelActors.Tests.Http;

/// <summary>Texts that look like a time to a parser and to no reader.</summary>
public sealed class QueryTimeTextTests
{
    [Theory]
    [InlineData("NaN")]
    [InlineData("-NaN")]
    [InlineData("Infinity")]
    [InlineData("-62135596801")]
    [InlineData("-62135596800")]
    [InlineData("253402300800")]
    [InlineData("1e308")]
    [InlineData("-1e308")]
    [InlineData("1769850000\0")]
    [InlineData("2026-01-31T09:15:00Z\n")]
    [InlineData("2026-01-31T09:15:00 05:30\n")]
    public void They_are_refused(string text) => QueryTime.Parse(text).ShouldBeNull();
}
