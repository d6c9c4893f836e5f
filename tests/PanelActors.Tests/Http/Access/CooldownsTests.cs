using Microsoft.Extensions.Time.Testing;
using PanelActors.Http.Access;

namespace PanelActors.Tests.Http.Access;

public sealed class CooldownsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void One_call_a_store_and_time_and_one_that_came_to_nothing_counts_for_none()
    {
        var cooldowns = new Cooldowns(_time, TimeSpan.FromSeconds(5));
        cooldowns.TryBegin("a", out _).ShouldBeTrue();
        cooldowns.TryBegin("a", out var wait).ShouldBeFalse();
        wait.ShouldBe(TimeSpan.FromSeconds(5));
        cooldowns.TryBegin("b", out _).ShouldBeTrue();

        _time.Advance(TimeSpan.FromSeconds(4));
        cooldowns.TryBegin("a", out wait).ShouldBeFalse();
        wait.ShouldBe(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        cooldowns.TryBegin("a", out _).ShouldBeTrue();

        cooldowns.Forget("a");
        cooldowns.TryBegin("a", out _).ShouldBeTrue();
    }
}
