namespace PanelActors.Telemetry;

/// <summary>Whether and when edits of the configuration took effect. Safe to use from any thread.</summary>
internal sealed class ConfigurationMetrics
{
    private volatile bool _isSuccessful = true;
    private double _succeededAt;

    /// <summary>Whether the latest edit, or the configuration of the start, took effect.</summary>
    public bool IsSuccessful => _isSuccessful;

    /// <summary>When a configuration took effect last, in unix seconds.</summary>
    public double SucceededAt => Volatile.Read(ref _succeededAt);

    public void Succeeded(DateTimeOffset at)
    {
        Volatile.Write(ref _succeededAt, at.ToUnixTimeMilliseconds() / 1000.0);
        _isSuccessful = true;
    }

    public void Refused() => _isSuccessful = false;
}
