using System.Data.Common;

namespace PanelActors.Configuration;

/// <summary>
/// Finds the faults of a configuration. Checks every value that comes from outside and never throws. Pure, but for checking whether
/// header files exist and what is at the paths of files that are to be written.
/// </summary>
internal static class OptionsValidator
{
    /// <summary>
    /// Reads the section <c>PanelActors</c> of <paramref name="configuration"/> and checks it, the log's levels and sinks, and the web
    /// server's limits.
    /// </summary>
    /// <param name="configuration">All layers, merged.</param>
    /// <param name="fileExists">Whether a header file exists; asks the file system by default.</param>
    public static CheckedOptions Check(IConfiguration configuration, Func<string, bool>? fileExists = null)
    {
        var faults = new FaultList();
        var options = OptionsReader.Read(configuration, faults);
        Validate(options, faults, fileExists ?? File.Exists);
        UrlRules.RequireCertificate(options, configuration, faults);
        LogLevelRules.Check(configuration, faults);
        KestrelLimits.Check(configuration, faults);
        LogSinkRules.Check(configuration, faults);
        return new(options, faults.Faults, [.. Warnings(options), .. LogRules.Warnings(configuration, options.Log)]);
    }

    /// <summary>Checks options that were made by hand.</summary>
    /// <param name="options">The options.</param>
    /// <param name="fileExists">Whether a header file exists; asks the file system by default.</param>
    public static IReadOnlyList<ConfigurationFault> Validate(PanelActorsOptions options, Func<string, bool>? fileExists = null)
    {
        var faults = new FaultList();
        Validate(options, faults, fileExists ?? File.Exists);
        return faults.Faults;
    }

    /// <summary>
    /// What is allowed but probably a mistake: a source that may wait for its next connection longer than it takes to become stale
    /// (specification 7.3), and one with a form of diffs that its dialect does not have.
    /// </summary>
    public static IReadOnlyList<string> Warnings(PanelActorsOptions options)
    {
        return
        [
            .. from source in options.Sources.Index()
               let maxBackoff = options.ReconnectOf(source.Item).MaxBackoff
               let stale = options.FreshnessOf(source.Item).StaleAfter
               where maxBackoff > stale
               select $"{PanelActorsOptions.Section}:Sources:{source.Index}: '{source.Item.Name}' may wait up to {maxBackoff} for its next "
                   + $"connection (MaxBackoff) but is stale after {stale} (StaleAfter)",
            .. from source in options.Sources.Index()
               where source.Item is { Dialect: Dialect.Summary, DiffForm: not DiffForm.Auto }
               select $"{PanelActorsOptions.Section}:Sources:{source.Index}: '{source.Item.Name}' speaks the summary dialect, "
                   + "which has one form of diffs only: DiffForm has no effect",
        ];
    }

    private static void Validate(PanelActorsOptions options, FaultList faults, Func<string, bool> fileExists)
    {
        const string Root = PanelActorsOptions.Section;
        UrlRules.CheckListening(options.Urls, $"{Root}:{nameof(options.Urls)}", faults);
        faults.Require(options.Sources.Count > 0, $"{Root}:{nameof(options.Sources)}", null, "at least one source");
        StoreNameRules.Check(options, faults);
        TimingRules.Check(options.Freshness, $"{Root}:{nameof(options.Freshness)}", faults);
        TimingRules.Check(options.Reconnect, $"{Root}:{nameof(options.Reconnect)}", faults);
        foreach (var (index, source) in options.Sources.Index())
            SourceRules.Check(source, options, $"{Root}:{nameof(options.Sources)}:{index}", faults, fileExists);
        CompositeRules.Check(options, faults);
        RangeRules.Check(options.Limits, $"{Root}:{nameof(options.Limits)}", faults);
        Check(options.Relay, $"{Root}:{nameof(options.Relay)}", faults);
        AccessRules.Check(options, faults);
        TlsRules.Check(options, faults);
        Check(options.Persistence, $"{Root}:{nameof(options.Persistence)}", faults);
        HistoryRules.Check(options, faults);
        RecorderRules.Check(options, faults);
        NotifyRules.Check(options, faults, fileExists);
        LogRules.Check(options.Log, faults);
        OutputRules.Check(options, $"{Root}:{nameof(options.Outputs)}", faults);
    }

    private static void Check(RelayOptions relay, string key, FaultList faults)
    {
        RangeRules.Check(relay, key, faults);
        foreach (var (index, origin) in relay.AllowedOrigins.Index())
        {
            faults.Require(UrlRules.IsOrigin(origin), $"{key}:{nameof(relay.AllowedOrigins)}:{index}", UrlRules.Redact(origin),
                UrlRules.OriginAllowed);
        }
    }

    private static void Check(PersistenceOptions persistence, string key, FaultList faults)
    {
        RangeRules.Check(persistence, key, faults);
        if (persistence.ConnectionString is { } connection)
        {
            faults.Require(IsConnectionString(connection), $"{key}:{nameof(persistence.ConnectionString)}", null,
                PersistenceOptions.ConnectionStringAllowed);
        }
        else
        {
            OutputRules.RequireFile(persistence.Path, $"{key}:{nameof(persistence.Path)}", faults);
        }
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            var parsed = new DbConnectionStringBuilder { ConnectionString = text };
            return parsed.ContainsKey("Host") || parsed.ContainsKey("Server");
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
