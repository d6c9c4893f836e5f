using PanelActors.Fuzz;
using SharpFuzz;

// targets: prints the names of all. run TARGET FILE...: runs files through a target, for a debugger. TARGET: serves afl-fuzz.
switch (args)
{
    case ["targets"]:
        foreach (var known in FuzzTarget.All) Console.WriteLine(known.Name);
        return 0;

    case ["run", var name, .. var files] when Find(name) is { } target:
        foreach (var file in files)
        {
            Console.WriteLine(file);
            target.Run(File.ReadAllBytes(file));
        }

        return 0;

    case [var name] when Find(name) is { } target:
        Fuzzer.Run(stream =>
        {
            using var input = new MemoryStream();
            stream.CopyTo(input);
            target.Run(input.GetBuffer().AsSpan(0, (int)input.Length));
        });
        return 0;

    default:
        Console.Error.WriteLine("usage: PanelActors.Fuzz targets | run TARGET FILE... | TARGET");
        return 2;
}

static FuzzTarget? Find(string name) => FuzzTarget.All.FirstOrDefault(target => target.Name == name);
