using System.Text.RegularExpressions;

namespace PanelActors.Configuration;

/// <summary>What <c>Notify</c> may say.</summary>
internal static class NotifyRules
{
    public const string UrlAllowed = UrlRules.HttpAllowed;

    public static void Check(PanelActorsOptions options, FaultList faults, Func<string, bool> fileExists)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, notify) in options.Notify.Index())
        {
            var key = $"{PanelActorsOptions.Section}:{nameof(options.Notify)}:{index}";
            var name = $"{key}:{nameof(notify.Name)}";
            faults.Require(
                Regex.IsMatch(notify.Name, AccessNames.Pattern), name, notify.Name.Length == 0 ? null : notify.Name, AccessNames.Allowed);
            faults.Require(seen.Add(notify.Name), name, notify.Name, "a name that no other receiver has");
            CheckUrl(notify.Url, $"{key}:{nameof(notify.Url)}", faults);
            RangeRules.Check(notify, key, faults);
            faults.Require(notify.On.Count > 0, $"{key}:{nameof(notify.On)}", null, "at least one of them");
            foreach (var (position, word) in notify.On.Index())
            {
                var words = NotifyOptions.OnWords.Split(' ');
                faults.Require(words.Contains(word), $"{key}:{nameof(notify.On)}:{position}", word, Spelling.OneOf(words));
            }

            if (notify.SecretFile is { } secret)
            {
                faults.Require(fileExists(secret), $"{key}:{nameof(notify.SecretFile)}", secret, "an existing file");
                faults.Require(notify.Format == NotifyFormat.Cloudevents, $"{key}:{nameof(notify.SecretFile)}", secret,
                    "none, since an Alertmanager checks no signatures");
            }

            HeaderRules.CheckFiles(notify.HeaderFiles, key, faults, fileExists);
        }
    }

    private static void CheckUrl(string url, string key, FaultList faults)
    {
        faults.Require(!UrlRules.HasCredentials(url), key, null,
            "a URL without user and password; put them into a file that HeaderFiles names (Authorization)");
        faults.Require(UrlRules.IsHttp(url), key, url.Length == 0 ? null : UrlRules.Redact(url), UrlAllowed);
    }
}
