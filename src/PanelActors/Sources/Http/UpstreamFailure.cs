using System.Net.Sockets;
using System.Security.Authentication;

namespace PanelActors.Sources.Http;

/// <summary>
/// Why a connection ended, said twice: for a metric and for people. Neither repeats an exception's own message, which may quote an
/// address with its query string.
/// </summary>
/// <param name="Reason">A machine word of bounded cardinality: <c>connection_refused</c>, <c>tls</c>, <c>http_503</c>.</param>
/// <param name="Text">One short line without header values, query strings or credentials.</param>
public sealed record UpstreamFailure(string Reason, string Text)
{
    /// <summary>Tells what kind of trouble an exception is.</summary>
    /// <param name="exception">What failed the attempt or the stream.</param>
    /// <returns>The failure; <c>other</c> when nothing better is known. Never throws.</returns>
    public static UpstreamFailure Classify(Exception exception)
    {
        // The outermost exception that says something is the most to the point: an I/O error wraps the socket's, which says which.
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (Name(e) is { } failure)
                return failure;
        }
        return exception switch
        {
            OperationCanceledException => new("cancelled", "the connection was given up"),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => new("connect", "no connection could be made"),
            IOException => new("io", "the connection broke"),
            _ => new("other", "unexpected trouble"),
        };
    }

    private static UpstreamFailure? Name(Exception exception) => exception switch
    {
        UpstreamRefusedException refused => new(refused.Verdict.Reason, refused.Verdict.Text),
        HttpRequestException request => Name(request.HttpRequestError),
        HttpIOException io => Name(io.HttpRequestError),
        SocketException socket => Name(socket.SocketErrorCode),
        // SocketsHttpHandler says a connect timeout as a cancellation with a timeout inside.
        OperationCanceledException { InnerException: TimeoutException } => new("connect_timeout", "connecting took too long"),
        TimeoutException => new("timeout", "the upstream took too long"),
        AuthenticationException => new("tls", "no secure connection could be made"),
        InvalidDataException => new("bad_encoding", "the body could not be decompressed"),
        NotSupportedException or UriFormatException => new("bad_url", "the address is no HTTP address"),
        _ => null,
    };

    private static UpstreamFailure? Name(HttpRequestError? error) => error switch
    {
        HttpRequestError.NameResolutionError => new("dns", "the host's name could not be resolved"),
        HttpRequestError.SecureConnectionError => new("tls", "no secure connection could be made"),
        HttpRequestError.ResponseEnded => new("premature_end", "the response ended in its middle"),
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.ConfigurationLimitExceeded
            or HttpRequestError.VersionNegotiationError or HttpRequestError.ExtendedConnectNotSupported
            => new("bad_response", "the answer is no proper HTTP"),
        _ => null,
    };

    private static UpstreamFailure Name(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => new("connection_refused", "the connection was refused"),
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown
            => new("connection_reset", "the connection was reset"),
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery
            => new("dns", "the host's name could not be resolved"),
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown
            => new("unreachable", "the host cannot be reached"),
        SocketError.TimedOut => new("timeout", "the upstream took too long"),
        _ => new("io", "the connection broke"),
    };
}
