using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections;
using PanelActors.Telemetry;

namespace PanelActors.Hosting.Listening;

/// <summary>
/// Turns away connections that are one too many: they are told so, and closed. What that takes is bounded: few are waited for, none
/// for long, and the others are closed at once.
/// </summary>
internal sealed class SurplusConnections(ConnectionGate gate, HttpRefusals refused, TimeProvider time, ILogger<SurplusConnections> log)
{
    /// <summary>How many are waited for at once until they have read their answer.</summary>
    public const int MostWaitedFor = 64;

    private const string Kind = "connections";
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly byte[] Answer = AnswerOf(
        "{\"type\":\"https://tools.ietf.org/html/rfc9110#section-15.6.4\",\"title\":\"Service Unavailable\",\"status\":503,"
        + "\"detail\":\"There are as many connections as this daemon serves (ClientLimits:Connections). "
        + "Close what you do not need, or come back later.\"}");

    private readonly LogThrottle _throttle = new(time, TimeSpan.FromSeconds(10));
    private int _waitedFor;

    /// <summary>Turns <paramref name="connection"/> away. Returns at once; the rest happens by itself.</summary>
    /// <param name="connection">One that nobody else uses.</param>
    /// <param name="encrypted">Whether TLS is spoken there, in which no answer can be given without a handshake.</param>
    public void Refuse(ConnectionContext connection, bool encrypted)
    {
        refused.Add(HttpRefusals.Connections);
        if (_throttle.TryPass(Kind, out var heldBack))
        {
            log.LogWarning(
                "There are {Most} connections, as many as may be (ClientLimits:Connections, and the file limit): further ones are refused{More:l}",
                gate.Most, LogThrottle.More(heldBack));
        }

        _ = CloseAsync(connection, encrypted);
    }

    private async Task CloseAsync(ConnectionContext connection, bool encrypted)
    {
        var waits = Interlocked.Increment(ref _waitedFor) <= MostWaitedFor;
        try
        {
            if (!encrypted) await AnswerAsync(connection, waits);
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or InvalidOperationException)
        {
            // It did not wait for the answer, or did not take it in time.
        }
        finally
        {
            await connection.DisposeAsync();
            Interlocked.Decrement(ref _waitedFor);
        }
    }

    private async Task AnswerAsync(ConnectionContext connection, bool waits)
    {
        using var patience = new CancellationTokenSource(LongestWait, time);
        await connection.Transport.Output.WriteAsync(Answer, patience.Token);
        if (!waits) return;
        // A request that comes after the close would reset the connection, and with it perhaps the answer: it is read first.
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(patience.Token);
            input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) return;
        }
    }

    private static byte[] AnswerOf(string problem) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\nContent-Length: {problem.Length}\r\n"
        + $"Connection: close\r\nRetry-After: 5\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\r\n{problem}"));
}
