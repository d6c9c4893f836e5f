namespace PanelActors.Sources.Http;

/// <summary>
/// There is no event stream to read, for a reason that the answer or the configuration shows. Its message is the end's text.
/// </summary>
/// <param name="end">What the refusal means for the next attempt.</param>
/// <param name="innerException">What lies behind it, if anything. Its message is not part of this one's.</param>
internal sealed class UpstreamRefusedException(ConnectionEnd end, Exception? innerException = null) : Exception(end.Text, innerException)
{
    /// <summary>What the refusal means for the next attempt.</summary>
    public ConnectionEnd End => end;
}
