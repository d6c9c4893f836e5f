using System.Diagnostics.CodeAnalysis;
using Akka.Streams;
using Akka.Streams.Stage;

namespace PanelActors.Sources.Http;

/// <summary>
/// The stage behind <see cref="UpstreamSource"/>. A pump beside the stage owns the response from asking to disposal, waits for
/// demand, reads, and reports through async callbacks; the stage only signals demand and, when it stops, the end. So nothing is
/// read, decompressed or awaited on the actor's thread, and the one place that could leak a response has it in a <c>using</c>.
/// </summary>
internal sealed class UpstreamStage(
    UpstreamClient client, UpstreamRequest request, TransportClock clock, UpstreamClock? upstreamClock,
    Action<HttpResponseMessage>? answered)
    : GraphStageWithMaterializedValue<SourceShape<ReadOnlyMemory<byte>>, Task>
{
    private const int ReadBufferBytes = 64 * 1024;

    // Less room than this is not worth a read: what there is goes on, and the next read finds an empty buffer.
    private const int MinRoom = 8 * 1024;

    private readonly Outlet<ReadOnlyMemory<byte>> _out = new("Upstream.out");

    public override SourceShape<ReadOnlyMemory<byte>> Shape => new(_out);

    public override ILogicAndMaterializedValue<Task> CreateLogicAndMaterializedValue(Attributes inheritedAttributes)
    {
        var logic = new Logic(Shape, _out, client, request, clock, upstreamClock, answered);
        return new LogicAndMaterializedValue<Task>(logic, logic.Accepted);
    }

    [SuppressMessage(
        "Design", "CA1001", Justification = "Used without timer and wait handle, so they hold nothing; and the pump outlives the stage.")]
    private sealed class Logic : OutGraphStageLogic
    {
        private readonly Outlet<ReadOnlyMemory<byte>> _out;
        private readonly UpstreamClient _client;
        private readonly UpstreamRequest _request;
        private readonly TransportClock _clock;
        private readonly UpstreamClock? _upstreamClock;
        private readonly Action<HttpResponseMessage>? _answered;
        private readonly CancellationTokenSource _stopped = new();
        private readonly SemaphoreSlim _demand = new(0);
        private readonly TaskCompletionSource _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Action<ReadOnlyMemory<byte>> _read;
        private readonly Action<Exception?> _ended;

        public Logic(
            SourceShape<ReadOnlyMemory<byte>> shape, Outlet<ReadOnlyMemory<byte>> @out,
            UpstreamClient client, UpstreamRequest request, TransportClock clock, UpstreamClock? upstreamClock,
            Action<HttpResponseMessage>? answered) : base(shape)
        {
            (_out, _client, _request, _clock, _upstreamClock, _answered) = (@out, client, request, clock, upstreamClock, answered);
            _read = GetAsyncCallback<ReadOnlyMemory<byte>>(bytes => Push(_out, bytes));
            _ended = GetAsyncCallback<Exception?>(End);
            SetHandler(_out, this);
        }

        public Task Accepted => _accepted.Task;

        public override void PreStart()
        {
            _clock.Touch();
            _ = Task.Run(PumpAsync);
        }

        public override void OnPull() => _demand.Release();

        public override void PostStop()
        {
            _accepted.TrySetCanceled();
            // Cancelling runs what the HTTP handler registered; that belongs on the thread pool and not on the actor's thread.
            _ = _stopped.CancelAsync();
        }

        private void End(Exception? failure)
        {
            if (failure is null)
                CompleteStage();
            else
                FailStage(failure);
        }

        private async Task PumpAsync()
        {
            try
            {
                await CopyBodyAsync(_stopped.Token);
                _ended(null);
            }
            catch (Exception e)
            {
                // After the stop the stage is gone, and the trouble is most likely the stop itself.
                if (_stopped.IsCancellationRequested)
                    return;
                // Reading the exception marks it as seen: the task is an offer, not a duty.
                if (_accepted.TrySetException(e))
                    _ = _accepted.Task.Exception;
                _ended(e);
            }
        }

        private async Task CopyBodyAsync(CancellationToken stopped)
        {
            using var response = await _client.OpenAsync(_request, stopped);
            _clock.Touch();
            _upstreamClock?.Set(UpstreamClient.RawHeader(response, "Date"));
            _answered?.Invoke(response);
            _accepted.TrySetResult();
            var body = await response.Content.ReadAsStreamAsync(stopped);
            var buffer = new byte[ReadBufferBytes];
            Task<int>? begun = null;
            var (start, end) = (0, 0);
            while (true)
            {
                await _demand.WaitAsync(stopped);
                if (begun is null)
                    (start, end) = (0, 0);
                var length = await (begun ?? body.ReadAsync(buffer, stopped).AsTask());
                begun = null;

                // The client hands out no more at once than its own small buffer holds. What the socket has besides goes along, as
                // long as that needs no waiting; the read that would have to wait is the next one's.
                while (length > 0)
                {
                    _clock.Touch();
                    end += length;
                    if (buffer.Length - end < MinRoom)
                        break;
                    var next = body.ReadAsync(buffer.AsMemory(end), stopped).AsTask();
                    if (!next.IsCompletedSuccessfully)
                    {
                        begun = next;
                        break;
                    }
                    length = await next;
                }

                if (end > start)
                    _read(Copy(buffer.AsSpan(start, end - start)));
                if (length == 0)
                    return;
                start = end;
            }
        }

        private static byte[] Copy(ReadOnlySpan<byte> bytes)
        {
            var copy = GC.AllocateUninitializedArray<byte>(bytes.Length);
            bytes.CopyTo(copy);
            return copy;
        }
    }
}
