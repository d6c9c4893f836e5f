namespace PanelActors.Configuration;

/// <summary>What <c>Recorder</c> may say.</summary>
internal static class RecorderRules
{
    public const string PathAllowed = "the path of a folder";

    public static void Check(PanelActorsOptions options, FaultList faults)
    {
        var recorder = options.Recorder;
        var key = $"{PanelActorsOptions.Section}:{nameof(options.Recorder)}";
        RangeRules.Check(recorder, key, faults);
        var place = FilePlace.Of(recorder.Path).Kind;
        faults.Require(
            recorder.Path.Length > 0 && place is FileKind.Missing or FileKind.Folder, $"{key}:{nameof(recorder.Path)}", recorder.Path,
            PathAllowed);
        foreach (var (index, name) in recorder.Sources.Index())
        {
            faults.Require(
                options.Sources.Any(source => source.Name.IsSpelledAs(name)), $"{key}:{nameof(recorder.Sources)}:{index}", name.Text,
                StoreNameRules.OneOf(options.Sources.Select(static source => source.Name)));
        }
    }
}
