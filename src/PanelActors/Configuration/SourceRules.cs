namespace PanelActors.Configuration;

/// <summary>What one source may be.</summary>
internal static class SourceRules
{
    public static void Check(
        SourceOptions source, PanelActorsOptions options, string key, FaultList faults, Func<string, bool> fileExists)
    {
        const string Root = PanelActorsOptions.Section;
        var url = $"{key}:{nameof(source.Url)}";
        RequireNoCredentials(source.Url, url, faults);
        faults.Require(
            UrlRules.IsSource(source.Url), url, source.Url.Length == 0 ? null : UrlRules.Redact(source.Url), UrlRules.SourceAllowed);
        CheckTypes(source.Types, $"{key}:{nameof(source.Types)}", faults);
        HeaderRules.Check(source, key, faults, fileExists);
        TlsRules.Check(source, $"{key}:{nameof(source.Tls)}", faults);
        Check(source.Resync, $"{key}:{nameof(source.Resync)}", faults);
        TimingRules.Check(
            source.Freshness, options.Freshness, $"{key}:{nameof(source.Freshness)}", $"{Root}:{nameof(options.Freshness)}", faults);
        TimingRules.Check(
            source.Reconnect, options.Reconnect, $"{key}:{nameof(source.Reconnect)}", $"{Root}:{nameof(options.Reconnect)}", faults);
    }

    private static void RequireNoCredentials(string? url, string key, FaultList faults) =>
        faults.Require(!UrlRules.HasCredentials(url), key, null,
            "a URL without user and password; put them into Headers, or better into a file that HeaderFiles names (Authorization)");

    private static void CheckTypes(IReadOnlyList<string> types, string key, FaultList faults)
    {
        faults.Require(types.Count > 0, key, null, "at least one type");
        foreach (var (index, type) in types.Index())
        {
            faults.Require(FeedEvents.All.Contains(type), $"{key}:{index}", type, Spelling.OneOf(FeedEvents.All));
            faults.Require(!types.Take(index).Contains(type), $"{key}:{index}", type, "each type once");
        }
    }

    private static void Check(ResyncOptions resync, string key, FaultList faults)
    {
        if (resync.Mode == ResyncMode.Http || resync.Url is not null)
        {
            var url = $"{key}:{nameof(resync.Url)}";
            RequireNoCredentials(resync.Url, url, faults);
            faults.Require(UrlRules.IsHttp(resync.Url), url, resync.Url is null ? null : UrlRules.Redact(resync.Url), UrlRules.HttpAllowed);
        }

        RangeRules.Check(resync, key, faults);
        if (!faults.Has($"{key}:{nameof(resync.MaxCooldown)}"))
        {
            faults.Require(resync.Cooldown <= resync.MaxCooldown, $"{key}:{nameof(resync.Cooldown)}", FaultList.Text(resync.Cooldown),
                $"at most {nameof(resync.MaxCooldown)} ({resync.MaxCooldown})");
        }
    }
}
