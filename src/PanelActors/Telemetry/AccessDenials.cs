using System.Diagnostics.Metrics;

namespace PanelActors.Telemetry;

/// <summary>Requests that access refused, by reason, a closed set counted from zero on. Safe to use from any thread.</summary>
internal sealed class AccessDenials
{
    /// <summary>There was no credential.</summary>
    public const string Missing = "missing";

    /// <summary>Two different credentials, or one header twice.</summary>
    public const string Ambiguous = "ambiguous";

    /// <summary>The key is none of the daemon's.</summary>
    public const string Key = "key";

    /// <summary>The token is not valid: its signature, issuer, audience, algorithm or form.</summary>
    public const string Token = "token";

    /// <summary>The token was valid once, or is not valid yet.</summary>
    public const string TokenTime = "token_time";

    /// <summary>The keys that tokens are checked by cannot be had.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>The certificate is signed by none of the authorities, or out of its time.</summary>
    public const string Certificate = "certificate";

    /// <summary>The session has ended, or is of another daemon.</summary>
    public const string Session = "session";

    /// <summary>The credential does not allow it.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>The credential does not allow to see the store.</summary>
    public const string Store = "store";

    /// <summary>A stream ended with the right to it.</summary>
    public const string Ended = "ended";

    /// <summary>The request was for a host that is not the daemon's.</summary>
    public const string Host = "host";

    /// <summary>A call from another site that changes something.</summary>
    public const string Origin = "origin";

    private readonly LabelledCounter _counter = new("reason");

    public AccessDenials()
    {
        foreach (var reason in Reasons) _counter.Add(reason, amount: 0);
    }

    public static IReadOnlyList<string> Reasons { get; } =
        [Missing, Ambiguous, Key, Token, TokenTime, Unavailable, Certificate, Session, Forbidden, Store, Ended, Host, Origin];

    public long this[string reason] => _counter[reason];

    public void Add(string reason) => _counter.Add(reason);

    internal IEnumerable<Measurement<long>> Read() => _counter.Read();
}
