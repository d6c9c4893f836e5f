namespace PanelActors.Configuration;

/// <summary>
/// Raw configuration to <see cref="PanelActorsOptions"/>: which keys there are and how each is spelled. Never throws for bad input; what
/// values make sense is the validator's to say.
/// </summary>
internal static class OptionsReader
{
    public static PanelActorsOptions Read(IConfiguration configuration, FaultList faults) =>
        SectionReader.Whole(configuration.GetSection(PanelActorsOptions.Section), PanelActorsOptions.Section, faults, All);

    private static PanelActorsOptions All(SectionReader section)
    {
        var defaults = new PanelActorsOptions();
        return new()
        {
            Urls = section.TextsOrLine("Urls") ?? defaults.Urls,
            Default = section.Text("Default"),
            Sources = section.Sections("Sources", Source),
            Composites = section.Sections("Composites", Composite),
            Freshness = section.Section("Freshness", Freshness).Over(defaults.Freshness),
            Reconnect = section.Section("Reconnect", Reconnect).Over(defaults.Reconnect),
            Limits = section.Section("Limits", Limits),
            Relay = section.Section("Relay", Relay),
            ClientLimits = section.Section("ClientLimits", ClientLimits),
            AllowedHosts = section.TextsOrLine("AllowedHosts") ?? defaults.AllowedHosts,
            KnownProxies = section.TextsOrLine("KnownProxies") ?? defaults.KnownProxies,
            Persistence = section.Section("Persistence", Persistence),
            Outputs = section.Section("Outputs", Outputs),
        };
    }

    private static SourceOptions Source(SectionReader section)
    {
        var defaults = new SourceOptions();
        return new()
        {
            Name = section.Text("Name") ?? "",
            Url = section.Text("Url") ?? "",
            Types = section.Texts("Types")?.Select(type => type.ToLowerInvariant()).ToList() ?? defaults.Types,
            Headers = section.Map("Headers"),
            HeaderFiles = section.Map("HeaderFiles"),
            Dialect = section.Choice<Dialect>("Dialect") ?? defaults.Dialect,
            DiffForm = section.Choice<DiffForm>("DiffForm") ?? defaults.DiffForm,
            Required = section.Flag("Required") ?? defaults.Required,
            Resync = section.Section("Resync", Resync),
            Freshness = section.Section("Freshness", Freshness),
            Reconnect = section.Section("Reconnect", Reconnect),
        };
    }

    private static ResyncOptions Resync(SectionReader section)
    {
        var defaults = new ResyncOptions();
        return new()
        {
            Mode = section.Choice<ResyncMode>("Mode") ?? defaults.Mode,
            Url = section.Text("Url"),
            Bare = section.Flag("Bare") ?? defaults.Bare,
            Timeout = section.Duration("Timeout") ?? defaults.Timeout,
            Cooldown = section.Duration("Cooldown") ?? defaults.Cooldown,
            MaxCooldown = section.Duration("MaxCooldown") ?? defaults.MaxCooldown,
        };
    }

    private static FreshnessOverride Freshness(SectionReader section) => new()
    {
        WarnAfter = section.Duration("WarnAfter"),
        StaleAfter = section.Duration("StaleAfter"),
        Tick = section.Duration("Tick"),
        PublishTime = section.Choice<PublishTimeUse>("PublishTime"),
    };

    private static ReconnectOverride Reconnect(SectionReader section) => new()
    {
        MinBackoff = section.Duration("MinBackoff"),
        MaxBackoff = section.Duration("MaxBackoff"),
        ResetAfter = section.Duration("ResetAfter"),
        ConnectTimeout = section.Duration("ConnectTimeout"),
        IdleTimeout = section.Duration("IdleTimeout"),
    };

    private static CompositeOptions Composite(SectionReader section)
    {
        var defaults = new CompositeOptions();
        return new()
        {
            Name = section.Text("Name") ?? "",
            Members = [.. (section.Texts("Members") ?? []).Select(static name => new StoreName(name))],
            Merge = section.Choice<CompositeMerge>("Merge") ?? defaults.Merge,
            Health = section.Health("Health") ?? defaults.Health,
            FailoverAfter = section.Duration("FailoverAfter") ?? defaults.FailoverAfter,
            Required = section.Flag("Required") ?? defaults.Required,
        };
    }

    private static LimitsOptions Limits(SectionReader section)
    {
        var defaults = new LimitsOptions();
        return new()
        {
            MaxEventBytes = section.Integer("MaxEventBytes") ?? defaults.MaxEventBytes,
            MaxDepth = section.Integer("MaxDepth") ?? defaults.MaxDepth,
            FollowupAlerts = section.Integer("FollowupAlerts") ?? defaults.FollowupAlerts,
            MaxStateBytes = section.Long("MaxStateBytes") ?? defaults.MaxStateBytes,
        };
    }

    private static RelayOptions Relay(SectionReader section)
    {
        var defaults = new RelayOptions();
        return new()
        {
            RingEvents = section.Integer("RingEvents") ?? defaults.RingEvents,
            RingBytes = section.Long("RingBytes") ?? defaults.RingBytes,
            ClientBufferBytes = section.Integer("ClientBufferBytes") ?? defaults.ClientBufferBytes,
            MaxClients = section.Integer("MaxClients") ?? defaults.MaxClients,
            WriteTimeout = section.Duration("WriteTimeout") ?? defaults.WriteTimeout,
            KeepAlive = section.Duration("KeepAlive") ?? defaults.KeepAlive,
            Heartbeat = section.Duration("Heartbeat") ?? defaults.Heartbeat,
            AllowedOrigins = section.Texts("AllowedOrigins") ?? defaults.AllowedOrigins,
        };
    }

    private static ClientLimitsOptions ClientLimits(SectionReader section) => new() { Connections = section.Integer("Connections") };

    private static PersistenceOptions Persistence(SectionReader section)
    {
        var defaults = new PersistenceOptions();
        return new()
        {
            Enabled = section.Flag("Enabled") ?? defaults.Enabled,
            Path = section.Text("Path") ?? defaults.Path,
            Interval = section.Duration("Interval") ?? defaults.Interval,
            ConnectionString = section.Text("ConnectionString"),
        };
    }

    private static OutputsOptions Outputs(SectionReader section) => new() { Files = section.Sections("Files", FileOutput) };

    private static FileOutputOptions FileOutput(SectionReader section)
    {
        var defaults = new FileOutputOptions();
        return new()
        {
            Store = section.Text("Store") ?? "",
            Path = section.Text("Path") ?? "",
            MinInterval = section.Duration("MinInterval") ?? defaults.MinInterval,
            Base = section.Text("Base"),
        };
    }
}
