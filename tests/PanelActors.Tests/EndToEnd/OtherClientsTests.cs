using System.Diagnostics;
using System.Text.Json.Nodes;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>Clients of other projects follow the relay, and come back to it by themselves.</summary>
public class OtherClientsTests
{
    [ClientsTheory]
    [InlineData("eventsource")]
    [InlineData("fetch")]
    public async Task A_client_of_other_peoples_making_follows_and_comes_back(string kind)
    {
        await using var upstream = ScriptedUpstream.Start();
        (string, string)[] source = [("Sources:0:Name", "feed"), ("Sources:0:Url", upstream.Url.ToString())];
        await using var daemon = await Daemon.StartFromFile(source);
        using var feed = await upstream.NextStream();
        await feed.Send(Sse.Full(1, 5, """{"a":0}""") + Sse.Counts(2, 1, 0, 0));
        await daemon.Until(state => state.SeverityCounts is not null, "counts");

        using var client = Run("node", "follow.mjs", kind, new Uri(daemon.Http.BaseAddress!, "/events").ToString());
        try
        {
            (await Next(client, "hello"))["payload"]!["resumed"]!.GetValue<bool>().ShouldBeFalse();
            (await Next(client, "panel_full"))["payload"]!["status"]!.ToJsonString().ShouldBe("""{"a":0}""");
            await Next(client, "severity_counts");
            await feed.Send(Sse.Diff(3, 5, """{"a":1}"""));
            (await Next(client, "panel_diff"))["payload"]!["diff"]!.ToJsonString().ShouldBe("""{"a":1}""");

            // The store is made anew: the client is let go, and has to come back with the position it had.
            await daemon.Edit([.. source, ("Sources:0:DiffForm", "structured")]);
            await Next(client, "bye");
            using var again = await upstream.NextStream();
            await again.Send(Sse.Full(1, 5, """{"a":9}"""));
            (await Next(client, "hello"))["payload"]!["reason"]!.GetValue<string>().ShouldBe("unknown_id");
            (await Next(client, "panel_full"))["payload"]!["status"]!.ToJsonString().ShouldBe("""{"a":9}""");
        }
        finally
        {
            client.Kill();
        }
    }

    [Fact]
    public async Task Curl_shows_the_stream_as_it_comes()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var daemon = await Daemon.Reading(upstream);
        using var feed = await upstream.NextStream();
        using var client = Run("curl", "-sN", "--compressed", new Uri(daemon.Http.BaseAddress!, "/events").ToString());
        try
        {
            await Line(client, "event: hello");
            await feed.Send(Sse.Full(1, 5, """{"a":0}"""));
            await Line(client, "event: panel_full");
            await feed.Send(Sse.Diff(2, 5, """{"a":1}"""));
            await Line(client, "event: panel_diff");
        }
        finally
        {
            client.Kill();
        }
    }

    private static Process Run(string program, params string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = ClientsTheoryAttribute.Folder ?? Environment.CurrentDirectory,
        RedirectStandardOutput = true,
    })!;

    private static async Task<JsonNode> Next(Process client, string type)
    {
        var message = JsonNode.Parse(await Line(client, "{"))!;
        ((string?)message["type"]).ShouldBe(type, message.ToJsonString());
        return message["data"]!;
    }

    private static async Task<string> Line(Process client, string beginning)
    {
        while (await client.StandardOutput.ReadLineAsync().WaitAsync(ScriptedUpstream.Patience) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal)) return line;
        }

        throw new EndOfStreamException($"The client ended without a line that begins with {beginning}");
    }
}
