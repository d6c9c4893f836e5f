using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using PanelActors.Hosting.Cli;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Docs;

/// <summary>
/// A folder with the shipped configuration, and what is shipped for the programs around the daemon, in which the files and ports of a
/// recipe are other ones, that are free.
/// </summary>
internal sealed partial class RecipePlace : IDisposable
{
    // What systems give to those that ask for any port begins above.
    private const int FirstPort = 20_000;
    private const int LastPort = 32_000;

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _ports = [];
    private readonly string? _provider;

    /// <param name="provider">Where the identity provider of the page is; null without one.</param>
    public RecipePlace(Uri? provider)
    {
        _provider = provider?.ToString();
        (string, string)[] folders = [("config", Settings.Shipped("")), ("deploy", Checkout.At("deploy"))];
        foreach (var (name, shipped) in folders)
        {
            foreach (var file in Directory.EnumerateFiles(shipped, "*", SearchOption.AllDirectories))
                _folder.Write(Path.Combine(name, Path.GetRelativePath(shipped, file)), Moved(File.ReadAllText(file), provider: false));
        }
    }

    /// <summary>Where the recipe is run.</summary>
    public string Folder => _folder.Path;

    /// <summary>The program that was built.</summary>
    public static string Program => typeof(CommandLine).Assembly.Location;

    /// <summary>A text with every file and port of it replaced, and the address of the identity provider.</summary>
    public string Moved(string text) => Moved(text, provider: true);

    public void Dispose() => _folder.Dispose();

    private string Moved(string text, bool provider)
    {
        text = text.Replace("/etc/panelactors", $"{Folder}/etc", StringComparison.Ordinal);
        if (provider && _provider is not null) text = text.Replace("https://id.example.org/", _provider, StringComparison.Ordinal);
        return Port().Replace(text, match => FreePort(match.Value));
    }

    private string FreePort(string port)
    {
        if (_ports.TryGetValue(port, out var moved)) return moved;
        while (true)
        {
            var number = Random.Shared.Next(FirstPort, LastPort);
            moved = number.ToString(CultureInfo.InvariantCulture);
            if (_ports.ContainsValue(moved)) continue;
            try
            {
                using var listener = new TcpListener(IPAddress.Any, number);
                listener.Start();
                return _ports[port] = moved;
            }
            catch (SocketException)
            {
                // It is in use.
            }
        }
    }

    [GeneratedRegex(@"(?<=[:\s])(5080|5443|8443|9090)\b")]
    private static partial Regex Port();
}
