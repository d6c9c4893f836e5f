using System.Net.Sockets;
using PanelActors.Sources;
using PanelActors.Sources.Http;

namespace PanelActors.Tests.Sources;

public sealed class ConnectionEndTests
{
    public static TheoryData<Exception?, string, Retry, double?> Ends => new()
    {
        { null, "closed", Retry.WithBackoff, null },
        { new UpstreamRefusedException(new ResponseVerdict.Stopped()), "http_204", Retry.No, null },
        { new UpstreamRefusedException(new ResponseVerdict.RetrySlowly("http_404", "no")), "http_404", Retry.Slowly, null },
        { new UpstreamRefusedException(new ResponseVerdict.Retry("http_503", "busy")), "http_503", Retry.WithBackoff, null },
        { new UpstreamRefusedException(new ResponseVerdict.Retry("http_429", "busy", TimeSpan.FromSeconds(7))), "http_429", Retry.WithBackoff, 7 },
        { new SocketException((int)SocketError.ConnectionReset), "connection_reset", Retry.WithBackoff, null },
        { new InvalidOperationException("?user=secret"), "other", Retry.WithBackoff, null },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void An_end_has_a_reason_and_says_what_follows(Exception? failure, string reason, Retry retry, double? after)
    {
        var end = ConnectionEnd.Of(failure);

        end.Reason.ShouldBe(reason);
        end.Retry.ShouldBe(retry);
        end.After.ShouldBe(after is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        end.Text.ShouldNotBeNullOrWhiteSpace();
        end.Text.ShouldNotContain("secret");
    }
}
