using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using PanelActors.Http.Page;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Http.Page;

/// <summary>The files of the page, as they are served.</summary>
public sealed partial class PageFilesTests : IAsyncLifetime
{
    private Daemon _daemon = null!;

    public async Task InitializeAsync() => _daemon = await Daemon.Start(("Sources:0:Name", "market"), ("Sources:0:Url", "simulator:"));

    public async Task DisposeAsync() => await _daemon.DisposeAsync();

    [Theory]
    [InlineData("/", "text/html; charset=utf-8")]
    [InlineData("/page/main.js", "text/javascript; charset=utf-8")]
    [InlineData("/page/model/merge-patch.js", "text/javascript; charset=utf-8")]
    [InlineData("/page/style/theme.css", "text/css; charset=utf-8")]
    [InlineData("/page/icon.svg", "image/svg+xml")]
    public async Task A_file_has_its_type_and_is_not_sent_twice(string path, string type)
    {
        using var first = await _daemon.Http.GetAsync(path);
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        first.Content.Headers.ContentType!.ToString().ShouldBe(type);
        first.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        var body = await first.Content.ReadAsByteArrayAsync();
        body.ShouldNotBeEmpty();

        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await _daemon.Http.SendAsync(again);
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);

        using var head = await _daemon.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Content.Headers.ContentLength.ShouldBe(body.Length);
        head.Headers.ETag.ShouldBe(first.Headers.ETag);
    }

    [Fact]
    public async Task Everything_that_the_page_refers_to_is_there()
    {
        var toRead = new Queue<string>(["/"]);
        var seen = new HashSet<string>();
        while (toRead.TryDequeue(out var path))
        {
            if (!seen.Add(path)) continue;
            using var answer = await _daemon.Http.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            var text = await answer.Content.ReadAsStringAsync();
            foreach (Match match in Reference().Matches(text))
                toRead.Enqueue(new Uri(new Uri(_daemon.Http.BaseAddress!, path), match.Groups[1].Value).AbsolutePath);
        }

        seen.Count.ShouldBe(PageFile.All.Count, "a file that nothing refers to is not needed");
        await _daemon.ShouldAnswer("/page/nothing.js", HttpStatusCode.NotFound);
        await _daemon.ShouldAnswer("/page/index.html", HttpStatusCode.NotFound);
    }

    [Fact]
    public void Nothing_is_referred_to_from_the_root_of_the_host()
    {
        foreach (var file in PageFile.All) Rooted().Matches(Encoding.UTF8.GetString(file.Content)).ShouldBeEmpty(file.Path);
    }

    [Fact]
    public async Task The_policy_leaves_nothing_foreign_and_nothing_inline()
    {
        using var page = await _daemon.Http.GetAsync("/");
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'self'");
        policy.ShouldContain("require-trusted-types-for 'script'");
        policy.ShouldNotContain("unsafe");
        var html = await page.Content.ReadAsStringAsync();
        Inline().IsMatch(html).ShouldBeFalse();
    }

    [GeneratedRegex("""(?:from |(?:src|href)=)["']((?:page/|\.\.?/)[^"'#]+)["']""")]
    private static partial Regex Reference();

    [GeneratedRegex("""(?:from |import\(|fetch\(|EventSource\(|URL\(|at\(|(?:src|href)=|\.href = )["'`]/(?!/)""")]
    private static partial Regex Rooted();

    [GeneratedRegex("""<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:""")]
    private static partial Regex Inline();
}
