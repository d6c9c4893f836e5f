using System.Text.Json;

namespace PanelActors.Benchmarks.Soak;

/// <summary>The configuration of the daemon that is soaked.</summary>
/// <param name="Feeds">The names of its sources and where their feeds are.</param>
/// <param name="Url">Where it listens.</param>
/// <param name="Receiver">Where its notifications go.</param>
internal sealed record SoakConfiguration(IReadOnlyDictionary<string, Uri> Feeds, Uri Url, Uri Receiver)
{
    /// <summary>The composite of all sources.</summary>
    public const string All = "all";

    /// <summary>The file that the daemon writes.</summary>
    public const string File = "all.json";

    // So little that the oldest segments are deleted all the time.
    private const int RecordedBytes = 8 * 1024 * 1024;

    /// <summary>Age at which health is no longer ok.</summary>
    public static readonly TimeSpan WarnAfter = TimeSpan.FromSeconds(3);

    /// <summary>Age at which a store is stale.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(6);

    /// <summary>Writes the file, in place of the one before.</summary>
    /// <param name="path">Where.</param>
    /// <param name="edit">The number of the edit: each gives the sources and the composite other keys.</param>
    public async Task WriteAsync(string path, int edit)
    {
        var configuration = new
        {
            PanelActors = new
            {
                Urls = Url.ToString(),
                Sources = Feeds.Select(feed => new
                {
                    Name = feed.Key,
                    Url = feed.Value.ToString(),
                    Resync = new { MaxCooldown = "00:00:04" },
                    Reconnect = new { ResetAfter = $"00:00:{5 + (edit % 3):00}" },
                }),
                Composites = new object[]
                {
                    new { Name = All, Members = Feeds.Keys, Merge = "namespace" },
                    new { Name = "first", Members = Feeds.Keys.Take(2), Merge = "failover", FailoverAfter = $"00:00:{2 + (edit % 2):00}" },
                },
                Freshness = new { WarnAfter = WarnAfter.ToString("c"), StaleAfter = StaleAfter.ToString("c") },
                Reconnect = new { MinBackoff = "00:00:00.500", MaxBackoff = "00:00:02" },
                Relay = new { RingEvents = 2000, ClientBufferBytes = 65536, WriteTimeout = "00:00:05", Heartbeat = "00:00:02" },
                Persistence = new { Path = "data/soak.db", Interval = "00:00:05" },
                Recorder = new { Enabled = true, Path = "data/recordings", MaxBytes = RecordedBytes, SegmentBytes = RecordedBytes / 8 },
                Notify = new[]
                {
                    new
                    {
                        Name = "receiver",
                        Url = Receiver.ToString(),
                        On = new[] { "health:warn", "health:stale", "health:ok" },
                        After = "00:00:00.100",
                    },
                },
                Outputs = new { Files = new[] { new { Store = All, Path = $"data/{File}", MinInterval = "00:00:01" } } },
            },
        };
        await System.IO.File.WriteAllTextAsync(path + ".new", JsonSerializer.Serialize(configuration));
        System.IO.File.Move(path + ".new", path, overwrite: true);
    }
}
