using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PanelActors.Benchmarks.Soak;

/// <summary>A receiver of notifications that fails for three of every ten seconds.</summary>
internal sealed class SoakReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Action<string> _broken;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _seen = [];
    private readonly Dictionary<string, DateTimeOffset> _times = [];
    private readonly ConcurrentDictionary<string, string> _latest = [];

    private SoakReceiver(Action<string> broken)
    {
        _broken = broken;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_app.Urls.Single());

    /// <summary>Whether it fails no more.</summary>
    public bool IsWell { get; set; }

    /// <summary>Notifications that it took, and those that it refused.</summary>
    public (int Taken, int Refused) Count { get; private set; }

    public static async Task<SoakReceiver> StartAsync(Action<string> broken)
    {
        var receiver = new SoakReceiver(broken);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>The health in the latest notification about a store; null where there was none.</summary>
    public string? LatestOf(string store) => _latest.GetValueOrDefault(store);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
        var fails = !IsWell && DateTimeOffset.UtcNow.Second % 10 >= 7;
        context.Response.StatusCode = fails ? StatusCodes.Status500InternalServerError : StatusCodes.Status204NoContent;
        lock (_gate)
        {
            Count = fails ? (Count.Taken, Count.Refused + 1) : (Count.Taken + 1, Count.Refused);
            if (!fails) Take(body.RootElement);
        }
    }

    private void Take(JsonElement notification)
    {
        // A notification that comes again is as it was.
        if (!_seen.Add(notification.GetProperty("id").GetString()!)) return;
        var store = notification.GetProperty("subject").GetString()!;
        var time = notification.GetProperty("time").GetDateTimeOffset();
        if (_times.TryGetValue(store, out var before) && time < before)
            _broken($"{store}: a notification of {time:O} came after one of {before:O}");
        _times[store] = time;
        if (notification.GetProperty("data").GetProperty("value").GetString() is { } value) _latest[store] = value;
    }
}
