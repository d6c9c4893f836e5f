using System.Globalization;

namespace PanelActors.Configuration;

/// <summary>How the values of one type are written in a configuration.</summary>
/// <param name="Allowed">What people may write, to stand after "expected".</param>
/// <param name="Parse">The value of a text; null where the text is not allowed.</param>
internal sealed record ValueFormat(string Allowed, Func<string, object?> Parse)
{
    private const string WholeNumber = "a whole number";

    private static readonly ValueFormat Flag =
        new("true or false", static text => bool.TryParse(text, out var value) ? value : null);

    private static readonly ValueFormat Integer = new(WholeNumber, static text =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null);

    private static readonly ValueFormat Long = new(WholeNumber, static text =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null);

    // A bare number would be that many days, which nobody means.
    private static readonly ValueFormat Duration = new("a duration hh:mm:ss, such as 00:00:30", static text =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && text.Contains(':') ? value : null);

    private static readonly ValueFormat Health =
        new(HealthRule.Allowed, static text => HealthRule.TryParse(text, out var rule) ? rule : null);

    public static ValueFormat Of(Type type) =>
        type == typeof(bool) ? Flag
        : type == typeof(int) ? Integer
        : type == typeof(long) ? Long
        : type == typeof(TimeSpan) ? Duration
        : type == typeof(HealthRule) ? Health
        : type.IsEnum ? new(Spelling.OneOf(Spelling.NamesOf(type)), text => Spelling.Parse(type, text))
        : throw new ArgumentException($"{type.Name} has no format.", nameof(type));
}
