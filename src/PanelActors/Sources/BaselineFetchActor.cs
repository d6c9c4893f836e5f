using Akka.Actor;
using PanelActors.Protocol;
using PanelActors.Protocol.Decode;
using PanelActors.Sources.Http;
using PanelActors.Sources.Supervision;

namespace PanelActors.Sources;

/// <summary>Gets one baseline from <c>Resync:Url</c>, reports to its parent, and stops.</summary>
internal sealed class BaselineFetchActor : ReceiveActor
{
    private readonly IngestSettings _settings;
    private readonly UpstreamClient _client;

    public BaselineFetchActor(IngestSettings settings, UpstreamClient client)
    {
        (_settings, _client) = (settings, client);
        Receive<BaselineFetched>(fetched =>
        {
            Context.Parent.Tell(fetched);
            Context.Stop(Self);
        });
    }

    /// <inheritdoc/>
    protected override void PreStart() =>
        FetchAsync().PipeTo(Self, failure: static e => new BaselineFetched(null, ResyncOutcomes.Refused, UpstreamFailure.EndOf(e).Text));

    private async Task<BaselineFetched> FetchAsync()
    {
        using var timeout = new CancellationTokenSource(_settings.Resync.Timeout);
        try
        {
            return Decode(await _client.FetchAsync(
                _settings.Request, new Uri(_settings.Resync.Url!), _settings.Limits.MaxEventBytes, timeout.Token));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return new BaselineFetched(null, ResyncOutcomes.Timeout, "the baseline took too long");
        }
    }

    private BaselineFetched Decode(byte[] document)
    {
        var decoder = new PanelEventDecoder(_settings.DiffForm, _settings.Limits.MaxDepth, _settings.TrustsPublishTime);
        return decoder.DecodeBaseline(document, _settings.Resync.Bare) switch
        {
            PanelFullEvent full =>
                new BaselineFetched(full, null, null) { Document = new BaselineDocument(document, _settings.Resync.Bare) },
            LostEvent lost => new BaselineFetched(null, ResyncOutcomes.Refused, $"the answer is not a baseline ({lost.Reason})"),
            _ => new BaselineFetched(null, ResyncOutcomes.Refused, "the answer is not a baseline"),
        };
    }
}
