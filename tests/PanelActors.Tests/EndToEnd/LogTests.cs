using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PanelActors.Configuration;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>The section <c>Log</c>, and what the section <c>Serilog</c> does to it.</summary>
public sealed class LogTests : IDisposable
{
    private const string MinimumLevel = "Serilog:MinimumLevel";

    private static readonly (string, string)[] Feed = [("Sources:0:Name", "feed"), ("Sources:0:Url", "simulator:")];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_variable_makes_the_log_of_the_shipped_configuration_json()
    {
        await using var program = DaemonProcess.Start(
            _folder.Path, ["--urls", "http://127.0.0.1:0"], ("PANELACTORS__Log__Format", "json"));
        var line = JsonNode.Parse(await program.LineWithAsync("listens on"))!;
        ((string?)line["@m"]).ShouldNotBeNull().ShouldStartWith("PanelActors listens on http://127.0.0.1:");
        ((string?)line["SourceContext"]).ShouldBe("PanelActors");
        await program.TerminateAsync();

        var (code, output, error) = await program.EndAsync();
        (code, error).ShouldBe((0, ""));
        foreach (var rest in output.Split('\n', StringSplitOptions.RemoveEmptyEntries)) JsonNode.Parse(rest)!["@t"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Json_goes_through_a_pipe_that_is_not_the_stream_of_journald_which_is_inherited()
    {
        await using var program = DaemonProcess.Start(
            _folder.Path, ["--urls", "http://127.0.0.1:0"], ("JOURNAL_STREAM", "8:1"), ("PANELACTORS__Log__Level", "error"),
            ("PANELACTORS__Log__Levels__PanelActors", "information"));
        (await program.LineWithAsync("listens on")).ShouldMatch("^[0-9]{4}-");
        await program.TerminateAsync();
        (await program.EndAsync()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Levels_change_while_the_daemon_runs()
    {
        var file = ("Serilog:WriteTo:0:Args:path", Path.Combine(_folder.Path, "x.log"));
        await using var daemon = await Daemon.StartFromFile([.. Feed, file]);
        var log = daemon.Service<ILoggerFactory>().CreateLogger("Some.Category");
        (log.IsEnabled(LogLevel.Debug), log.IsEnabled(LogLevel.Information)).ShouldBe((false, true));

        await daemon.Edit([.. Feed, file, ("Log:Levels:Some", "debug")]);
        log.IsEnabled(LogLevel.Debug).ShouldBeTrue();
        await daemon.Edit([.. Feed, file, ("Log:Level", "warning")]);
        (log.IsEnabled(LogLevel.Information), log.IsEnabled(LogLevel.Warning)).ShouldBe((false, true));

        await daemon.Edit([.. Feed, file, ("Log:Level", "loud")]);
        log.IsEnabled(LogLevel.Information).ShouldBeFalse();
        await daemon.Edit([.. Feed, file, ("Log:Format", "json")]);
        log.IsEnabled(LogLevel.Information).ShouldBeTrue();
        string.Join('\n', daemon.LoggedWarnings()).ShouldContain("started again: PanelActors:Log");
    }

    [Fact]
    public async Task A_level_of_Serilog_holds_in_place_of_both_keys()
    {
        await using var daemon = await Daemon.Start([.. Feed, (MinimumLevel, "Warning"), ("Log:Level", "debug")]);
        var log = daemon.Service<ILoggerFactory>().CreateLogger("Some.Category");
        (log.IsEnabled(LogLevel.Information), log.IsEnabled(LogLevel.Warning)).ShouldBe((false, true));
    }

    [Theory]
    [InlineData(MinimumLevel, "Debug", "Log:Level", "debug", "PanelActors:Log:Level has no effect, since Serilog:MinimumLevel")]
    [InlineData(MinimumLevel + ":Default", "Debug", "Log:Levels:A", "debug", "PanelActors:Log:Levels has no effect")]
    [InlineData("Serilog:WriteTo:0:Name", "Console", "Log:Format", "json", "PanelActors:Log:Format has no effect, since Serilog:WriteTo")]
    [InlineData("Serilog:WriteTo:0", "console", "Log:Format", "json", "PanelActors:Log:Format has no effect")]
    [InlineData("Serilog:WriteTo:0:Name", "File", "Log:Format", "json", null)]
    [InlineData("Serilog:MinimumLevel", "Debug", "Log:Format", "json", null)]
    public void A_key_that_Serilog_makes_idle_is_a_warning(string serilog, string wins, string key, string value, string? warning)
    {
        var configuration = Settings.With((key, value));
        configuration[serilog] = wins;
        var result = OptionsValidator.Check(configuration);

        result.Faults.ShouldBeEmpty();
        if (warning is null) result.Warnings.ShouldBeEmpty();
        else result.Warnings.ShouldHaveSingleItem().ShouldStartWith(warning);
    }

    [Fact]
    public void A_level_that_there_is_not_is_a_fault() =>
        OptionsValidator.Check(Settings.With(("Log:Levels:A.B", "loud"))).Faults.ShouldHaveSingleItem().ToString()
            .ShouldBe("PanelActors:Log:Levels:A.B: 'loud' is not allowed; expected one of debug, information, warning, error");

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("json", null, true)]
    [InlineData("json", "File", true)]
    [InlineData(null, "File", false)]
    [InlineData("text", "Console", false)]
    public void The_console_is_written_unless_Serilog_does_so_or_names_other_sinks_alone(string? format, string? sink, bool isWritten)
    {
        var configuration = Settings.With(("Log:Format", format));
        configuration["Serilog:WriteTo:0:Name"] = sink;
        if (sink is null) configuration = Settings.With(("Log:Format", format));

        LogRules.WritesConsole(configuration, OptionsValidator.Check(configuration).Options.Log).ShouldBe(isWritten);
    }
}
