using System.Diagnostics;
using System.Text.Json;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Docs;

/// <summary>Every recipe of the documentation is followed as it stands there, with the programs that it names.</summary>
public sealed class RecipeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly Lazy<IReadOnlyList<Recipe>> Recipes = new(() => [.. DocPage.All.SelectMany(Recipe.Of)]);

    public static TheoryData<string> Titles => [.. Recipes.Value.Select(static recipe => recipe.Title)];

    [ProgramsTheory("nginx", "prometheus", "promtool", "openssl")]
    [MemberData(nameof(Titles))]
    public async Task A_recipe_does_what_the_page_says(string title)
    {
        using var issuer = new TokenIssuer();
        await using var provider = await IdentityProvider.Start(issuer.KeySet());
        provider.Token = issuer.Token();
        using var place = new RecipePlace(provider.Url);
        await Run(Recipes.Value.Single(recipe => recipe.Title == title), place);
    }

    [Fact]
    public async Task The_audit_has_who_from_where_what_and_how_it_ended_in_a_file_for_itself()
    {
        using var place = new RecipePlace(provider: null);

        await Run(Recipes.Value.Single(static recipe => recipe.Title == "The audit"), place);

        var file = Directory.EnumerateFiles(Path.Combine(place.Folder, "logs"), "audit-*.log").ShouldHaveSingleItem();
        var line = File.ReadLines(file).ShouldHaveSingleItem();
        var properties = JsonDocument.Parse(line).RootElement.GetProperty("Properties");
        string Of(string name) => properties.GetProperty(name).GetString()!;
        (Of("Audit"), Of("Who"), Of("From"), Of("What"), Of("Outcome")).ShouldBe(
            ("refused", "unknown", "127.0.0.1", "POST /api/stores/market/request-full", "missing"));
    }

    private static async Task Run(Recipe recipe, RecipePlace place)
    {
        var start = new ProcessStartInfo("bash", ["-c", recipe.Script(place)])
        {
            WorkingDirectory = place.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var limit = new CancellationTokenSource(Patience);
        using var shell = Process.Start(start)!;
        try
        {
            var (output, error) = (shell.StandardOutput.ReadToEndAsync(limit.Token), shell.StandardError.ReadToEndAsync(limit.Token));
            await shell.WaitForExitAsync(limit.Token);
            shell.ExitCode.ShouldBe(0, $"{recipe.Title}: {await error}{await output}");
        }
        finally
        {
            if (!shell.HasExited) shell.Kill(entireProcessTree: true);
            await StopAsync(Path.Combine(place.Folder, "pids"));
        }
    }

    // What the script has started in the background outlives it.
    private static async Task StopAsync(string file)
    {
        if (!File.Exists(file)) return;
        var ids = await File.ReadAllLinesAsync(file);
        using var kill = Process.Start(new ProcessStartInfo("kill", ids) { RedirectStandardError = true })!;
        await kill.WaitForExitAsync();
        foreach (var id in ids)
        {
            while (Directory.Exists($"/proc/{id}")) await Task.Delay(20);
        }
    }
}
