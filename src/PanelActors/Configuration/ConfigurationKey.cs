using System.Reflection;

namespace PanelActors.Configuration;

/// <summary>A key of the configuration: a property of an options record, and what its <see cref="KeyAttribute"/> says.</summary>
internal sealed class ConfigurationKey
{
    private readonly PropertyInfo _property;

    public ConfigurationKey(PropertyInfo property, KeyAttribute about, KeyEffect sectionEffect)
    {
        (_property, About) = (property, about);
        Type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        Kind = KindOf(Type);
        SectionType = Kind switch
        {
            KeyKind.Section => Type,
            KeyKind.Sections => Type.GetGenericArguments()[0],
            _ => null,
        };
        var unstated = SectionType?.GetCustomAttribute<SectionAttribute>()?.Effect ?? sectionEffect;
        Effect = about.Effect == KeyEffect.Unstated ? unstated : about.Effect;
    }

    public string Name => _property.Name;

    public KeyAttribute About { get; }

    public KeyKind Kind { get; }

    /// <summary>The type of the value, which may be absent as well.</summary>
    public Type Type { get; }

    /// <summary>The record that holds the keys of the section, or of each of the sections; null for a key of another kind.</summary>
    public Type? SectionType { get; }

    public KeyEffect Effect { get; }

    public object? ValueIn(object options) => _property.GetValue(options);

    /// <summary>Sets the value in <paramref name="options"/> that are still being made.</summary>
    public void Set(object options, object value) => _property.SetValue(options, value);

    private static KeyKind KindOf(Type type) =>
        type == typeof(string) ? KeyKind.Text
        : type == typeof(StoreName) ? KeyKind.StoreName
        : type == typeof(bool) ? KeyKind.Flag
        : type == typeof(int) || type == typeof(long) ? KeyKind.Integer
        : type == typeof(TimeSpan) ? KeyKind.Duration
        : type.IsEnum ? KeyKind.Word
        : type == typeof(HealthRule) ? KeyKind.HealthRule
        : type == typeof(IReadOnlyList<string>) ? KeyKind.Texts
        : type == typeof(IReadOnlyList<StoreName>) ? KeyKind.StoreNames
        : type == typeof(IReadOnlyDictionary<string, string>) ? KeyKind.Map
        : type.IsGenericType ? KeyKind.Sections
        : KeyKind.Section;
}
