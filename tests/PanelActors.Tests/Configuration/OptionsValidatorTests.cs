using PanelActors.Configuration;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Configuration;

public class OptionsValidatorTests
{
    private const string UrlAllowed = "expected an absolute http or https URL, simulator:, or replay:FILE";
    private const string CredentialsAllowed =
        "expected a URL without user and password; put them into Headers, or better into a file that HeaderFiles names (Authorization)";
    private const string NameAllowed = "expected 1 to 64 letters, digits, - or _";
    private const string DurationAllowed = "expected a duration hh:mm:ss, such as 00:00:30";
    private const string ListenAllowed =
        "expected http or https, a host of localhost, an IP address or *, and a port, such as http://127.0.0.1:5080";

    [Theory]
    // Names
    [InlineData("Default", "nope", ": 'nope' is not allowed; expected one of market, risk, all")]
    [InlineData("Default", "Market", ": 'Market' is not allowed; expected one of market, risk, all")]
    // URLs
    [InlineData("Sources:0:Url", "foo", ": 'foo' is not allowed; " + UrlAllowed)]
    [InlineData("Sources:0:Url", "", ": " + UrlAllowed)]
    [InlineData("Sources:0:Url", "/events", ": '/events' is not allowed; " + UrlAllowed)]
    [InlineData("Sources:0:Url", "ftp://h/x", ": 'ftp://h/x' is not allowed; " + UrlAllowed)]
    [InlineData("Sources:0:Url", "simulator", ": 'simulator' is not allowed; " + UrlAllowed)]
    [InlineData("Sources:0:Url", "simulator://x", ": 'simulator://x' is not allowed; " + UrlAllowed)]
    [InlineData("Sources:0:Url", "http://h:99999/", ": 'http://h:99999/' is not allowed; " + UrlAllowed)]
    [InlineData("Sources:0:Resync:Url", "foo", ": 'foo' is not allowed; expected an absolute http or https URL")]
    [InlineData("Sources:0:Resync:Url", "simulator:", ": 'simulator:' is not allowed; expected an absolute http or https URL")]
    [InlineData("Sources:0:Url", "http://user:pw@h/", ": " + CredentialsAllowed)]
    [InlineData("Sources:0:Url", "http:/user:pw@h/", ": " + CredentialsAllowed)]
    [InlineData("Sources:0:Url", "user@h", ": " + CredentialsAllowed)]
    [InlineData("Sources:0:Resync:Url", "https://user:pw@h/full", ": " + CredentialsAllowed)]
    // Where to listen
    [InlineData("Urls", "foo", ": 'foo' is not allowed; " + ListenAllowed)]
    [InlineData("Urls", "http://127.0.0.1", ": 'http://127.0.0.1' is not allowed; " + ListenAllowed)]
    [InlineData("Urls", "http://127.0.0.1:70000", ": 'http://127.0.0.1:70000' is not allowed; " + ListenAllowed)]
    [InlineData("Urls", "http://dashboard.example:80", ": 'http://dashboard.example:80' is not allowed; " + ListenAllowed)]
    [InlineData("Urls", "http://localhost:0", ": 'http://localhost:0' is not allowed; " + ListenAllowed)]
    [InlineData("Urls", "http://127.0.0.1:80/base", ": 'http://127.0.0.1:80/base' is not allowed; " + ListenAllowed)]
    [InlineData("Urls", "http://127.0.0.1:80;tcp://x:1", ": 'tcp://x:1' is not allowed; " + ListenAllowed)]
    [InlineData("Urls", "http://127.0.0.1:80;HTTP://127.0.0.1:80", ": expected each URL once")]
    [InlineData("Urls", ";", ": expected at least one URL")]
    [InlineData(
        "Urls", "https://127.0.0.1:443",
        ": 'https://127.0.0.1:443' is not allowed; expected http, or https with a certificate in "
            + "Tls:CertificateFile or Kestrel:Certificates:Default")]
    [InlineData("Urls:0", "foo", null, "PanelActors:Urls: 'foo' is not allowed; " + ListenAllowed)]
    // What cannot be read
    [InlineData("Freshness:Tick", "soon", ": 'soon' is not allowed; " + DurationAllowed)]
    [InlineData("Freshness:Tick", "1", ": '1' is not allowed; " + DurationAllowed)]
    [InlineData("Sources:1:Reconnect:MinBackoff", "1s", ": '1s' is not allowed; " + DurationAllowed)]
    [InlineData("Limits:MaxDepth", "deep", ": 'deep' is not allowed; expected a whole number")]
    [InlineData("Limits:MaxDepth", "", ": '' is not allowed; expected a whole number")]
    [InlineData("Limits:MaxEventBytes", "99999999999", ": '99999999999' is not allowed; expected a whole number")]
    [InlineData("Persistence:Enabled", "maybe", ": 'maybe' is not allowed; expected true or false")]
    [InlineData("Sources:0:Dialect", "summaries", ": 'summaries' is not allowed; expected one of auto, panels, summary")]
    [InlineData(
        "Sources:0:DiffForm", "mergepatch",
        ": 'mergepatch' is not allowed; expected one of auto, merge_patch, panel_op, structured")]
    [InlineData("Sources:0:DiffForm", "1", ": '1' is not allowed; expected one of auto, merge_patch, panel_op, structured")]
    [InlineData("Sources:0:Resync:Mode", "ask", ": 'ask' is not allowed; expected one of reconnect, http, none")]
    [InlineData("Composites:0:Merge", "mix", ": 'mix' is not allowed; expected one of namespace, overlay, failover")]
    [InlineData("Composites:0:Health", "quorum", ": 'quorum' is not allowed; expected worst, best or quorum:N with N from 1")]
    [InlineData("Composites:0:Health", "quorum:0", ": 'quorum:0' is not allowed; expected worst, best or quorum:N with N from 1")]
    [InlineData("Relay", "big", ": expected a section with keys of its own")]
    [InlineData("Sources", "market", ": expected a list")]
    [InlineData("Sources:3:Name", "late", null, "PanelActors:Sources:3: expected Sources:2, the next index of the list")]
    [InlineData("Sources:mine:Name", "late", null, "PanelActors:Sources:mine: expected Sources:2, the next index of the list")]
    // Ranges
    [InlineData("Freshness:Tick", "00:00:00", ": '00:00:00' is not allowed; expected 00:00:00.0010000 to 1.00:00:00")]
    [InlineData("Freshness:Tick", "-00:00:01", ": '-00:00:01' is not allowed; expected 00:00:00.0010000 to 1.00:00:00")]
    [InlineData("Sources:0:Resync:Timeout", "2.00:00:00", ": '2.00:00:00' is not allowed; expected 00:00:00.0010000 to 1.00:00:00")]
    [InlineData("Freshness:WarnAfter", "00:00:30", ": '00:00:30' is not allowed; expected less than StaleAfter (00:00:30)")]
    [InlineData("Reconnect:MinBackoff", "00:00:31", ": '00:00:31' is not allowed; expected at most MaxBackoff (00:00:30)")]
    [InlineData("Sources:0:Resync:Cooldown", "00:01:01", ": '00:01:01' is not allowed; expected at most MaxCooldown (00:01:00)")]
    [InlineData("Sources:0:Freshness:WarnAfter", "00:00:40", ": '00:00:40' is not allowed; expected less than StaleAfter (00:00:30)")]
    [InlineData("Sources:0:Freshness:StaleAfter", "00:00:05", ": '00:00:05' is not allowed; expected more than WarnAfter (00:00:10)")]
    [InlineData(
        "Sources:0:Reconnect:MaxBackoff", "00:00:00.5",
        ": '00:00:00.5000000' is not allowed; expected at least MinBackoff (00:00:01)")]
    [InlineData("Limits:MaxDepth", "513", ": '513' is not allowed; expected 1 to 512")]
    [InlineData("Limits:MaxEventBytes", "1023", ": '1023' is not allowed; expected 1024 to 1073741824")]
    [InlineData("Limits:FollowupAlerts", "0", ": '0' is not allowed; expected 1 to 10000")]
    [InlineData("Limits:MaxStateBytes", "1024", ": '1024' is not allowed; expected 8388608 to 1099511627776")]
    [InlineData("Relay:RingEvents", "0", ": '0' is not allowed; expected 1 to 10000000")]
    [InlineData("Relay:RingBytes", "1", ": '1' is not allowed; expected 65536 to 68719476736")]
    [InlineData("Relay:ClientBufferBytes", "-1", ": '-1' is not allowed; expected 4096 to 1073741824")]
    [InlineData("Relay:MaxClients", "0", ": '0' is not allowed; expected 1 to 1000000")]
    [InlineData(
        "Relay:AllowedOrigins:0", "http://h/x",
        ": 'http://h/x' is not allowed; expected an origin http(s)://host[:port] without a path, or *")]
    // Types, headers, resync
    [InlineData(
        "Sources:0:Types:0", "panel",
        ": 'panel' is not allowed; expected one of panel_full, panel_diff, severity_counts, severity_state, followup_alert")]
    [InlineData("Sources:0:Headers:Bad Name", "x", ": expected a header name (RFC 9110 token)")]
    [InlineData("Sources:0:Headers:Last-Event-ID", "7", ": expected a header that the connection does not set itself")]
    [InlineData("Sources:0:Headers:content-type", "7", ": expected a header that the connection does not set itself")]
    [InlineData("Sources:0:Headers:X-Token", "secret\r\nX-More: 1", ": expected a value of printable ASCII without line breaks")]
    [InlineData("Sources:0:HeaderFiles:X-Token", "/nowhere/token", ": '/nowhere/token' is not allowed; expected an existing file")]
    [InlineData("Sources:0:Resync:Mode", "http", null, "PanelActors:Sources:0:Resync:Url: expected an absolute http or https URL")]
    // Composites
    [InlineData("Composites:0:Members:1", "nope", ": 'nope' is not allowed; expected one of market, risk")]
    [InlineData(
        "Composites:0:Name", "Panel_Push_Meta",
        ": 'Panel_Push_Meta' is not allowed; "
        + "expected a name that the snapshot does not need for itself (panel_push_meta, adaptive_stream)")]
    [InlineData("Composites:0:Members:1", "market", ": 'market' is not allowed; expected each member once")]
    [InlineData(
        "Composites:0:Members:2", "all", null,
        "PanelActors:Composites:0:Members: 'market, risk, all' is not allowed; "
        + "expected members that do not contain all themselves")]
    [InlineData("Composites:0:Health", "quorum:3", ": 'quorum:3' is not allowed; expected a quorum of at most its 2 members")]
    [InlineData("Composites:0:Name", "RISK", ": 'RISK' is not allowed; expected a name that PanelActors:Sources:1:Name does not have")]
    // Outputs and persistence
    [InlineData("Outputs:Files:0:Store", "nope", null,
        "PanelActors:Outputs:Files:0:Store: 'nope' is not allowed; expected one of market, risk, all",
        "PanelActors:Outputs:Files:0:Path: expected a file path")]
    [InlineData("Outputs:Files:0:Path", "/usr", null,
        "PanelActors:Outputs:Files:0:Store: '' is not allowed; expected one of market, risk, all",
        "PanelActors:Outputs:Files:0:Path: '/usr' is not allowed; expected a file, not a folder")]
    [InlineData("Persistence:ConnectionString", "Password=secret", ": expected a PostgreSQL connection string with a Host")]
    [InlineData("Persistence:Interval", "00:00:00", ": '00:00:00' is not allowed; expected 00:00:00.0010000 to 1.00:00:00")]
    // Unknown keys
    [InlineData("Sorces", "x", ": expected a known key; did you mean Sources?")]
    [InlineData(
        "Sources:0:Header:Authorization", "Bearer secret", null,
        "PanelActors:Sources:0:Header: expected a known key; did you mean Headers?")]
    [InlineData("Freshness:StaleAftr", "00:00:05", ": expected a known key; did you mean StaleAfter?")]
    public void A_bad_value_is_one_fault_that_names_key_value_and_what_is_allowed(
        string key, string value, string? rest, params string[] lines)
    {
        var faults = OptionsValidator.Check(Settings.With((key, value))).Faults.Select(fault => fault.ToString());

        faults.ShouldBe(rest is null ? lines : [$"PanelActors:{key}{rest}"]);
    }

    [Theory]
    [InlineData("", ": " + NameAllowed)]
    [InlineData("a b", ": 'a b' is not allowed; " + NameAllowed)]
    [InlineData("grün", ": 'grün' is not allowed; " + NameAllowed)]
    [InlineData("a/../b", ": 'a/../b' is not allowed; " + NameAllowed)]
    [InlineData(
        "adaptive_STREAM",
        ": 'adaptive_STREAM' is not allowed; "
        + "expected a name that the snapshot does not need for itself (panel_push_meta, adaptive_stream)")]
    [InlineData("RISK", null)]
    public void A_bad_name_is_a_fault_and_so_is_what_it_leaves_without_a_store(string name, string? rest)
    {
        var faults = OptionsValidator.Check(Settings.With(("Sources:0:Name", name))).Faults;

        faults.Select(fault => fault.Key).ShouldBe(rest is null
            ? ["PanelActors:Sources:1:Name", "PanelActors:Composites:0:Members:0"]
            : ["PanelActors:Sources:0:Name", "PanelActors:Composites:0:Members:0"]);
        if (rest is not null)
            faults[0].ToString().ShouldBe("PanelActors:Sources:0:Name" + rest);
    }

    [Fact]
    public void Without_any_source_there_is_one_fault() =>
        OptionsValidator.Check(Settings.Only([])).Faults.ShouldBe([new("PanelActors:Sources", null, "at least one source")]);

    [Fact]
    public void All_faults_are_reported_at_once() =>
        OptionsValidator.Check(Settings.With(("Sources:0:Url", "foo"), ("Limits:MaxDepth", "0"), ("Urls", "bar"))).Faults
            .Select(fault => fault.Key)
            .ShouldBe(["PanelActors:Urls", "PanelActors:Sources:0:Url", "PanelActors:Limits:MaxDepth"]);

    [Fact]
    public void What_only_follows_from_an_unreadable_value_is_no_fault() =>
        OptionsValidator.Check(Settings.With(("Freshness:StaleAfter", "late"), ("Freshness:WarnAfter", "00:05:00"))).Faults
            .Select(fault => fault.Key)
            .ShouldBe(["PanelActors:Freshness:StaleAfter"]);

    [Fact]
    public void A_cycle_through_several_composites_is_found_and_those_that_only_lead_to_it_are_not_blamed()
    {
        var configuration = Settings.With(
            ("Composites:0:Members:1", "left"),
            ("Composites:1:Name", "left"), ("Composites:1:Members:0", "right"),
            ("Composites:2:Name", "right"), ("Composites:2:Members:0", "left"));

        OptionsValidator.Check(configuration).Faults.Select(fault => fault.Key)
            .ShouldBe(["PanelActors:Composites:1:Members", "PanelActors:Composites:2:Members"]);
    }

    [Fact]
    public void What_would_make_a_cycle_is_no_advice() =>
        OptionsValidator.Check(Settings.With(
                ("Composites:0:Members:1", "nope"), ("Composites:1:Name", "outer"), ("Composites:1:Members:0", "all"),
                ("Composites:2:Name", "side"), ("Composites:2:Members:0", "risk"))).Faults
            .ShouldHaveSingleItem().Allowed.ShouldBe("one of market, risk, side");

    [Theory]
    [InlineData("WriteTo:0:Name", "Consle", "Console, File")]
    [InlineData("WriteTo:0", "Consle", "Console, File")]
    [InlineData("AuditTo:0:Name", "Fle", "Console, File")]
    public void A_log_sink_that_there_is_not_is_a_fault(string key, string value, string known)
    {
        var configuration = Settings.With();
        configuration[$"Serilog:{key}"] = value;

        OptionsValidator.Check(configuration).Faults.ShouldHaveSingleItem().ToString().ShouldBe(
            $"Serilog:{key}: '{value}' is not allowed; expected one of {known}; the package of any other one has to be beside the program "
            + "and in Serilog:Using");
    }

    [Fact]
    public void A_log_sink_inside_of_another_is_checked_too()
    {
        const string Inner = "Serilog:WriteTo:0:Args:configureLogger:WriteTo:0:Name";
        var configuration = Settings.With();
        configuration["Serilog:WriteTo:0:Name"] = "Logger";
        configuration[Inner] = "Fle";

        OptionsValidator.Check(configuration).Faults.ShouldHaveSingleItem().ToString().ShouldStartWith($"{Inner}: 'Fle' is not allowed;");
    }

    [Theory]
    [InlineData("Serilog.Sinks.Debug", 0)]
    [InlineData("Serilog.Sinks.Nowhere", 2)]
    public void A_log_sink_of_another_assembly_needs_that_one(string assembly, int faults)
    {
        var configuration = Settings.With();
        configuration["Serilog:Using:0"] = assembly;
        configuration["Serilog:WriteTo:0:Name"] = "Debug";

        OptionsValidator.Check(configuration).Faults.Count.ShouldBe(faults);
    }

    [Theory]
    [InlineData("$schema")]
    [InlineData("_comment")]
    [InlineData("//")]
    [InlineData("Sources:0:_was")]
    public void A_comment_in_the_form_of_a_key_is_let_be(string key) =>
        OptionsValidator.Check(Settings.With((key, "x"))).Faults.ShouldBeEmpty();

    [Fact]
    public void A_composite_may_hold_another_one() =>
        OptionsValidator.Check(Settings.With(("Composites:1:Name", "more"), ("Composites:1:Members:0", "all"))).Faults.ShouldBeEmpty();

    [Fact]
    public void A_header_stands_in_one_place_only() =>
        OptionsValidator.Check(
                Settings.With(("Sources:0:Headers:X-Token", "1"), ("Sources:0:HeaderFiles:x-token", "/t")), fileExists: _ => true).Faults
            .Select(fault => fault.ToString())
            .ShouldBe(["PanelActors:Sources:0:HeaderFiles:x-token: expected a header that Headers does not have too"]);

    [Fact]
    public void Two_outputs_do_not_write_one_file() =>
        OptionsValidator.Check(Settings.With(
                ("Outputs:Files:0:Store", "market"), ("Outputs:Files:0:Path", "data/x.json"),
                ("Outputs:Files:1:Store", "risk"), ("Outputs:Files:1:Path", "data/../data/x.json"))).Faults
            .Select(fault => fault.Key)
            .ShouldBe(["PanelActors:Outputs:Files:1:Path"]);

    [Theory]
    [InlineData("/dev/null", "a device, a pipe or a socket")]
    [InlineData("/dev/stdout", "a device, a pipe or a socket")]
    [InlineData("/proc/self/fd/1", "a device, a pipe or a socket")]
    [InlineData("/usr", "a folder")]
    public void What_is_no_file_is_neither_written_nor_read_nor_a_database(string path, string kind)
    {
        if (!OperatingSystem.IsLinux()) return;
        OptionsValidator.Check(Settings.With(
                ("Outputs:Files:0:Store", "market"), ("Outputs:Files:0:Path", path), ("Persistence:Path", path))).Faults
            .Select(fault => fault.ToString()).Where(fault => !fault.Contains("another file", StringComparison.Ordinal)).ShouldBe(
            [
                $"PanelActors:Persistence:Path: '{path}' is not allowed; expected a file, not {kind}",
                $"PanelActors:Outputs:Files:0:Path: '{path}' is not allowed; expected a file, not {kind}",
            ]);
        OptionsValidator.Check(Settings.With(
                ("Outputs:Files:0:Store", "market"), ("Outputs:Files:0:Path", "data/x.json"), ("Outputs:Files:0:Base", path))).Faults
            .ShouldHaveSingleItem().ToString()
            .ShouldBe($"PanelActors:Outputs:Files:0:Base: '{path}' is not allowed; expected a file, not {kind}");
    }

    [Theory]
    [InlineData("real/x.json", "link/x.json", false)]
    [InlineData("real/x.json", "link/deeper/../x.json", false)]
    [InlineData("real/x.json", "real/x.json.tmp", false)]
    [InlineData("real/x.json.tmp", "link/x.json", false)]
    [InlineData("real/x.json", "link/y.json", true)]
    [InlineData("real/x.json", "real/X.json", true)]
    public void Two_outputs_do_not_meet_in_one_file_by_whatever_path(string one, string other, bool isGood)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "real"));
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "link"), Path.Combine(folder.Path, "real"));
        var faults = OptionsValidator.Check(Settings.With(
            ("Outputs:Files:0:Store", "market"), ("Outputs:Files:0:Path", Path.Combine(folder.Path, one)),
            ("Outputs:Files:1:Store", "risk"), ("Outputs:Files:1:Path", Path.Combine(folder.Path, other)))).Faults;
        faults.Select(fault => (fault.Key, fault.Allowed)).ShouldBe(
            isGood ? [] : [("PanelActors:Outputs:Files:1:Path", "a path that no other output has")]);
    }

    [Theory]
    [InlineData("data/x.json", "a file that no output writes")]
    [InlineData("./data/../data/y.json", "a file that no output writes")]
    [InlineData("/usr", "a file, not a folder")]
    [InlineData("elsewhere/", "a file, not a folder")]
    [InlineData(" ", "a file path")]
    [InlineData("a\0b", "a file path")]
    public void A_base_is_a_file_that_no_output_writes(string path, string expected)
    {
        var fault = OptionsValidator.Check(Settings.With(
            ("Outputs:Files:0:Store", "market"), ("Outputs:Files:0:Path", "data/x.json"), ("Outputs:Files:0:Base", path),
            ("Outputs:Files:1:Store", "market"), ("Outputs:Files:1:Path", "data/y.json"))).Faults.ShouldHaveSingleItem();
        (fault.Key, fault.Allowed).ShouldBe(("PanelActors:Outputs:Files:0:Base", expected));
    }

    [Theory]
    [InlineData("data/./panelactors.db", null, false)]
    [InlineData("data/./panelactors.db-journal", null, false)]
    [InlineData("data/./panelactors.db", "Host=h", true)]
    [InlineData("data/panelactors.json", null, true)]
    public void No_output_writes_over_the_database(string path, string? connection, bool isGood)
    {
        var faults = OptionsValidator.Check(Settings.With(
            ("Outputs:Files:0:Store", "market"), ("Outputs:Files:0:Path", path), ("Persistence:ConnectionString", connection))).Faults;
        (faults.Count == 0).ShouldBe(isGood);
    }

    [Theory]
    [InlineData("http://user:secret@host/")]
    [InlineData("http://user:se?secret@host/")]
    [InlineData("user:secret@host")]
    [InlineData("nonsense?token=secret")]
    [InlineData("ftp://host/#secret")]
    [InlineData("ftp://host/?mail=a@secret")]
    public void Secrets_in_a_url_are_not_printed(string url)
    {
        var configuration = Settings.With(
            ("Sources:0:Url", url), ("Sources:0:Resync:Url", url), ("Urls", url), ("Relay:AllowedOrigins:0", url));

        var lines = OptionsValidator.Check(configuration).Faults.Select(fault => fault.ToString()).ToList();

        lines.Count.ShouldBe(4);
        lines.ShouldAllBe(line => !line.Contains("secret"));
    }

    [Theory]
    [InlineData("Sources:0:Headers:Authorization", "secret\n")]
    [InlineData("Sources:0:Headers:Authorization:Value", "secret")]
    [InlineData("Sources:0:Hedaers:Authorization", "secret")]
    [InlineData("Persistence:ConnectionString", "=secret")]
    [InlineData("Password", "secret")]
    public void Secrets_elsewhere_are_not_printed(string key, string value) =>
        OptionsValidator.Check(Settings.With((key, value))).Faults.ShouldHaveSingleItem().ToString().ShouldNotContain("secret");

    [Fact]
    public void A_certificate_allows_https()
    {
        var configuration = Settings.With(("Urls", "https://127.0.0.1:443"));
        configuration["Kestrel:Certificates:Default:Path"] = "server.pfx";

        OptionsValidator.Check(configuration).Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("MinimumLevel", "loud")]
    [InlineData("MinimumLevel:Default", "loud")]
    [InlineData("MinimumLevel:Override:Akka", "loud")]
    public void A_log_level_that_there_is_not_is_a_fault(string key, string level)
    {
        var configuration = Settings.With();
        configuration[$"Serilog:{key}"] = level;

        OptionsValidator.Check(configuration).Faults.ShouldHaveSingleItem().ToString().ShouldBe(
            $"Serilog:{key}: 'loud' is not allowed; expected one of Verbose, Debug, Information, Warning, Error, Fatal");
    }

    [Fact]
    public void A_backoff_beyond_stale_is_a_warning_for_the_source_that_has_it()
    {
        var result = OptionsValidator.Check(Settings.With(("Sources:1:Reconnect:MaxBackoff", "00:00:31")));

        result.Faults.ShouldBeEmpty();
        result.Warnings.ShouldBe(
        [
            "PanelActors:Sources:1: 'risk' may wait up to 00:00:31 for its next connection (MaxBackoff) but is stale after 00:00:30 "
            + "(StaleAfter)",
        ]);
    }

    [Fact]
    public void A_diff_form_that_the_dialect_does_not_have_is_warned_about() =>
        OptionsValidator.Check(Settings.With(("Sources:0:Dialect", "summary"), ("Sources:0:DiffForm", "panel_op"))).Warnings.ShouldBe(
        [
            "PanelActors:Sources:0: 'market' speaks the summary dialect, which has one form of diffs only: DiffForm has no effect",
        ]);

    [Fact]
    public void A_backoff_as_long_as_stale_is_fine_since_jitter_only_shortens_it() =>
        OptionsValidator.Check(Settings.With()).Warnings.ShouldBeEmpty();

    [Fact]
    public void Options_made_by_hand_are_checked_too() =>
        OptionsValidator.Validate(new() { Sources = [new() { Name = "a", Url = "simulator:?seed=7", Types = [] }] })
            .ShouldBe([new("PanelActors:Sources:0:Types", null, "at least one type")]);
}
