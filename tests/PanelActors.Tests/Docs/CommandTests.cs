using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PanelActors.Recording;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Docs;

/// <summary>Every command that the README and the documentation show is run as it stands there, but for the port.</summary>
public sealed partial class CommandTests : IClassFixture<CommandTests.MarketDaemon>
{
    // A stream does not end: it is read for this long.
    private const int StreamSeconds = 3;
    private const int AnswerSeconds = 30;
    private const int TimedOut = 28;

    private readonly MarketDaemon _market;
    private readonly string _authority;

    public CommandTests(MarketDaemon market) => (_market, _authority) = (market, market.Authority);

    public static TheoryData<string> Calls =>
        [.. DocCommand.All.Where(command => DocCommandRules.IsCurl(command.Text)).Select(command => command.Place)];

    public static TheoryData<string> Programs =>
    [
        .. DocCommand.All.Where(command => IsRun(command.Text) && DocCommandRules.VerbOf(command.Text) is not null)
            .Select(command => command.Place),
    ];

    [Fact]
    public void Every_command_is_run_or_has_a_reason_not_to_be() =>
        DocCommand.All.Select(command => command.Text)
            .Where(text => IsRun(text) && !DocCommandRules.IsCurl(text) && DocCommandRules.VerbOf(text) is null)
            .ShouldBeEmpty();

    [Fact]
    public void Every_reason_not_to_run_a_command_has_one() =>
        DocCommandRules.Exempt.Keys
            .Where(start => !DocCommand.All.Any(command => command.Text.StartsWith(start, StringComparison.Ordinal)))
            .ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_gets_the_answer_that_the_page_says(string place)
    {
        var (_, command, note) = At(place);
        var seconds = Streaming().IsMatch(command) ? StreamSeconds : AnswerSeconds;
        var bounded = $"curl --max-time {seconds} -w '%{{stderr}}status=%{{http_code}}\\n' ";
        await using var shell = DocShell.Start(Curl().Replace(DocCommandRules.At(_authority, command), bounded), Url);
        var (code, _, error) = await shell.EndAsync();

        code.ShouldBeOneOf(seconds == StreamSeconds ? [0, TimedOut] : [0], $"{place}: {error}");
        var statuses = Status().Matches(error).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToArray();
        statuses.ShouldNotBeEmpty($"{place}: {error}");
        foreach (var status in statuses)
        {
            if (DocCommandRules.StatusIn(note) is { } said) status.ShouldBe(said, place);
            else status.ShouldBeInRange(200, 399, place);
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task The_program_does_what_the_page_says(string place)
    {
        var (_, command, _) = At(place);
        var verb = DocCommandRules.VerbOf(command)!;
        var direct = _market.Recorded(DocCommandRules.Direct(command));
        await using var shell = verb == "run"
            ? DocShell.Start(DocCommandRules.At("127.0.0.1:0", direct), "http://127.0.0.1:0")
            : DocShell.Start(DocCommandRules.At(_authority, direct), Url);
        if (Endless(verb) is { } sign)
        {
            await shell.UntilLineAsync(sign);
            await shell.TerminateAsync();
        }

        var (code, output, error) = await shell.EndAsync();

        code.ShouldBe(0, $"{place}: {error}");
        error.ShouldBeEmpty(place);
        if (verb == "snapshot") JsonNode.Parse(output)!["panel_push_meta"].ShouldNotBeNull(place);
    }

    private string Url => $"http://{_authority}";

    private static DocCommand At(string place) => DocCommand.All.Single(command => command.Place == place);

    private static bool IsRun(string command) => DocCommandRules.ReasonNotToRun(command) is null;

    // The output of an endless command once it has begun; null for a command that ends.
    private static string? Endless(string verb) => verb switch
    {
        "run" => "listens on",
        "watch" => " connected",
        "replay" => "is served at",
        _ => null,
    };

    [GeneratedRegex(@"--at \S+")]
    private static partial Regex Moment();

    [GeneratedRegex(@"\bcurl ")]
    private static partial Regex Curl();

    [GeneratedRegex(@"\s(-\w*N\w*|--no-buffer)\s")]
    private static partial Regex Streaming();

    [GeneratedRegex(@"status=(\d+)")]
    private static partial Regex Status();

    /// <summary>The daemon that a newcomer starts, with the built-in feed.</summary>
    [SuppressMessage("Design", "CA1001", Justification = "DisposeAsync disposes of it.")]
    public sealed class MarketDaemon : IAsyncLifetime
    {
        private readonly TemporaryFolder _recordings = new();
        private DateTimeOffset _shown;
        private Daemon? _daemon;

        /// <summary>Host and port where it answers.</summary>
        public string Authority => _daemon!.Http.BaseAddress!.Authority;

        public async Task InitializeAsync()
        {
            _daemon = await Daemon.Start(
                ("Sources:0:Name", "market"), ("Sources:0:Url", "simulator:"), ("Recorder:Enabled", "true"),
                ("Recorder:Path", _recordings.Path));
            await _daemon.Until(state => state is { FullCount: >= 1, Need.IsNeeded: false }, "a baseline");
            // What it has by now is written, and was shown at a moment that is over.
            await _daemon.Service<RecordingWriter>().FlushAsync("market", CancellationToken.None);
            _shown = DateTimeOffset.UtcNow;
        }

        /// <summary>A command about recordings as one about those of this daemon.</summary>
        public string Recorded(string command) => Moment().Replace(
            command.Replace("data/recordings", _recordings.Path, StringComparison.Ordinal)
                .Replace("http://127.0.0.1:5081", "http://127.0.0.1:0", StringComparison.Ordinal),
            $"--at {_shown.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}");

        public async Task DisposeAsync()
        {
            await _daemon!.DisposeAsync();
            _recordings.Dispose();
        }
    }
}
