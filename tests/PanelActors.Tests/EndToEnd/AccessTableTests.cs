using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PanelActors.Configuration;
using PanelActors.Hosting;
using PanelActors.Http.Access;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.EndToEnd;

/// <summary>
/// Every endpoint, asked by every kind of principal about every kind of store, over https: what is answered is what specification 8.6
/// says, worked out here once more.
/// </summary>
public sealed partial class AccessTableTests : IAsyncLifetime, IDisposable
{
    private const string Forgotten = "/forgotten";
    private static readonly string[] Everything = ["read", "control", "metrics"];
    private static readonly string[] Stores = ["market", "risk", "all", "nosuch"];

    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _root = new();
    private readonly TokenIssuer _issuer = new();
    private readonly ScriptedUpstream _feed = ScriptedUpstream.Start();
    private readonly List<TlsClient> _clients = [];
    private WebApplication _app = null!;

    private Uri Url => new(_app.Urls.Single());

    public async Task InitializeAsync()
    {
        var (certificate, key) = _root.Server().WriteTo(_folder, "server");
        (string Name, string[] May, string Stores)[] keys =
        [
            ("reader of market", ["read"], "market"), ("reader of all", ["read"], "*"), ("operator of market", ["control"], "market"),
            ("scraper", ["metrics"], "*"), ("everything", Everything, "*"),
        ];
        var settings = new Dictionary<string, string?>
        {
            ["Urls"] = "https://127.0.0.1:0",
            ["Persistence:Enabled"] = "false",
            ["Sources:0:Name"] = "market",
            ["Sources:0:Url"] = _feed.Url.ToString(),
            ["Sources:1:Name"] = "risk",
            ["Sources:1:Url"] = _feed.Url.ToString(),
            ["Composites:0:Name"] = "all",
            ["Composites:0:Members:0"] = "market",
            ["Composites:0:Members:1"] = "risk",
            ["Default"] = "market",
            ["Tls:CertificateFile"] = certificate,
            ["Tls:KeyFile"] = key,
            ["Tls:ClientCaFile"] = _root.WriteTo(_folder, "ca.pem"),
            ["Tls:ClientCertificates"] = "allow",
            ["Access:Jwt:KeysFile"] = _folder.Write("jwks.json", _issuer.KeySet()),
            ["Access:Jwt:Issuer"] = TokenIssuer.Issuer,
            ["Access:Jwt:Audience"] = TokenIssuer.Audience,
            ["Access:Certificates:0:Name"] = "edge",
            ["Access:Certificates:0:Subject"] = "CN=edge",
            ["Access:Certificates:0:May:0"] = "read",
            ["Access:Certificates:0:Stores:0"] = "market",
            ["Access:Anonymous:May:0"] = "read",
            ["Access:Anonymous:Stores:0"] = "risk",
        };
        foreach (var (index, (name, may, stores)) in keys.Index())
        {
            var entry = $"Access:Keys:{index}";
            settings[$"{entry}:Name"] = name.Replace(' ', '-');
            settings[$"{entry}:Sha256:0"] = KeyHash.Of($"key of {name}".Replace(' ', '-')).ToHex();
            settings[$"{entry}:Stores:0"] = stores;
            foreach (var (right, word) in may.Index()) settings[$"{entry}:May:{right}"] = word;
        }

        _app = DaemonHost.Build(LoadedConfiguration.Of(
            Settings.Only(settings.ToDictionary(static pair => $"PanelActors:{pair.Key}", static pair => pair.Value))));
        _app.MapGet(Forgotten, static () => "nothing was said about this one");
        await _app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _feed.DisposeAsync();
    }

    public void Dispose()
    {
        foreach (var client in _clients) client.Dispose();
        _issuer.Dispose();
        _root.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_endpoint_answers_every_principal_about_every_store_as_the_specification_says()
    {
        var wrong = new List<string>();
        var asked = 0;
        var calls = Calls().ToList();
        foreach (var principal in await Principals())
        {
            foreach (var call in calls)
            {
                using var request = new HttpRequestMessage(new HttpMethod(call.Method), new Uri(Url, call.Path));
                principal.Show(request.Headers);
                using var answer = await principal.Client.Send(request);
                asked++;
                var (expected, status) = (Expected(principal, call), (int)answer.StatusCode);
                if (expected is { } one ? status == one : IsAllowed(call, status)) continue;
                wrong.Add($"{principal.Name}: {call.Method} {call.Path} was answered with {status}, not {expected?.ToString() ?? "2xx"}");
            }
        }

        wrong.ShouldBeEmpty();
        asked.ShouldBeGreaterThan(200);
    }

    [Fact]
    public async Task A_store_that_may_not_be_seen_is_answered_for_as_one_that_there_is_not()
    {
        var reader = (await Principals()).Single(static principal => principal.Name == "reader of market");
        foreach (var call in Calls().Where(static call => call.Store == "risk"))
        {
            var hidden = await Text(call.Path);
            var missing = await Text(call.Path.Replace("/risk", "/nosuch", StringComparison.Ordinal));
            hidden.Replace("risk", "nosuch", StringComparison.Ordinal).ShouldBe(missing, call.Path);

            async Task<string> Text(string path)
            {
                using var request = new HttpRequestMessage(new HttpMethod(call.Method), new Uri(Url, path));
                reader.Show(request.Headers);
                using var answer = await reader.Client.Send(request);
                var headers = answer.Headers.Where(static header => header.Key != "Date")
                    .Select(static header => $"{header.Key}: {string.Join(", ", header.Value)}");
                var body = TraceId().Replace(await answer.Content.ReadAsStringAsync(), "");
                return $"{(int)answer.StatusCode}\n{string.Join('\n', headers)}\n{body}";
            }
        }
    }

    // The status that is due; null for any that says that it is allowed.
    private static int? Expected(Principal principal, Call call)
    {
        if (call.Path == Forgotten) return 403;
        if (call.Needs is []) return null;
        var hasRight = call.Needs.Intersect(principal.May).Any();
        if (!hasRight && principal.IsAnonymous) return 401;
        if (call.Store is { } store)
        {
            string[] parts = store == "all" ? ["all", "market", "risk"] : [store];
            if (store == "nosuch" || !parts.All(principal.Sees)) return 404;
        }

        return hasRight ? null : 403;
    }

    private static bool IsAllowed(Call call, int status) => (call.Method, call.Path) switch
    {
        // Without a key to log in with.
        ("POST", "/api/session" or "/api/session/") => status == 400,
        // Asked too often, or of a source that is not there to be asked.
        ("POST", _) => status is 200 or 202 or 409 or 429,
        // No feed has sent anything.
        (_, "/health/ready" or "/readyz") => status is 200 or 503,
        _ => status == 200,
    };

    private IEnumerable<Call> Calls()
    {
        var endpoints = _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
        foreach (var endpoint in endpoints)
        {
            var path = $"/{endpoint.RoutePattern.RawText!.TrimStart('/')}";
            if (path.StartsWith("/page/", StringComparison.Ordinal) && path != "/page/main.js") continue;
            var (needs, isOfStore) = NeedsOf(path);
            var methods = endpoint.Metadata.OfType<HttpMethodMetadata>().SelectMany(static metadata => metadata.HttpMethods).Distinct();
            foreach (var method in methods.Where(static method => method != "DELETE"))
            {
                if (!path.Contains("{name}", StringComparison.Ordinal))
                {
                    var whole = path.Replace("{documentName}", "v1", StringComparison.Ordinal);
                    yield return new Call(method, whole, needs, isOfStore ? "market" : null);
                    continue;
                }

                foreach (var store in Stores)
                    yield return new Call(method, path.Replace("{name}", store, StringComparison.Ordinal) + QueryOf(path), needs, store);
            }
        }
    }

    private static string QueryOf(string path) => path.EndsWith("/series", StringComparison.Ordinal) ? "?path=/**" : "";

    // A path that is not here fails: what it needs has to be decided.
    private static (string[] Needs, bool IsOfStore) NeedsOf(string path) => path switch
    {
        "/" or "/page/main.js" or "/health/live" or "/healthz" or "/api/session" or "/api/session/" or Forgotten => ([], false),
        "/api/stores" or "/api/history" => (["read"], false),
        "/api/stores/{name}/history" or "/api/stores/{name}/alerts" or "/api/stores/{name}/series" => (["read"], true),
        "/api/snapshot" or "/api/heartbeat" or "/events" => (["read"], true),
        "/api/stores/{name}/snapshot" or "/api/stores/{name}/heartbeat" or "/api/stores/{name}/events" => (["read"], true),
        "/api/stores/{name}/request-full" or "/api/sources/{name}/restart" => (["control"], true),
        "/metrics" => (["metrics"], false),
        "/health/ready" or "/readyz" => (["read", "metrics"], false),
        "/openapi/{documentName}.json" => (Everything, false),
        _ => throw new InvalidOperationException($"Nothing says what {path} needs."),
    };

    private async Task<IReadOnlyList<Principal>> Principals()
    {
        var plain = Client(own: null);
        var edge = Client(_root.Client("CN=edge"));
        var cookie = await LogIn(plain, "key-of-reader-of-market");
        return
        [
            new("anonymous", ["read"], ["risk"], plain, static _ => { }) { IsAnonymous = true },
            Keyed("reader of market", ["read"], "market"),
            Keyed("reader of all", ["read"]),
            Keyed("operator of market", ["control"], "market"),
            Keyed("scraper", ["metrics"]),
            Keyed("everything", Everything),
            new("token", ["read"], ["risk"], plain, headers => headers.Authorization = new("Bearer", _issuer.Token(stores: ["risk"]))),
            new("certificate", ["read"], ["market"], edge, static _ => { }),
            new("session", ["read"], ["market"], plain, headers => headers.Add("Cookie", cookie)),
            // What is shown in the headers decides, whatever certificate the connection has.
            new("key over a certificate", ["metrics"], Stores, edge, static headers => headers.Add("X-Api-Key", "key-of-scraper")),
        ];

        Principal Keyed(string name, string[] may, params string[] stores) => new(
            name, may, stores is [] ? Stores : stores, plain,
            headers => headers.Authorization = new AuthenticationHeaderValue("Bearer", $"key of {name}".Replace(' ', '-')));
    }

    private async Task<string> LogIn(TlsClient client, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Url, "/api/session"));
        request.Content = JsonContent.Create(new { key });
        using var answer = await client.Send(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var cookie = answer.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        cookie.ShouldContain("; secure");
        return cookie.Split(';')[0];
    }

    private TlsClient Client(TestCertificate? own)
    {
        var client = new TlsClient(_root, own);
        _clients.Add(client);
        return client;
    }

    // Differs from request to request.
    [GeneratedRegex("""  ,"traceId":"[^"]*"  """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex TraceId();

    private sealed record Call(string Method, string Path, string[] Needs, string? Store);

    private sealed record Principal(string Name, string[] May, string[] Stores, TlsClient Client, Action<HttpRequestHeaders> Show)
    {
        public bool IsAnonymous { get; init; }

        public bool Sees(string store) => Stores.Contains(store);
    }
}
