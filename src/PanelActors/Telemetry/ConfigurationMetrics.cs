namespace PanelActors.Telemetry;

/// <summary>What became of the latest edit of the configuration. For any thread.</summary>
internal sealed class ConfigurationMetrics
{
    private volatile bool _isSuccessful = true;
    private double _succeededAt;

    /// <summary>Whether the latest edit, or the configuration of the start, took effect.</summary>
    public bool IsSuccessful => _isSuccessful;

    /// <summary>When a configuration took effect last, in unix seconds.</summary>
    public double SucceededAt => Volatile.Read(ref _succeededAt);

    /// <summary>Notes that a configuration took effect.</summary>
    public void Succeeded(DateTimeOffset at)
    {
        Volatile.Write(ref _succeededAt, at.ToUnixTimeMilliseconds() / 1000.0);
        _isSuccessful = true;
    }

    /// <summary>Notes that an edit was refused.</summary>
    public void Refused() => _isSuccessful = false;
}
