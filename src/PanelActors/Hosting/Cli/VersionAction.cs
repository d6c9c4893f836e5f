using System.CommandLine;
using System.CommandLine.Invocation;
using PanelActors.Telemetry;

namespace PanelActors.Hosting.Cli;

/// <summary>What <c>--version</c> does: the version alone, in one line, without the commit it was built from.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    /// <summary>Gives the option of <paramref name="root"/> this action.</summary>
    public static void Attach(RootCommand root) => root.Options.OfType<VersionOption>().Single().Action = new VersionAction();

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(ProductVersion.Version);
        return 0;
    }
}
