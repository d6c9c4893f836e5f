namespace PanelActors.Tests.Support;

/// <summary>A test with clients of other people's making, which <c>tests/run</c> installs.</summary>
internal sealed class ClientsTheoryAttribute : TheoryAttribute
{
    public ClientsTheoryAttribute()
    {
        if (Folder is null) Skip = "No other clients are here: tests/run installs them where it finds npm.";
    }

    /// <summary>Where they are; null where they are not.</summary>
    public static string? Folder =>
        Environment.GetEnvironmentVariable("PANELACTORS_TEST_CLIENTS") is { Length: > 0 } folder ? folder : null;
}
