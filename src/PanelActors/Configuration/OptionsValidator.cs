using System.Data.Common;

namespace PanelActors.Configuration;

/// <summary>
/// Says what is wrong with a configuration: every value that comes from outside is looked at, nothing is thrown. Pure but for
/// looking whether header files exist, and what lies where files ought to be.
/// </summary>
internal static class OptionsValidator
{
    private const int KiB = 1024;
    private const int GiB = 1024 * 1024 * 1024;

    /// <summary>Shortest duration that may be configured.</summary>
    internal static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>Longest duration that may be configured; far below what timers can hold.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Reads the section <c>PanelActors</c> of <paramref name="configuration"/> and checks it, and Serilog's levels and sinks.</summary>
    /// <param name="configuration">All layers, merged.</param>
    /// <param name="fileExists">Says whether a header file is there; the file system by default.</param>
    public static CheckedOptions Check(IConfiguration configuration, Func<string, bool>? fileExists = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var faults = new FaultList();
        var options = OptionsReader.Read(configuration, faults);
        Validate(options, faults, fileExists ?? File.Exists);
        UrlRules.RequireCertificate(options.Urls, configuration, faults);
        LogLevelRules.Check(configuration, faults);
        KestrelLimits.Check(configuration, faults);
        LogSinkRules.Check(configuration, faults);
        return new(options, faults.Faults, Warnings(options));
    }

    /// <summary>Checks options that were made by hand.</summary>
    /// <param name="options">The options.</param>
    /// <param name="fileExists">Says whether a header file is there; the file system by default.</param>
    public static IReadOnlyList<ConfigurationFault> Validate(PanelActorsOptions options, Func<string, bool>? fileExists = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new FaultList();
        Validate(options, faults, fileExists ?? File.Exists);
        return faults.Faults;
    }

    /// <summary>
    /// What is allowed but probably not meant: a source that may wait for its next try longer than it takes to become stale
    /// (specification 7.3), and one with a form of diffs that its dialect does not have.
    /// </summary>
    public static IReadOnlyList<string> Warnings(PanelActorsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return
        [
            .. from source in options.Sources.Index()
               let longest = options.ReconnectOf(source.Item).MaxBackoff
               let stale = options.FreshnessOf(source.Item).StaleAfter
               where longest > stale
               select $"{PanelActorsOptions.Section}:Sources:{source.Index}: '{source.Item.Name}' may wait up to {longest} for its next "
                   + $"connection (MaxBackoff) but is stale after {stale} (StaleAfter)",
            .. from source in options.Sources.Index()
               where source.Item is { Dialect: Dialect.Summary, DiffForm: not DiffForm.Auto }
               select $"{PanelActorsOptions.Section}:Sources:{source.Index}: '{source.Item.Name}' speaks the summary dialect, which has one form of "
                   + "diffs only: DiffForm has no effect",
        ];
    }

    private static void Validate(PanelActorsOptions options, FaultList faults, Func<string, bool> fileExists)
    {
        const string Root = PanelActorsOptions.Section;
        UrlRules.CheckListening(options.Urls, $"{Root}:Urls", faults);
        faults.Require(options.Sources.Count > 0, $"{Root}:Sources", null, "at least one source");
        StoreNameRules.Check(options, faults);
        TimingRules.Check(options.Freshness, $"{Root}:Freshness", faults);
        TimingRules.Check(options.Reconnect, $"{Root}:Reconnect", faults);
        foreach (var (index, source) in options.Sources.Index())
            SourceRules.Check(source, options, $"{Root}:Sources:{index}", faults, fileExists);
        CompositeRules.Check(options, faults);
        Check(options.Limits, $"{Root}:Limits", faults);
        Check(options.Relay, $"{Root}:Relay", faults);
        AccessRules.Check(options, faults);
        Check(options.Persistence, $"{Root}:Persistence", faults);
        OutputRules.Check(options, $"{Root}:Outputs", faults);
    }

    private static void Check(LimitsOptions limits, string key, FaultList faults)
    {
        faults.Range($"{key}:MaxEventBytes", limits.MaxEventBytes, KiB, GiB);
        faults.Range($"{key}:MaxDepth", limits.MaxDepth, 1, 512);
        faults.Range($"{key}:FollowupAlerts", limits.FollowupAlerts, 1, 10_000);
        if (!faults.Has($"{key}:MaxEventBytes"))
            faults.Range($"{key}:MaxStateBytes", limits.MaxStateBytes, limits.MaxEventBytes, 1024L * GiB);
    }

    private static void Check(RelayOptions relay, string key, FaultList faults)
    {
        faults.Range($"{key}:RingEvents", relay.RingEvents, 1, 10_000_000);
        faults.Range($"{key}:RingBytes", relay.RingBytes, 64L * KiB, 64L * GiB);
        faults.Range($"{key}:ClientBufferBytes", relay.ClientBufferBytes, 4 * KiB, GiB);
        faults.Range($"{key}:MaxClients", relay.MaxClients, 1, 1_000_000);
        faults.Range($"{key}:WriteTimeout", relay.WriteTimeout, Shortest, Longest);
        faults.Range($"{key}:KeepAlive", relay.KeepAlive, Shortest, Longest);
        faults.Range($"{key}:Heartbeat", relay.Heartbeat, Shortest, Longest);
        foreach (var (index, origin) in relay.AllowedOrigins.Index())
        {
            faults.Require(UrlRules.IsOrigin(origin), $"{key}:AllowedOrigins:{index}", UrlRules.Redact(origin),
                "an origin http(s)://host[:port] without a path, or *");
        }
    }

    private static void Check(PersistenceOptions persistence, string key, FaultList faults)
    {
        faults.Range($"{key}:Interval", persistence.Interval, Shortest, Longest);
        if (persistence.ConnectionString is { } connection)
            faults.Require(IsConnectionString(connection), $"{key}:ConnectionString", null, "a PostgreSQL connection string with a Host");
        else
            OutputRules.RequireFile(persistence.Path, $"{key}:Path", faults);
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
