using System.Net.Sockets;
using PanelActors.Sources.Http;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Sources.Http;

public sealed class ConnectionEndTests
{
    public static TheoryData<Exception?, string, string, double?> Ends => new()
    {
        { null, "closed", nameof(Retry.WithBackoff), null },
        { new UpstreamRefusedException(ConnectionEnds.NoContent), "http_204", nameof(Retry.No), null },
        { new UpstreamRefusedException(ConnectionEnds.Rejected(404)), "http_404", nameof(Retry.Slowly), null },
        { new UpstreamRefusedException(ConnectionEnds.Busy(503, null)), "http_503", nameof(Retry.WithBackoff), null },
        { new UpstreamRefusedException(ConnectionEnds.Busy(429, TimeSpan.FromSeconds(7))), "http_429", nameof(Retry.WithBackoff), 7 },
        { new SocketException((int)SocketError.ConnectionReset), "connection_reset", nameof(Retry.WithBackoff), null },
        { new InvalidOperationException("?user=secret"), "other", nameof(Retry.WithBackoff), null },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void An_end_has_a_reason_and_says_what_follows(Exception? failure, string reason, string retry, double? after)
    {
        var end = UpstreamFailure.EndOf(failure);

        end.Reason.ShouldBe(reason);
        end.Retry.ShouldBe(retry.As<Retry>());
        end.After.ShouldBe(after is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        end.Text.ShouldNotBeNullOrWhiteSpace();
        end.Text.ShouldNotContain("secret");
    }
}
