namespace PanelActors.Sources.Supervision;

/// <summary>The log lines of a supervisor.</summary>
internal static class SupervisorLog
{
    public static void Write(this ILogger log, string source, SupervisorNote note)
    {
        switch (note)
        {
            case SupervisorNote.Connects { Plan: var plan }:
                log.LogDebug("{Source} connects, attempt {Attempt}, {Start}", source, plan.Attempt, StartOf(plan));
                break;
            case SupervisorNote.IsConnected opened:
                log.LogInformation("{Source} is connected, attempt {Attempt}", source, opened.Attempt);
                break;
            case SupervisorNote.Waits { End: var end } waits:
                log.LogWarning(
                    "{Source} {What:l}: {Text} ({Reason}); next attempt in {Delay:0.0} s",
                    source, waits.WasOpen ? "lost its connection" : "could not connect", end.Text, end.Reason, waits.Wait.TotalSeconds);
                break;
            case SupervisorNote.Stops { End: var end }:
                log.LogWarning("{Source} stops: {Text} ({Reason})", source, end.Text, end.Reason);
                break;
            case SupervisorNote.KeepsConnection { End: var end }:
                log.LogWarning(
                    "{Source} keeps its connection: the one that should bring a baseline failed: {Text} ({Reason})",
                    source, end.Text, end.Reason);
                break;
            case SupervisorNote.IsSilent silent:
                log.LogInformation("{Source} has brought nothing since it was to go on after event {EventId}", source, silent.Position);
                break;
            case SupervisorNote.WillAsk ask:
                log.LogInformation("{Source} is to be asked for a baseline ({Reason})", source, ask.Reason);
                break;
            case SupervisorNote.CannotAsk ask:
                log.LogWarning("{Source} cannot be asked for a baseline ({Reason})", source, ask.Reason);
                break;
            case SupervisorNote.ConnectsForBaseline:
                log.LogInformation("{Source} connects afresh for a baseline", source);
                break;
            case SupervisorNote.GotNoBaseline { Answer: var answer }:
                log.LogWarning("{Source} got no baseline: {Text} ({Reason})", source, answer.Text, answer.Outcome);
                break;
        }
    }

    private static string StartOf(ConnectionPlan plan) => plan.Request switch
    {
        { ForceFull: true } => "from a baseline",
        { LastEventId: { } position } => $"after event {position}",
        _ => "without a position",
    };
}
