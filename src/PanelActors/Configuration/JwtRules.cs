using System.Text.RegularExpressions;

namespace PanelActors.Configuration;

/// <summary>What <c>Access.Jwt</c> may be.</summary>
internal static class JwtRules
{
    public static void Check(JwtOptions jwt, string path, FaultList faults)
    {
        RangeRules.Check(jwt, path, faults);
        faults.Require(jwt.Authority is null != jwt.KeysFile is null, path, null, "either an Authority or a KeysFile");
        if (jwt.Authority is { } authority)
        {
            // Without encryption, a stranger on the way could hand out other keys.
            faults.Require(UrlRules.IsHttp(authority) && (UrlRules.IsHttps(authority) || new Uri(authority).IsLoopback),
                $"{path}:{nameof(jwt.Authority)}", UrlRules.Redact(authority), "an https URL, or an http one of this machine");
        }

        // A token for another service, or of another tenant, is signed with the same keys.
        var hasIssuer = jwt.Issuer is not null || jwt.Authority is not null;
        faults.Require(hasIssuer, $"{path}:{nameof(jwt.Issuer)}", null, "the issuer of the tokens");
        faults.Require(jwt.Audience is not null, $"{path}:{nameof(jwt.Audience)}", null, "whom the tokens have to be for");
        faults.Require(jwt.Algorithms.Count > 0, $"{path}:{nameof(jwt.Algorithms)}", null, "at least one algorithm");
        foreach (var (index, algorithm) in jwt.Algorithms.Index())
        {
            faults.Require(Regex.IsMatch(algorithm, JwtAlgorithms.Pattern), $"{path}:{nameof(jwt.Algorithms)}:{index}", algorithm,
                JwtAlgorithms.Allowed);
        }
    }
}
