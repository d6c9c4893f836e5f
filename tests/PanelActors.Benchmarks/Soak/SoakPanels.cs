using PanelActors.Configuration;
using PanelActors.Protocol.Decode;
using PanelActors.Protocol.Sse;
using PanelActors.State;
using PanelActors.Tree;

namespace PanelActors.Benchmarks.Soak;

/// <summary>Panels as different readers see them, in a form that can be compared.</summary>
internal static class SoakPanels
{
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>The hash of the panels alone; null for none.</summary>
    public static string? HashOf(PanelObject? status)
    {
        if (status is null) return null;
        var members = status.Members.Remove(PanelKey.Of("panel_push_meta")).Remove(PanelKey.Of("adaptive_stream"));
        return members.Count == 0 ? null : ContentHash.Of(status.With(members)).ToString();
    }

    /// <summary>The hash of the panels in a snapshot.</summary>
    public static string? HashOf(string snapshot) => HashOf(PanelObject.Parse(snapshot));

    /// <summary>What the feed itself has while its clock is stopped; null where it refuses clients or is silent.</summary>
    public static async Task<string?> OfFeedAsync(Uri feed)
    {
        using var http = new HttpClient();
        using var limit = new CancellationTokenSource(Answer);
        var state = PanelState.Initial;
        try
        {
            using var response = await http.GetAsync(
                new Uri(feed, "?force_full=1"), HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (!response.IsSuccessStatusCode) return null;
            await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
            var (frames, events) = (new SseDecoder(1 << 24), new PanelEventDecoder(DiffForm.Auto, 64));
            while (true)
            {
                var buffer = new byte[32 * 1024];
                var read = await stream.ReadAsync(buffer, limit.Token);
                if (read == 0) return HashOf(state.Status);
                var batch = new SseBatch();
                frames.Decode(buffer.AsMemory(0, read), batch);
                foreach (var happened in events.Decode(batch))
                    state = state.Apply(happened, DateTimeOffset.UtcNow, new StateLimits()).State;

                // A history comes at once: the first pause ends it.
                if (state.Status is not null) limit.CancelAfter(Pause);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return HashOf(state.Status);
        }
    }
}
