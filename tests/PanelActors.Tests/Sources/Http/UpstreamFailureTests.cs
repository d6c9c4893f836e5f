using System.Net.Sockets;
using System.Security.Authentication;
using PanelActors.Sources.Http;

namespace PanelActors.Tests.Sources.Http;

public class UpstreamFailureTests
{
    private const string Secret = "http://user:s3cret@h/?token=s3cret";

    public static TheoryData<string, Exception> Troubles => new()
    {
        { "connection_refused", Http(HttpRequestError.ConnectionError, new SocketException((int)SocketError.ConnectionRefused)) },
        { "unreachable", Http(HttpRequestError.ConnectionError, new SocketException((int)SocketError.NetworkUnreachable)) },
        { "connect", Http(HttpRequestError.ConnectionError) },
        { "dns", Http(HttpRequestError.NameResolutionError, new SocketException((int)SocketError.HostNotFound)) },
        { "dns", Http(HttpRequestError.Unknown, new SocketException((int)SocketError.TryAgain)) },
        { "tls", Http(HttpRequestError.SecureConnectionError, new AuthenticationException(Secret)) },
        { "tls", new AuthenticationException(Secret) },
        { "premature_end", Http(HttpRequestError.ResponseEnded) },
        { "premature_end", new HttpIOException(HttpRequestError.ResponseEnded, Secret) },
        { "bad_response", new HttpIOException(HttpRequestError.InvalidResponse, Secret) },
        { "bad_response", Http(HttpRequestError.HttpProtocolError) },
        { "connection_reset", new IOException(Secret, new SocketException((int)SocketError.ConnectionReset)) },
        { "timeout", new IOException(Secret, new SocketException((int)SocketError.TimedOut)) },
        { "io", new IOException(Secret, new SocketException((int)SocketError.NoBufferSpaceAvailable)) },
        { "io", new IOException(Secret) },
        { "connect_timeout", new TaskCanceledException(Secret, new TimeoutException(Secret)) },
        { "timeout", new TimeoutException(Secret) },
        { "cancelled", new OperationCanceledException(Secret) },
        { "bad_encoding", new InvalidDataException(Secret) },
        { "bad_url", new NotSupportedException(Secret) },
        { "http_503", new UpstreamRefusedException(ConnectionEnds.Busy(503, null)) },
        { "connection_refused", new AggregateException(Secret, new SocketException((int)SocketError.ConnectionRefused)) },
        { "other", new InvalidOperationException(Secret) },
        { "other", Http(HttpRequestError.Unknown) },
    };

    [Theory]
    [MemberData(nameof(Troubles), DisableDiscoveryEnumeration = true)]
    public void Each_trouble_has_its_name_and_keeps_secrets(string reason, Exception exception)
    {
        var failure = UpstreamFailure.EndOf(exception);
        failure.Reason.ShouldBe(reason);
        failure.Text.ShouldNotBeNullOrWhiteSpace();
        failure.Text.ShouldNotContain("s3cret");
    }

    private static HttpRequestException Http(HttpRequestError error, Exception? inner = null) => new(error, Secret, inner);
}
