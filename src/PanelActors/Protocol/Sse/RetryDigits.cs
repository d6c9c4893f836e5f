namespace PanelActors.Protocol.Sse;

/// <summary>
/// Reads the value of a <c>retry</c> field in pieces without keeping it: milliseconds in ASCII digits (WHATWG HTML section 9.2.6). Without
/// digits, or with anything else among them, there is no value.
/// </summary>
internal struct RetryDigits
{
    // A value of any length saturates here, so that it always fits a timer.
    private const long MaxMilliseconds = int.MaxValue;

    private long _milliseconds;
    private bool _any;
    private bool _invalid;

    public readonly TimeSpan? Value => _any && !_invalid ? TimeSpan.FromMilliseconds(_milliseconds) : null;

    public void Append(ReadOnlySpan<byte> digits)
    {
        foreach (var digit in digits)
        {
            _any = true;
            if (!char.IsAsciiDigit((char)digit))
                _invalid = true;
            else
                _milliseconds = Math.Min(_milliseconds * 10 + (digit - '0'), MaxMilliseconds);
        }
    }
}
