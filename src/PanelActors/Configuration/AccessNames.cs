namespace PanelActors.Configuration;

/// <summary>How credentials, hashes and sets of stores are written.</summary>
internal static class AccessNames
{
    public const string Allowed = "1 to 64 letters, digits, '-', '_' and '.'";
    public const string Pattern = "^[A-Za-z0-9._-]{1,64}$";
    public const string HashAllowed = "64 hexadecimal digits";
    public const string HashPattern = "^[0-9A-Fa-f]{64}$";
    public const string FileAllowed = "the path of a file";
    public const string ClaimAllowed = "the name of a claim";
    public const string StoresAllowed = "the name of a store, in which * stands for any characters";
    public const string StoresPattern = "^[A-Za-z0-9_*-]{1,64}$";
}
