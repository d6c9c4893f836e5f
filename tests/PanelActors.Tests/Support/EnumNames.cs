namespace PanelActors.Tests.Support;

/// <summary>The values of enums in rows of data: the methods of tests are public, and no enum of the program is.</summary>
internal static class EnumNames
{
    public static T As<T>(this string name) where T : struct, Enum => Enum.Parse<T>(name);
}
