using System.Buffers;
using System.Text;
using Akka.Actor;
using PanelActors.Configuration;
using PanelActors.Protocol.Encode;
using PanelActors.Relay;
using PanelActors.Sources;
using PanelActors.State;
using PanelActors.Stores;
using PanelActors.Telemetry;

namespace PanelActors.Tests.Relay;

/// <summary>Relays without a daemon around them, of the process <c>i</c>.</summary>
internal static class Relays
{
    public static SourceStore StoreOf(StoreBoard board) => new(
        board, new FreshnessPolicy(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)), true, null!,
        new SourceConnection(TimeProvider.System));

    public static RelayOrigin OriginOf(Store store) => new("i", store);

    public static RelayPublisher PublisherOf(PanelState state, RelayOptions options, LogIds ids, DateTimeOffset now) =>
        new("s", state, options, ids, OriginOf(StoreOf(new StoreBoard("s"))), now);

    public static StoreRelay Start(ActorSystem system, Store store, RelayOptions options, TimeProvider time)
    {
        var (ids, origin) = (new RelayIds().Take(), OriginOf(store));
        var relay = Props.Create(() => new RelayActor(store, options, ids, origin, time));
        var actor = system.ActorOf(Props.Create(() => new RelaySupervisor(relay)));
        return new StoreRelay(store, actor, new StoreMetrics(store.Name.Text), origin, ids);
    }

    /// <summary>The envelope of an event as it is sent.</summary>
    public static string DataOf(EncodedEvent encoded, DateTimeOffset now)
    {
        var output = new ArrayBufferWriter<byte>();
        encoded.WriteTo(output, now);
        var text = Encoding.UTF8.GetString(output.WrittenSpan);
        return text[text.IndexOf('{', StringComparison.Ordinal)..].TrimEnd('\n');
    }
}
