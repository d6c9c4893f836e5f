using PanelActors.Telemetry;

namespace PanelActors.Files;

/// <summary>Counts and logs the writes of one output: failures throttled, other news once.</summary>
internal sealed class FileOutputLog(string output, FileMetrics metrics, LogThrottle throttle, ILogger log)
{
    private bool _isFailing;
    private bool _isInPlace;

    public void BaseUnusable(string fault)
    {
        if (CountFailure("base", out var more))
            log.LogWarning("The base of {Output} cannot be used ({Why:l}){More:l}", output, fault.ReplaceLineEndings(" "), more);
    }

    public void WriteFailed(Exception cause)
    {
        _isFailing = true;
        var why = cause.GetBaseException().Message.ReplaceLineEndings(" ");
        if (CountFailure("write", out var more)) log.LogWarning("{Output} cannot be written ({Why:l}){More:l}", output, why, more);
    }

    public void Written(FileWrite write)
    {
        (write.IsWritten ? metrics.Writes : metrics.Skipped).Add(output);
        if (_isFailing) log.LogInformation("{Output} can be written again", output);
        _isFailing = false;
        if (!write.IsInPlace || _isInPlace) return;
        _isInPlace = true;
        log.LogWarning(
            "{Output} cannot be replaced, since it is mounted by itself: it is written in place, and a reader may see half of it", output);
    }

    // Whether a line may be logged as well.
    private bool CountFailure(string kind, out string more)
    {
        metrics.Failures.Add(output);
        var mayLog = throttle.TryPass(kind, out var heldBack);
        more = LogThrottle.More(heldBack);
        return mayLog;
    }
}
