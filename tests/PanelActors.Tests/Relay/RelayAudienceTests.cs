using Akka.Actor;
using Microsoft.Extensions.Time.Testing;
using PanelActors.Configuration;
using PanelActors.Protocol.Encode;
using PanelActors.Relay;
using PanelActors.State;

namespace PanelActors.Tests.Relay;

public class RelayAudienceTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RelayAudience _audience;

    public RelayAudienceTests() => _audience = new RelayAudience(_time);

    [Fact]
    public void It_is_gone_when_none_has_come_back_for_a_while()
    {
        var (first, second) = (NewClient(), NewClient());
        _audience.Add(first);
        _audience.Add(second);
        _audience.Remove(first);
        _time.Advance(RelayAudience.Linger * 2);
        _audience.IsGone.ShouldBeFalse("one is still there");
        _audience.Remove(second);
        _audience.IsGone.ShouldBeFalse();
        _time.Advance(RelayAudience.Linger - TimeSpan.FromTicks(1));
        _audience.IsGone.ShouldBeFalse();
        _audience.Remove(first);
        _time.Advance(TimeSpan.FromTicks(1));
        _audience.IsGone.ShouldBeTrue("one that had left already does not count");
        _audience.Add(first);
        _audience.IsGone.ShouldBeFalse();
    }

    private RelayClient NewClient()
    {
        var store = Relays.StoreOf(new StoreBoard("s"));
        var relay = new StoreRelay(store, ActorRefs.Nobody, new("s"), Relays.OriginOf(store), new RelayIds().Take());
        return new RelayClient(relay, EventKinds.All, new RelayOptions(), _time, static () => { });
    }
}
