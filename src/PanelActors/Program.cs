using PanelActors.Hosting.Cli;
using Serilog.Debugging;

// What the log itself cannot write, such as a file without permission.
SelfLog.Enable(Console.Error);
return await CommandLine.InvokeAsync(args, Console.Out, Console.Error);
