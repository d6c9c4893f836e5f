using PanelActors.Http.Access;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Http.Access;

public sealed class EndedSessionsTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_session_that_has_ended_stays_so_over_a_restart()
    {
        var (file, session) = (Path.Combine(_folder.Path, "keys", "ended"), Guid.NewGuid());
        new EndedSessions(file).Add(session, Now.AddHours(12), Now);
        new EndedSessions(file).Contains(session, Now).ShouldBeTrue();
        new EndedSessions(file).Contains(Guid.NewGuid(), Now).ShouldBeFalse();
    }

    [Fact]
    public void Those_that_would_have_ended_by_themselves_are_forgotten()
    {
        var (sessions, first) = (new EndedSessions(null), Guid.NewGuid());
        sessions.Add(first, Now.AddHours(1), Now);
        sessions.Add(Guid.NewGuid(), Now.AddHours(12), Now.AddHours(2));
        sessions.Contains(first, Now).ShouldBeFalse();
    }

    [Fact]
    public void Beyond_the_bound_all_end_that_began_before()
    {
        var (sessions, last) = (new EndedSessions(null), Guid.NewGuid());
        for (var i = 0; i <= EndedSessions.Max; i++) sessions.Add(Guid.NewGuid(), Now.AddHours(12), Now);
        sessions.Contains(Guid.NewGuid(), Now).ShouldBeTrue();
        sessions.Contains(last, Now.AddSeconds(1)).ShouldBeFalse();
    }

    [Fact]
    public void A_damaged_file_costs_its_damaged_lines()
    {
        var session = Guid.NewGuid();
        var file = _folder.Write("ended", $"nonsense\n{session:N} {Now.AddHours(1).ToUnixTimeSeconds()}\n{Guid.NewGuid():N} never\n");
        new EndedSessions(file).Contains(session, Now).ShouldBeTrue();
    }
}
