using PanelActors.Sources.Http;

namespace PanelActors.Tests.Sources.Http;

public class RedirectTests
{
    [Fact]
    public void Just_the_five_moving_statuses_are_redirects() =>
        Enumerable.Range(0, 1000).Where(Redirect.IsRedirect).ShouldBe([301, 302, 303, 307, 308]);

    [Theory]
    [InlineData("http://a/x/y?q=1", "/other", "http://a/other")]
    [InlineData("http://a/x/y?q=1", "z?k=v", "http://a/x/z?k=v")]
    [InlineData("http://a/x/y?q=1", "?k=v", "http://a/x/y?k=v")]
    [InlineData("http://a/x/y", "../up", "http://a/up")]
    [InlineData("http://a:81/x", "//b/x", "http://b/x")]
    [InlineData("http://a/x", " http://b:82/x ", "http://b:82/x")]
    [InlineData("http://a/x", "https://a/x", "https://a/x")]
    [InlineData("https://a/x", "https://b/x", "https://b/x")]
    public void A_location_is_resolved_against_the_address_that_sent_it(string current, string location, string expected) =>
        Redirect.Resolve(new Uri(current), location, 1).AbsoluteUri.ShouldBe(expected);

    [Theory]
    [InlineData("http://a/x", null, "bad_redirect")]
    [InlineData("http://a/x", "  ", "bad_redirect")]
    [InlineData("http://a/x", "ftp://a/x", "bad_redirect")]
    [InlineData("http://a/x", "file:///etc/passwd", "bad_redirect")]
    [InlineData("http://a/x", "simulator:", "bad_redirect")]
    [InlineData("http://a/x", "http://", "bad_redirect")]
    [InlineData("http://a/x", "http://[bad/", "bad_redirect")]
    [InlineData("https://a/x", "http://a/x", "insecure_redirect")]
    [InlineData("https://a/x", "HTTP://b/x", "insecure_redirect")]
    public void A_location_that_leads_nowhere_good_is_refused_slowly(string current, string? location, string reason)
    {
        var refused = Should.Throw<UpstreamRefusedException>(() => Redirect.Resolve(new Uri(current), location, 1));
        (refused.End.Retry, refused.End.Reason).ShouldBe((Retry.Slowly, reason));
    }

    [Fact]
    public void Ten_redirects_are_followed_and_the_eleventh_is_not()
    {
        Redirect.Resolve(new Uri("http://a/"), "/10", 10).AbsolutePath.ShouldBe("/10");
        Should.Throw<UpstreamRefusedException>(() => Redirect.Resolve(new Uri("http://a/"), "/11", 11)).End
            .ShouldBe(ConnectionEnds.TooManyRedirects);
    }

    [Theory]
    [InlineData("http://a/x?y", "http://A:80/z", true)]
    [InlineData("http://a/", "https://a/", false)]
    [InlineData("http://a/", "http://a:81/", false)]
    [InlineData("http://a/", "http://b/", false)]
    [InlineData("http://bücher/", "http://xn--bcher-kva/", true)]
    [InlineData("http://u:p@a/", "http://a/", true)]
    public void An_origin_is_scheme_host_and_port(string one, string other, bool same) =>
        Redirect.SameOrigin(new Uri(one), new Uri(other)).ShouldBe(same);
}
