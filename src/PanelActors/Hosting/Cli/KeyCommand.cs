using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using PanelActors.Configuration;
using PanelActors.Http.Access;

namespace PanelActors.Hosting.Cli;

/// <summary>The command <c>key</c>: makes a key for clients (specification 8.7). It is printed once and kept nowhere.</summary>
internal static class KeyCommand
{
    // Sets a key apart from tokens, and lets programs that look for secrets in files find it.
    private const string Prefix = "pa_";
    private const int RandomBytes = 32;

    /// <summary>Prints a new key in the first line, and after it the entry of the configuration.</summary>
    /// <returns>0, or 1 after a line on <paramref name="error"/>.</returns>
    public static int Print(string name, IReadOnlyList<string> may, TextWriter output, TextWriter error)
    {
        if (!Regex.IsMatch(name, AccessNames.Pattern))
        {
            error.WriteLine($"Option '--name' expects {AccessNames.Allowed}.");
            return 1;
        }

        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        var rights = string.Join(", ", may.Select(static right => JsonSerializer.Serialize(right)));
        output.WriteLine(key);
        output.WriteLine();
        output.WriteLine("The key is shown this once. Its entry in the configuration, under PanelActors, Access, Keys:");
        output.WriteLine(
            $"{{ \"Name\": {JsonSerializer.Serialize(name)}, \"Sha256\": [\"{KeyHash.Of(key).ToHex()}\"], \"May\": [{rights}] }}");
        return 0;
    }
}
