using System.Net;
using System.Net.Http.Headers;

namespace PanelActors.Tests.Sources.Http;

/// <summary>An HTTP handler that answers on demand and ignores cancellation, as in a lost race.</summary>
internal sealed class LateHandler : HttpMessageHandler
{
    private readonly TaskCompletionSource<CancellationToken> _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the request's token when there is a request.</summary>
    public Task<CancellationToken> Asked => _asked.Task;

    /// <summary>Completes when the response was disposed.</summary>
    public Task Disposed => _disposed.Task;

    public void Answer() => _answer.SetResult();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _asked.SetResult(cancellationToken);
        await _answer.Task;
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new Body(_disposed) };
    }

    private sealed class Body : ByteArrayContent
    {
        private readonly TaskCompletionSource _disposed;

        public Body(TaskCompletionSource disposed) : base([])
        {
            _disposed = disposed;
            Headers.ContentType = new MediaTypeHeaderValue("text/event-stream");
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            _disposed.TrySetResult();
        }
    }
}
