using System.Globalization;
using Microsoft.AspNetCore.Http.Features;

namespace PanelActors.Recording;

/// <summary>One request at a replay. It waits, without an answer, until the replay has a place at which it can join.</summary>
internal sealed class ReplayClient
{
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpContext _context;

    // The context is of no use once the response is over.
    private readonly CancellationToken _aborted;

    public ReplayClient(HttpContext context)
    {
        (_context, _aborted) = (context, context.RequestAborted);
        var request = context.Request;
        var wantsBaseline = request.Query["force_full"] == "1";
        var position = request.Headers["Last-Event-ID"].ToString();
        if (position.Length == 0) position = request.Query["last_id"].ToString();
        Position = wantsBaseline ? null : EventId.Of(position);
    }

    /// <summary>After which event it wants to go on; null where it has none, or asks for a baseline.</summary>
    public EventId? Position { get; }

    /// <summary>Whether it gets what comes.</summary>
    public bool IsJoined { get; private set; }

    /// <summary>Whether it is to hear that there is no more.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Whether it has left.</summary>
    public bool IsGone => _over.Task.IsCompleted;

    /// <summary>Done when its response is over; fails where that is to end without its end.</summary>
    /// <exception cref="IOException">The recorded connection broke.</exception>
    public Task Over => _over.Task;

    /// <summary>Begins its response, whose date is the recording's.</summary>
    public async Task JoinAsync(DateTimeOffset at, double speed, CancellationToken stop)
    {
        IsJoined = true;
        var response = _context.Response;
        _context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        response.Headers.Date = at.UtcDateTime.ToString("r", CultureInfo.InvariantCulture);
        response.Headers[Sources.Http.ReplayHeader.Name] = Sources.Http.ReplayHeader.ValueOf(at, speed);
        await WriteAsync(ReadOnlyMemory<byte>.Empty, stop);
    }

    /// <summary>Writes to it. One that has left, or does not read for long, is not waited for.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        if (IsGone) return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_aborted, stop);
        limit.CancelAfter(ReplayHead.Patience);
        try
        {
            await _context.Response.BodyWriter.WriteAsync(bytes, limit.Token);
            await _context.Response.BodyWriter.FlushAsync(limit.Token);
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or InvalidOperationException)
        {
            if (_over.TrySetResult()) _context.Abort();
        }
    }

    /// <summary>Answers that there is no more, where it has no answer yet; else its response ends.</summary>
    public void Refuse()
    {
        IsRefused = !IsJoined;
        _over.TrySetResult();
    }

    /// <summary>Ends its response, as the recorded connection ended.</summary>
    public void End(bool isBroken)
    {
        // An abort would take away what the client has not read yet: a handler that fails closes behind it, without the end of the body.
        if (isBroken && IsJoined) _over.TrySetException(new IOException("The recorded connection broke here."));
        else _over.TrySetResult();
    }
}
