namespace PanelActors.Drill;

/// <summary>The rows of docs/failure-modes.md that no fault is caused for, each with the reason.</summary>
internal static class OutOfReach
{
    private const string Bug = "only a fault of the daemon's own code causes it";
    private const string Clock = "it needs the right to set the clock of the machine, which everything else on it goes by";
    private const string Disk = "it needs a disk that hangs, which takes the right to mount one";
    private const string Proxy = "it needs a proxy between daemons that rewrites their events; the daemon has none to offer";
    private const string Postgres = "it needs a PostgreSQL server, which the machine need not have";

    /// <summary>Reasons by the key of the row (<see cref="FailureRow"/>).</summary>
    public static IReadOnlyDictionary<string, string> Rows { get; } = new Dictionary<string, string>
    {
        ["Subscribers | the relay's actor fails"] = Bug,
        ["Subscribers | daemons read each other in a ring and cannot see it, since something between them removes `path`"] = Proxy,
        ["Subscribers | a composite contains its own relay, and cannot see it either"] = Proxy,
        ["Subscribers | the relay cannot keep up with the feed"] =
            "it needs a machine without a free processor, and would break the promises of others",
        ["Subscribers | its link dies silently"] = "it needs a packet filter, which takes the rights of an administrator",
        ["Subscribers | its window stays shut for 40 s, with a `WriteTimeout` above that"] =
            "the system cuts it, after 40 s; the drill looks at what the daemon does",
        ["HTTP clients | the actors hang, or connections are not accepted"] = Bug,
        ["Inside | an actor of a source fails"] = Bug,
        ["Inside | they fail more than ten times a minute"] = Bug,
        ["Inside | the wall clock is set back"] = Clock,
        ["A restart | a row in PostgreSQL is damaged, or of a later version"] = Postgres,
        ["A restart | a save gets no answer within ten seconds, and arrives later all the same"] = Postgres,
        ["A restart | the clock was set back meanwhile"] = Clock,
        ["Files | the file is a mount point, or for another reason cannot be replaced by a rename"] =
            "it needs the right to mount a file system",
        ["Files | the disk hangs"] = Disk,
        ["At the start | no inotify instance is left"] =
            "it takes the instances of the whole machine, from all other programs of the user too",
        ["While the configuration is edited | an edit that fails while it is carried out"] = Bug,
        ["While the configuration is edited | an actor that does not stop within 2 s"] = Bug,
    };
}
