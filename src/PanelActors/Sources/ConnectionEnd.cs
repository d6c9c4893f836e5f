using PanelActors.Sources.Http;


namespace PanelActors.Sources;

/// <summary>What follows the end of a connection.</summary>
public enum Retry
{
    /// <summary>Another attempt, after a wait that grows.</summary>
    WithBackoff,

    /// <summary>Another attempt, after the longest wait.</summary>
    Slowly,

    /// <summary>None until the source is started again.</summary>
    No,
}

/// <summary>Why a connection ended.</summary>
/// <param name="Reason">A short name, fit for a metric label.</param>
/// <param name="Text">One line for people, free of secrets.</param>
/// <param name="Retry">What follows.</param>
/// <param name="After">The shortest wait the upstream asked for.</param>
public sealed record ConnectionEnd(string Reason, string Text, Retry Retry = Retry.WithBackoff, TimeSpan? After = null)
{
    /// <summary>The upstream ended the response, which for an event stream is nothing unusual.</summary>
    public static readonly ConnectionEnd Closed = new("closed", "the upstream closed the stream");

    /// <summary>The program failed, not the upstream.</summary>
    public static readonly ConnectionEnd Internal = new("internal_error", "the connection failed inside");

    /// <summary>The end that an exception, or its absence, means.</summary>
    public static ConnectionEnd Of(Exception? failure)
    {
        switch (failure)
        {
            case null:
                return Closed;
            case UpstreamRefusedException { Verdict: var verdict }:
                return verdict switch
                {
                    ResponseVerdict.Stopped => new ConnectionEnd(verdict.Reason, verdict.Text, Retry.No),
                    ResponseVerdict.RetrySlowly => new ConnectionEnd(verdict.Reason, verdict.Text, Retry.Slowly),
                    ResponseVerdict.Retry { After: var after } => new ConnectionEnd(verdict.Reason, verdict.Text, After: after),
                    _ => new ConnectionEnd(verdict.Reason, verdict.Text),
                };
            default:
                var known = UpstreamFailure.Classify(failure);
                return new ConnectionEnd(known.Reason, known.Text);
        }
    }
}
