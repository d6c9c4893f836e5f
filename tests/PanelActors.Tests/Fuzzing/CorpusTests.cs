using PanelActors.Fuzz;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Fuzzing;

/// <summary>The seeds of the fuzzer, and every input that it ever broke something with.</summary>
public sealed class CorpusTests
{
    public static TheoryData<string> Targets => [.. FuzzTarget.All.Select(static target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void No_seed_and_no_finding_breaks_an_invariant(string name)
    {
        var target = FuzzTarget.All.Single(target => target.Name == name);
        var files = FilesOf("corpora", name);
        files.ShouldNotBeEmpty("a target without seeds is not fuzzed");
        foreach (var file in files.Concat(FilesOf("findings", name)))
            Should.NotThrow(() => target.Run(File.ReadAllBytes(file)), Path.GetFileName(file));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void No_seed_that_is_cut_off_or_has_a_changed_byte_breaks_an_invariant(string name)
    {
        var target = FuzzTarget.All.Single(target => target.Name == name);
        foreach (var file in FilesOf("corpora", name))
        {
            var bytes = File.ReadAllBytes(file);
            for (var at = 0; at < bytes.Length; at += 1 + (bytes.Length / 200))
            {
                target.Run(bytes.AsSpan(0, at));
                byte[] changed = [.. bytes];
                changed[at] ^= (byte)(1 << (at % 8));
                target.Run(changed);
            }
        }
    }

    [Fact]
    public void Every_folder_of_inputs_belongs_to_a_target()
    {
        string[] kinds = [At("corpora"), At("findings")];
        kinds.Where(Directory.Exists).SelectMany(Directory.GetDirectories).Select(static folder => Path.GetFileName(folder)).Distinct()
            .Except(FuzzTarget.All.Select(static target => target.Name)).ShouldBeEmpty();
    }

    private static string[] FilesOf(string kind, string target) =>
        Directory.Exists(Path.Combine(At(kind), target)) ? Directory.GetFiles(Path.Combine(At(kind), target)) : [];

    private static string At(string kind) => Checkout.At(Path.Combine("tests", "PanelActors.Fuzz", kind));
}
