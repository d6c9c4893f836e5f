using System.Text.Json.Nodes;

namespace PanelActors.Drill.Faults;

/// <summary>Faults of the encryption towards a feed.</summary>
internal static class TlsFaults
{
    private const string Page = "The network | ";
    private const string Untrusted = "the feed's certificate is of an unknown authority, for another name, or out of its time";

    /// <summary>All of them.</summary>
    public static DrillFault[] All { get; } =
    [
        Encrypted("certificate-unknown", "The feed's certificate is of another authority.", Untrusted,
            static scene => RefuseAsync(scene, scene.Keep(new DrillCertificate("localhost")).Options(), "tls", "authority")) with
        {
            IsShort = true,
        },
        Encrypted("client-certificate", "The feed wants a client certificate.",
            "the feed wants a client certificate, or refuses the one of `Sources[].Tls`",
            static scene => RefuseAsync(scene, scene.Trusted.Options(wantsClient: true), null, "client certificate")),
        Encrypted("ca-file", "The file of a source's authorities is damaged, then deleted.",
            "a file of `Sources[].Tls` is replaced, damaged or gone", DamageAsync),
    ];

    private static DrillFault Encrypted(string name, string causes, string row, Func<DrillScene, Task> run) =>
        new(name, causes, [Page + row], run)
        {
            Source = static (scene, source) =>
            {
                File.WriteAllText(CaFile(scene), scene.Trusted.Pem);
                scene.Feed.Listener.Tls = scene.Trusted.Options();
                source["Url"] = scene.Feed.Url;
                source["Tls"] = new JsonObject { ["CaFile"] = CaFile(scene) };
            },
        };

    private static string CaFile(DrillScene scene) => Path.Combine(scene.Daemon.Folder, $"{scene.Name}.crt");

    private static async Task RefuseAsync(
        DrillScene scene, System.Net.Security.SslServerAuthenticationOptions options, string? kind, string text)
    {
        var before = scene.Feed.Listener.Tls;
        scene.Feed.Listener.Tls = options;
        scene.Cause();
        await scene.Feed.CutAsync(reset: true);
        if (kind is not null) await scene.SaysAsync("last_error_kind", kind);
        await scene.SaysAsync("last_error", text);
        await scene.SaysAsync("health", "warn");
        scene.Feed.Listener.Tls = before;
        await scene.EndAsync();
    }

    private static async Task DamageAsync(DrillScene scene)
    {
        scene.Cause();
        await File.WriteAllTextAsync(CaFile(scene), "This is not a certificate.", scene.Token);
        await scene.Feed.CutAsync(reset: true);
        await scene.LoggedAsync("WRN", scene.Name, "what it held before goes on");
        await scene.EndAsync();
        File.Delete(CaFile(scene));
        await scene.Feed.CutAsync(reset: true);
        await scene.EndAsync();
        await File.WriteAllTextAsync(CaFile(scene), scene.Trusted.Pem, scene.Token);
        await scene.Feed.CutAsync(reset: true);
        await scene.EndAsync();
    }
}
