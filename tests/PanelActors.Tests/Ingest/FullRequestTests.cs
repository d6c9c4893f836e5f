using Microsoft.Extensions.Time.Testing;
using PanelActors.Configuration;
using PanelActors.Ingest;

namespace PanelActors.Tests.Ingest;

public sealed class FullRequestTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FullRequest _request;

    public FullRequestTests() => _request = new FullRequest(new ResyncOptions { Cooldown = TimeSpan.FromSeconds(2) }, _time);

    [Fact]
    public void A_baseline_fulfils_a_request_once()
    {
        _request.Begin().ShouldBeTrue();
        _request.Seen(1).ShouldBe(FullRequest.Fulfilled);
        _request.IsPending.ShouldBeFalse();
        _request.Seen(2).ShouldBeNull();
    }

    [Fact]
    public void Baselines_from_before_fulfil_nothing()
    {
        _request.Seen(3).ShouldBeNull();
        _request.Begin();
        _request.Seen(3).ShouldBeNull();
        _request.Seen(4).ShouldBe(FullRequest.Fulfilled);
    }

    [Fact]
    public void A_request_that_waits_is_not_another_one()
    {
        _request.Begin().ShouldBeTrue();
        _request.Begin().ShouldBeFalse();
        _request.TimedOut().ShouldBe(FullRequest.Timeout);
        _request.TimedOut().ShouldBeNull();
        _request.Begin().ShouldBeTrue();
    }

    [Fact]
    public void The_next_one_has_to_wait_out_the_cooldown()
    {
        _request.CooldownLeft.ShouldBe(TimeSpan.Zero);
        _request.Begin();
        _time.Advance(TimeSpan.FromSeconds(1.5));
        _request.CooldownLeft.ShouldBe(TimeSpan.FromSeconds(0.5));
        _time.Advance(TimeSpan.FromSeconds(0.5));
        _request.CooldownLeft.ShouldBe(TimeSpan.Zero);
    }
}
