using System.CommandLine;

namespace PanelActors.Hosting.Cli;

/// <summary>The command <c>schema</c>: prints the JSON Schema of the configuration of this very version (specification 7.1).</summary>
internal static class SchemaCommand
{
    // Part of the program: also there where the file beside it is not.
    private const string Resource = "panelactors.schema.json";

    public static Command Create(TextWriter output)
    {
        var command = new Command("schema", "Print the JSON Schema of the configuration, for editors and for checks before a deployment.");
        command.SetAction(_ => output.Write(Text()));
        return command;
    }

    private static string Text()
    {
        using var stream = typeof(SchemaCommand).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not part of the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
