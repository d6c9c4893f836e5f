namespace PanelActors.Tests.Docs;

public sealed class DocCommandRulesTests
{
    [Theory]
    [InlineData("dotnet run -c Release --project src/PanelActors", "panelactors", "run")]
    [InlineData("dotnet run -c Release --project src/PanelActors -- check --config a.json", "panelactors check --config a.json", "check")]
    [InlineData("artifacts/panelactors/panelactors run --source a=simulator:", "panelactors run --source a=simulator:", "run")]
    [InlineData("panelactors --urls http://127.0.0.1:1", "panelactors --urls http://127.0.0.1:1", "run")]
    [InlineData("panelactors watch | tee market.log", "panelactors watch | tee market.log", "watch")]
    [InlineData("dotnet run --project src/PanelActors.Other", "dotnet run --project src/PanelActors.Other", null)]
    [InlineData("panelactors2 run", "panelactors2 run", null)]
    public void The_program_is_known_however_it_is_started(string command, string direct, string? verb) =>
        (DocCommandRules.Direct(command), DocCommandRules.VerbOf(command)).ShouldBe((direct, verb));

    [Theory]
    [InlineData("curl -N http://127.0.0.1:5080/events", "curl -N http://test:9/events")]
    [InlineData("panelactors watch --url http://10.0.0.5:5080 --store a", "panelactors watch --url http://test:9 --store a")]
    [InlineData("run --source a=http://127.0.0.1:9315/events", "run --source a=http://127.0.0.1:9315/events")]
    public void Addresses_of_the_daemon_become_those_of_the_test(string command, string expected) =>
        DocCommandRules.At("test:9", command).ShouldBe(expected);

    [Theory]
    [InlineData("409: it cannot be asked", 409)]
    [InlineData("Prometheus", null)]
    [InlineData("{\"warn_after\":10}", null)]
    public void A_note_may_begin_with_a_status(string note, int? status) => DocCommandRules.StatusIn(note).ShouldBe(status);

    [Theory]
    [InlineData("sh", "curl http://x/#s=a \\\n  -o /dev/null  # 404 here", "p:2 | curl http://x/#s=a -o /dev/null | 404 here")]
    [InlineData("sh", "# a comment\n\npanelactors watch", "p:4 | panelactors watch | ")]
    [InlineData("console", "$ panelactors check\nOK: all good\n$ panelactors", "p:2 | panelactors check | ;p:4 | panelactors | ")]
    public void Commands_are_told_from_comments_and_output(string language, string text, string commands) =>
        string.Join(
            ';',
            DocCommand.Of(new DocBlock("p", 1, language, text.Split('\n')))
                .Select(command => $"{command.Place} | {command.Text} | {command.Note}")).ShouldBe(commands);
}
