using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections;
using PanelActors.Telemetry;

namespace PanelActors.Hosting.Listening;

/// <summary>
/// Refuses connections beyond the limit: answers 503 and closes them. What that takes is bounded: few of them are waited for, none for
/// long, and the others are closed at once.
/// </summary>
internal sealed class SurplusConnections(ConnectionGate gate, HttpRefusals refused, TimeProvider time, ILogger<SurplusConnections> log)
{
    /// <summary>How many may read their answer at once.</summary>
    public const int MaxWaiting = 64;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);
    private static readonly byte[] Answer = AnswerOf("There are as many connections as this daemon serves (ClientLimits:Connections).");

    private static readonly byte[] AnswerToAddress =
        AnswerOf("This address has as many connections as it may (ClientLimits:ConnectionsPerAddress).");

    private readonly LogThrottle _throttle = new(time, TimeSpan.FromSeconds(10));
    private int _waiting;

    /// <summary>Refuses <paramref name="connection"/>, which is closed after this has returned.</summary>
    /// <param name="connection">A connection that is not in use yet.</param>
    /// <param name="encrypted">Whether TLS is spoken there, in which no answer can be given without a handshake.</param>
    /// <param name="reason">Which limit it is beyond: one of <see cref="HttpRefusals.Reasons"/>.</param>
    public void Refuse(ConnectionContext connection, bool encrypted, string reason)
    {
        refused.Add(reason);
        var isOfAddress = reason == HttpRefusals.ConnectionsPerAddress;
        if (_throttle.TryPass(reason, out var heldBack)) Warn(connection, isOfAddress, LogThrottle.More(heldBack));
        _ = CloseAsync(connection, encrypted, isOfAddress ? AnswerToAddress : Answer);
    }

    private void Warn(ConnectionContext connection, bool isOfAddress, string more)
    {
        if (isOfAddress)
        {
            log.LogWarning(
                "{Address} has as many connections as it may (ClientLimits:ConnectionsPerAddress): further ones are refused{More:l}",
                (connection.RemoteEndPoint as IPEndPoint)?.Address, more);
        }
        else
        {
            log.LogWarning(
                "There are {Max} connections, as many as may be (ClientLimits:Connections, and the file limit): "
                    + "further ones are refused{More:l}",
                gate.Max, more);
        }
    }

    private async Task CloseAsync(ConnectionContext connection, bool encrypted, byte[] answer)
    {
        var waits = Interlocked.Increment(ref _waiting) <= MaxWaiting;
        try
        {
            if (!encrypted) await AnswerAsync(connection, waits, answer);
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or InvalidOperationException)
        {
            // The client did not wait for the answer, or did not read it in time.
        }
        finally
        {
            await connection.DisposeAsync();
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task AnswerAsync(ConnectionContext connection, bool waits, byte[] answer)
    {
        using var patience = new CancellationTokenSource(MaxWait, time);
        await connection.Transport.Output.WriteAsync(answer, patience.Token);
        if (!waits) return;
        // A request that arrives after the close would reset the connection, perhaps before the answer was read.
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(patience.Token);
            input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) return;
        }
    }

    private static byte[] AnswerOf(string why) => AnswerWith(
        "{\"type\":\"https://tools.ietf.org/html/rfc9110#section-15.6.4\",\"title\":\"Service Unavailable\",\"status\":503,"
        + $"\"detail\":\"{why} Close what you do not need, or come back later.\"}}");

    private static byte[] AnswerWith(string problem) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\nContent-Length: {problem.Length}\r\n"
        + $"Connection: close\r\nRetry-After: 5\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\r\n{problem}"));
}
