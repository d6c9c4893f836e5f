using Microsoft.AspNetCore.Http;
using PanelActors.Http.Access;

namespace PanelActors.Tests.Http.Access;

public sealed class ShownCredentialTests
{
    [Theory]
    [InlineData("", null, false)]
    [InlineData("Authorization: Bearer a", "a", false)]
    [InlineData("Authorization: bearer  a ", "a", false)]
    [InlineData("Authorization: Bearer ", null, false)]
    [InlineData("Authorization: Basic dTpw", null, false)]
    [InlineData("X-Api-Key: a", "a", false)]
    [InlineData("X-Api-Token: a", "a", false)]
    [InlineData("X-Api-Key: ", null, false)]
    [InlineData("Authorization: Basic dTpw|X-Api-Key: a", "a", false)]
    [InlineData("Authorization: Bearer a|X-Api-Key: a|X-Api-Token: a", "a", false)]
    [InlineData("Authorization: Bearer a|X-Api-Key: b", null, true)]
    [InlineData("X-Api-Key: a|X-Api-Token: b", null, true)]
    [InlineData("Authorization: Bearer a|Authorization: Bearer a", null, true)]
    [InlineData("X-Api-Key: a|X-Api-Key: a", null, true)]
    [InlineData("X-Api-Key: a b", "a b", false)]
    public void A_request_shows_one_credential_or_none(string lines, string? text, bool isAmbiguous)
    {
        var headers = new HeaderDictionary();
        foreach (var line in lines.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Append(line[..colon], line[(colon + 2)..]);
        }

        ShownCredential.Read(headers).ShouldBe(new ShownCredential(text, isAmbiguous));
    }
}
