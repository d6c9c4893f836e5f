using Akka.Actor;
using PanelActors.Protocol;
using PanelActors.Protocol.Decode;
using PanelActors.Sources.Http;

namespace PanelActors.Sources;

/// <summary>Gets one baseline from an address of its own (<c>Resync:Url</c>), tells its parent what came of it, and stops.</summary>
internal sealed class FullFetchActor : ReceiveActor
{
    private readonly IngestSettings _settings;
    private readonly UpstreamClient _client;

    /// <summary>Fetches for the source of <paramref name="settings"/>.</summary>
    public FullFetchActor(IngestSettings settings, UpstreamClient client)
    {
        (_settings, _client) = (settings, client);
        Receive<FullFetched>(fetched =>
        {
            Context.Parent.Tell(fetched);
            Context.Stop(Self);
        });
    }

    /// <inheritdoc/>
    protected override void PreStart() =>
        FetchAsync().PipeTo(Self, failure: static e => new FullFetched(null, FullRequest.Refused, UpstreamFailure.EndOf(e).Text));

    private async Task<FullFetched> FetchAsync()
    {
        using var timeout = new CancellationTokenSource(_settings.Resync.Timeout);
        try
        {
            return Decode(await _client.FetchAsync(
                _settings.Request, new Uri(_settings.Resync.Url!), _settings.Limits.MaxEventBytes, timeout.Token));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return new FullFetched(null, FullRequest.Timeout, "the baseline took too long");
        }
    }

    private FullFetched Decode(byte[] document) =>
        new PanelEventDecoder(_settings.DiffForm, _settings.Limits.MaxDepth, _settings.TrustsPublishTime).DecodeBaseline(document, _settings.Resync.Bare) switch
        {
            PanelFullEvent full => new FullFetched(full, null, null),
            LostEvent lost => new FullFetched(null, FullRequest.Refused, $"the answer is no baseline ({lost.Reason})"),
            _ => new FullFetched(null, FullRequest.Refused, "the answer is no baseline"),
        };
}
