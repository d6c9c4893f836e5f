using System.Net.Sockets;
using System.Security.Authentication;

namespace PanelActors.Sources.Http;

/// <summary>
/// What an exception means for the end of a connection. Its message is never repeated: that may quote an address with its query string.
/// </summary>
internal static class UpstreamFailure
{
    /// <summary>The end that <paramref name="failure"/>, or its absence, means. Never throws.</summary>
    public static ConnectionEnd EndOf(Exception? failure)
    {
        if (failure is null) return ConnectionEnds.Closed;
        if (TlsAlert.Of(failure) is { } alert) return alert;
        // The outermost exception that is known is the most to the point: an I/O error wraps that of the socket, which has the code.
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (Known(e) is { } end) return end;
        }

        return failure switch
        {
            OperationCanceledException => ConnectionEnds.Cancelled,
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => ConnectionEnds.NotConnected,
            IOException => ConnectionEnds.Broken,
            _ => ConnectionEnds.Other,
        };
    }

    private static ConnectionEnd? Known(Exception exception) => exception switch
    {
        UpstreamRefusedException refused => refused.End,
        HttpRequestException request => Known(request.HttpRequestError),
        HttpIOException io => Known(io.HttpRequestError),
        SocketException socket => Of(socket.SocketErrorCode),
        // SocketsHttpHandler reports a connect timeout as a cancellation with a timeout inside.
        OperationCanceledException { InnerException: TimeoutException } => ConnectionEnds.ConnectTimeout,
        TimeoutException => ConnectionEnds.Timeout,
        AuthenticationException => ConnectionEnds.Tls,
        InvalidDataException => ConnectionEnds.BadEncoding,
        NotSupportedException or UriFormatException => ConnectionEnds.BadUrl,
        _ => null,
    };

    private static ConnectionEnd? Known(HttpRequestError? error) => error switch
    {
        HttpRequestError.NameResolutionError => ConnectionEnds.Dns,
        HttpRequestError.SecureConnectionError => ConnectionEnds.Tls,
        HttpRequestError.ResponseEnded => ConnectionEnds.PrematureEnd,
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.ConfigurationLimitExceeded
            or HttpRequestError.VersionNegotiationError or HttpRequestError.ExtendedConnectNotSupported => ConnectionEnds.BadResponse,
        _ => null,
    };

    private static ConnectionEnd Of(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => ConnectionEnds.Refused,
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => ConnectionEnds.Reset,
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery => ConnectionEnds.Dns,
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown
            => ConnectionEnds.Unreachable,
        SocketError.TimedOut => ConnectionEnds.Timeout,
        _ => ConnectionEnds.Broken,
    };
}
