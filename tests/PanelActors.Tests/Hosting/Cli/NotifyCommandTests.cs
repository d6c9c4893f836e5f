using System.Text.Json;
using PanelActors.Hosting.Cli;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Hosting.Cli;

/// <summary><c>panelactors notify test NAME</c> (specification 11.4).</summary>
public sealed class NotifyCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_sends_one_with_a_signature_and_says_so()
    {
        await using var receiver = await WebhookReceiver.Start();
        (await Test("DESK", ("desk", receiver.Url))).ShouldBe((0, "desk was notified.\n", ""));
        (await receiver.NextText()).ShouldBe("Test: A test of notifications: nothing happened.");
        (receiver.HasTaken, receiver.Forged).ShouldBe((false, 0));
        receiver.CheckedWith = "whsec_b3RoZXIgc2VjcmV0IG9mIHRoZSB0ZXN0";
        (await Test("desk", ("desk", receiver.Url))).Code.ShouldBe(0);
        receiver.Forged.ShouldBe(1);
    }

    [Fact]
    public async Task What_the_receiver_answers_is_said_and_the_exit_code_is_1()
    {
        await using var receiver = await WebhookReceiver.Start();
        receiver.Answer = 403;
        (await Test("desk", ("desk", receiver.Url))).ShouldBe((1, "", "desk was not notified: it answered 403.\n"));
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_is_waited_for_ten_seconds()
    {
        await using var receiver = ScriptedUpstream.Start();
        (await Test("desk", ("desk", receiver.At("/hook").ToString())))
            .ShouldBe((1, "", "desk was not notified: it did not answer within 10 s.\n"));
    }

    [Fact]
    public async Task A_receiver_that_is_not_there_is_said_to_be_so()
    {
        await using var receiver = ScriptedUpstream.Start();
        var url = receiver.At("/hook").ToString();
        await receiver.DisposeAsync();
        var (code, output, error) = await Test("desk", ("desk", url));
        (code, output).ShouldBe((1, ""));
        error.ShouldStartWith("desk was not notified: Connection refused");
    }

    [Fact]
    public async Task A_name_that_no_receiver_has_gets_those_that_there_are() =>
        (await Test("dusk", ("desk", "http://127.0.0.1:1/"), ("wall", "http://127.0.0.1:1/")))
            .ShouldBe((1, "", "There is no receiver 'dusk': expected one of desk, wall.\n"));

    [Fact]
    public async Task Without_receivers_there_is_none_to_test() =>
        (await Test("desk")).ShouldBe((1, "", "Notify has no receivers.\n"));

    [ProgramFact(AlertmanagerServer.Program)]
    public async Task An_Alertmanager_shows_the_test()
    {
        await using var alertmanager = await AlertmanagerServer.Start();
        var file = Configuration([new { Name = "pager", Url = alertmanager.Url, Format = "alertmanager" }]);
        (await InvokeAsync("notify", "test", "pager", "--config", file)).ShouldBe((0, "pager was notified.\n", ""));
        var alert = (await alertmanager.Alerts()).ShouldHaveSingleItem();
        ((string?)alert["labels"]!["alert_type"], (string?)alert["labels"]!["severity"]).ShouldBe(("Test", "info"));
    }

    private Task<(int Code, string Output, string Error)> Test(string name, params (string Name, string Url)[] receivers)
    {
        var secret = _folder.Write("secret", WebhookReceiver.Secret);
        var file = Configuration([.. receivers.Select(receiver => new { receiver.Name, receiver.Url, SecretFile = secret })]);
        return InvokeAsync("notify", "test", name, "--config", file);
    }

    private string Configuration(object[] receivers) => _folder.Write("panelactors.json", JsonSerializer.Serialize(new
    {
        PanelActors = new { Sources = new[] { new { Name = "feed", Url = "http://127.0.0.1:1/" } }, Notify = receivers },
    }));

    private static async Task<(int Code, string Output, string Error)> InvokeAsync(params string[] args)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = await CommandLine.InvokeAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
