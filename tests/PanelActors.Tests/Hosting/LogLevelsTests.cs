using Microsoft.Extensions.Logging;
using PanelActors.Configuration;
using PanelActors.Hosting;

namespace PanelActors.Tests.Hosting;

public sealed class LogLevelsTests
{
    private const string Requests = "Microsoft.AspNetCore.Hosting.Diagnostics";

    [Theory]
    [InlineData("PanelActors.Relay.RelayActor", LogLevel.Information, "information")]
    [InlineData("PanelActors.Relay.RelayActor", LogLevel.Debug, "information", "PanelActors.Relay", "debug")]
    [InlineData("PanelActors.RelayX", LogLevel.Information, "information", "PanelActors.Relay", "debug")]
    [InlineData("panelactors.relay", LogLevel.Debug, "error", "PanelActors.Relay", "debug")]
    [InlineData("Microsoft.Extensions.Hosting", LogLevel.Warning, "debug")]
    [InlineData("Microsoft.Extensions.Hosting", LogLevel.Error, "error")]
    [InlineData("Microsoft.Extensions.Hosting", LogLevel.Debug, "error", "Microsoft", "debug")]
    [InlineData(Requests, LogLevel.None, "debug", "Microsoft", "debug")]
    [InlineData(Requests, LogLevel.Information, "debug", Requests, "Information")]
    [InlineData("Microsoft.AspNetCore.Authentication.JwtBearer.Handler", LogLevel.None, "debug")]
    [InlineData("", LogLevel.Warning, "warning")]
    public void The_longest_known_name_above_a_category_decides(string category, LogLevel least, string level, params string[] levels)
    {
        var rules = new LogLevels(Options(level, levels));
        foreach (var asked in Enum.GetValues<LogLevel>().Where(static asked => asked != LogLevel.None))
            rules.IsEnabled(category, asked).ShouldBe(asked >= least, $"{asked}");
    }

    [Fact]
    public void An_edit_of_levels_takes_effect_and_one_of_anything_else_does_not()
    {
        var rules = new LogLevels(Options("information"));
        rules.IsEnabled("A.B", LogLevel.Debug).ShouldBeFalse();
        rules.Prepare(Options("information") with { Urls = ["http://127.0.0.1:1"] }, new FaultList()).ShouldBeNull();
        rules.Prepare(new() { Log = new() { Format = LogFormat.Json } }, new FaultList()).ShouldBeNull();

        var takeEffect = rules.Prepare(Options("information", "A", "debug"), new FaultList()).ShouldNotBeNull();
        rules.IsEnabled("A.B", LogLevel.Debug).ShouldBeFalse();
        takeEffect();
        rules.IsEnabled("A.B", LogLevel.Debug).ShouldBeTrue();
        rules.IsEnabled("B", LogLevel.Debug).ShouldBeFalse();
    }

    private static PanelActorsOptions Options(string level, params string[] levels) => new()
    {
        Log = new()
        {
            Level = (LogThreshold)Spelling.Parse(typeof(LogThreshold), level)!,
            Levels = levels.Chunk(2).ToDictionary(static pair => pair[0], static pair => pair[1]),
        },
    };
}
