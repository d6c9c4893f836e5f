using PanelActors.Relay;


namespace PanelActors.Tests.Relay;

/// <summary>Ids that only their own log has given.</summary>
public class LogIdsTests
{
    private static readonly DateTimeOffset Now = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly RelayIds _ids = new();

    [Fact]
    public void No_two_logs_of_a_process_share_a_tag_and_one_that_ended_gives_it_back()
    {
        var logs = Enumerable.Range(0, LogIds.Tags).Select(_ => _ids.Take()).ToList();
        logs.Select(log => log.Tag).Distinct().Count().ShouldBe(LogIds.Tags);
        logs[7].Release();
        _ids.Take().Tag.ShouldBe(logs[7].Tag);
        // One more has to share a tag, which is allowed.
        _ids.Take().Tag.ShouldBeInRange(0, LogIds.Tags - 1);
    }

    [Fact]
    public void An_id_is_a_number_of_microseconds_and_the_tag()
    {
        var log = _ids.Take();
        var start = log.Begin(Now);
        (start >> 12, start & 4095).ShouldBe((IdClock.Of(Now) + 1, log.Tag));
        log.Next().ShouldBe(start + 4096);
        log.Next().ShouldBe(start + (2 * 4096));
        log.Last.ShouldBe(start + (2 * 4096));
    }

    [Fact]
    public void A_log_has_what_it_gave_and_nothing_else()
    {
        var log = _ids.Take();
        log.Has(0).ShouldBeFalse();
        var start = log.Begin(Now);
        long[] given = [log.Next(), log.Next()];
        given.ShouldAllBe(id => log.Has(id));
        long[] others = [start, given[0] - 1, given[0] + 1, given[1] + 1, given[1] + 4096, 0, -1, long.MinValue, long.MaxValue];
        others.ShouldAllBe(other => !log.Has(other));
    }

    [Fact]
    public void A_log_that_took_the_tag_of_an_ended_one_has_none_of_its_ids_however_fast_that_gave_them()
    {
        var ended = _ids.Take();
        ended.Begin(Now);
        // Faster than the clock.
        var old = Enumerable.Range(0, 1000).Select(_ => ended.Next()).ToList();
        ended.Release();
        for (var i = 1; i < LogIds.Tags; i++)
        {
            if (_ids.Take() is var next && next.Tag == ended.Tag) Check(next);
        }

        Check(_ids.Take());

        void Check(LogIds next)
        {
            next.Begin(Now.AddMilliseconds(-5)).ShouldBeGreaterThan(old[^1]);
            next.Next();
            old.ShouldAllBe(id => !next.Has(id));
        }
    }

    [Fact]
    public void After_a_rest_it_goes_on_above_all_it_gave()
    {
        var log = _ids.Take();
        log.Begin(Now);
        var before = log.Next();
        log.Begin(Now.AddHours(-1)).ShouldBeGreaterThan(before);
        log.Has(before).ShouldBeTrue();
    }
}
