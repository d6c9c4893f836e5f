namespace PanelActors.Sources.Http;

/// <summary>The upstream could be asked, or answered, but there is no event stream to read. Its message is the verdict's text.</summary>
public sealed class UpstreamRefusedException : Exception
{
    /// <summary>Makes the exception for a verdict other than <see cref="ResponseVerdict.Accepted"/>.</summary>
    /// <param name="verdict">What the refusal means for the next attempt.</param>
    /// <param name="innerException">What lies behind it, if anything. Its message is not part of this one's.</param>
    public UpstreamRefusedException(ResponseVerdict verdict, Exception? innerException = null) : base(verdict.Text, innerException) =>
        Verdict = verdict;

    /// <summary>What the refusal means for the next attempt.</summary>
    public ResponseVerdict Verdict { get; }
}
