namespace PanelActors.Configuration;

/// <summary>What one source may say.</summary>
internal static class SourceRules
{
    public static void Check(
        SourceOptions source, PanelActorsOptions options, string key, FaultList faults, Func<string, bool> fileExists)
    {
        RequireNoCredentials(source.Url, $"{key}:Url", faults);
        faults.Require(UrlRules.IsSource(source.Url), $"{key}:Url", source.Url.Length == 0 ? null : UrlRules.Redact(source.Url),
            "an absolute http or https URL, or simulator:");
        CheckTypes(source.Types, $"{key}:Types", faults);
        HeaderRules.Check(source, key, faults, fileExists);
        Check(source.Resync, $"{key}:Resync", faults);
        TimingRules.Check(source.Freshness, options.Freshness, $"{key}:Freshness", $"{PanelActorsOptions.Section}:Freshness", faults);
        TimingRules.Check(source.Reconnect, options.Reconnect, $"{key}:Reconnect", $"{PanelActorsOptions.Section}:Reconnect", faults);
    }

    private static void RequireNoCredentials(string? url, string key, FaultList faults) =>
        faults.Require(!UrlRules.HasCredentials(url), key, null,
            "a URL without user and password; put them into Headers, or better into a file that HeaderFiles names (Authorization)");

    private static void CheckTypes(IReadOnlyList<string> types, string key, FaultList faults)
    {
        faults.Require(types.Count > 0, key, null, "at least one type");
        foreach (var (index, type) in types.Index())
        {
            faults.Require(FeedEvents.All.Contains(type), $"{key}:{index}", type, SectionReader.OneOf(FeedEvents.All));
            faults.Require(!types.Take(index).Contains(type), $"{key}:{index}", type, "each type once");
        }
    }

    private static void Check(ResyncOptions resync, string key, FaultList faults)
    {
        if (resync.Mode == ResyncMode.Http || resync.Url is not null)
        {
            RequireNoCredentials(resync.Url, $"{key}:Url", faults);
            faults.Require(UrlRules.IsHttp(resync.Url), $"{key}:Url", resync.Url is null ? null : UrlRules.Redact(resync.Url),
                "an absolute http or https URL");
        }
        TimingRules.Range(faults, $"{key}:Timeout", resync.Timeout);
        TimingRules.Range(faults, $"{key}:Cooldown", resync.Cooldown);
        TimingRules.Range(faults, $"{key}:MaxCooldown", resync.MaxCooldown);
        if (!faults.Has($"{key}:MaxCooldown"))
        {
            faults.Require(resync.Cooldown <= resync.MaxCooldown, $"{key}:Cooldown", FaultList.Text(resync.Cooldown),
                $"at most MaxCooldown ({resync.MaxCooldown})");
        }
    }
}
