using Akka.Streams;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Time.Testing;
using PanelActors.Sources.Http;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Sources.Http;

/// <summary>An actor system, a scripted upstream and a client of it, whose clock stands still unless it is moved.</summary>
public abstract class UpstreamTestKit : TestKit, IAsyncLifetime
{
    private readonly UpstreamClient _client;

    protected UpstreamTestKit()
    {
        _client = new UpstreamClient(ScriptedUpstream.Patience, Time, UpstreamTls.Usual);
        Clock = new TransportClock(Time);
        Materializer = Sys.Materializer();
    }

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));

    protected ScriptedUpstream Upstream { get; } = ScriptedUpstream.Start();

    private protected TransportClock Clock { get; }

    protected IMaterializer Materializer { get; }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Upstream.DisposeAsync();
        _client.Dispose();
    }

    private protected Reading Read(UpstreamRequest? request = null) =>
        Reading.Start(Materializer, _client, request ?? new UpstreamRequest(Upstream.Url), Clock);

    private protected static async Task<ConnectionEnd> Failure(Reading reading) =>
        UpstreamFailure.EndOf(await Should.ThrowAsync<Exception>(reading.Next));
}
