using System.Diagnostics;

namespace PanelActors.Telemetry;

/// <summary>
/// One step in a <see cref="DataTrace"/>. It is never the current one of its thread: requests and tasks that happen to begin meanwhile are
/// no part of it.
/// </summary>
internal sealed class DataSpan
{
    private readonly Activity _activity;

    private DataSpan(Activity activity) => _activity = activity;

    public ActivityContext Context => _activity.Context;

    public bool IsSampled => _activity.Recorded;

    public static DataSpan? Start(ActivitySource source, string name, ActivityKind kind, ActivityContext parent, DateTimeOffset start)
    {
        var current = Activity.Current;
        // Without a parent it would become the child of this one.
        Activity.Current = null;
        var activity = source.StartActivity(name, kind, parent, startTime: start);
        Activity.Current = current;
        return activity is null ? null : new DataSpan(activity);
    }

    public void Tag(string name, object value) => _activity.SetTag(name, value);

    public void End()
    {
        var current = Activity.Current;
        _activity.Stop();
        Activity.Current = current;
    }

    /// <summary>Ends when <paramref name="work"/> does, whatever came of it.</summary>
    public void EndAfter(Task work)
    {
        if (work.IsCompleted) End();
        else work.ContinueWith(_ => End(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
