using System.Net.Mime;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using CloudNative.CloudEvents.SystemTextJson;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace PanelActors.Tests.Support;

/// <summary>
/// A receiver of webhooks on a free port, which answers as a test wants. It reads what comes by other people's programs: a signature by
/// StandardWebhooks, a body by the SDK of CloudEvents.
/// </summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly WebApplication _app;
    private readonly Channel<(string Id, JsonNode Event)> _taken = Channel.CreateUnbounded<(string, JsonNode)>();
    private readonly Channel<string> _refused = Channel.CreateUnbounded<string>();
    private int _forged;

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public string Url => $"{_app.Urls.Single()}/hook";

    /// <summary>What it answers from now on.</summary>
    public int Answer { get; set; } = 200;

    /// <summary>Which secret signatures are checked with.</summary>
    public string CheckedWith { get; set; } = Secret;

    /// <summary>How many notifications had a wrong signature, or were not the event that their headers name.</summary>
    public int Forged => Volatile.Read(ref _forged);

    /// <summary>Whether it has taken something that the test has not.</summary>
    public bool HasTaken => _taken.Reader.TryPeek(out _);

    public static async Task<WebhookReceiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var receiver = new WebhookReceiver(app);
        app.MapPost("/hook", receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>The next notification that it took. Waits for it.</summary>
    public Task<(string Id, JsonNode Event)> Next() => NextOf(_taken, "took");

    /// <summary>The title and the detail of the next one.</summary>
    public async Task<string> NextText()
    {
        var data = (await Next()).Event["data"]!;
        return $"{data["title"]}: {data["detail"]}";
    }

    /// <summary>The id of the next notification that it did not take. Waits for it.</summary>
    public Task<string> NextRefused() => NextOf(_refused, "refused");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<T> NextOf<T>(Channel<T> channel, string what)
    {
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        try
        {
            return await channel.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The receiver never {what} another notification.");
        }
    }

    private async Task TakeAsync(HttpContext context)
    {
        var body = await new StreamReader(context.Request.Body).ReadToEndAsync();
        var headers = context.Request.Headers;
        string id = headers["webhook-id"]!;
        if (headers.ContainsKey("webhook-signature") && !IsSigned(body, headers)) Interlocked.Increment(ref _forged);
        var answer = Answer;
        context.Response.StatusCode = answer;
        if (answer != 200)
        {
            _refused.Writer.TryWrite(id);
            return;
        }

        var type = new ContentType(context.Request.ContentType!);
        var read = new JsonEventFormatter().DecodeStructuredModeMessage(Encoding.UTF8.GetBytes(body), type, extensionAttributes: null);
        if (!read.IsValid || read.Id != id) Interlocked.Increment(ref _forged);
        _taken.Writer.TryWrite((id, JsonNode.Parse(body)!));
    }

    private bool IsSigned(string body, IHeaderDictionary headers)
    {
        try
        {
            new StandardWebhook(CheckedWith).Verify(body, headers);
            return true;
        }
        catch (WebhookVerificationException)
        {
            return false;
        }
    }
}
