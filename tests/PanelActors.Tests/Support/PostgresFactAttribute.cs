namespace PanelActors.Tests.Support;

/// <summary>A test that needs a PostgreSQL server; skipped where none is named.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    /// <summary>Names the server: a connection string whose user may create databases. <c>tests/run</c> sets it.</summary>
    public const string Variable = "PANELACTORS_TEST_POSTGRES";

    public PostgresFactAttribute()
    {
        if (Server is null) Skip = $"{Variable} names no PostgreSQL server; tests/run starts one";
    }

    public static string? Server => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } server ? server : null;
}
