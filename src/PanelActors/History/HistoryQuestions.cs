using System.Data.Common;

namespace PanelActors.History;

/// <summary>What is read once all is written that was offered before. For any thread; one answers.</summary>
internal sealed class HistoryQuestions(HistoryDatabase database)
{
    private readonly Lock _gate = new();
    private readonly List<Func<Exception?, CancellationToken, Task<Exception?>>> _open = [];

    public bool HasAny
    {
        get
        {
            lock (_gate) return _open.Count > 0;
        }
    }

    /// <summary>Adds a question.</summary>
    public Task<T> Add<T>(Func<DbConnection, Task<T>> read)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _open.Add(async (known, cancellation) =>
            {
                if (known is null)
                {
                    try
                    {
                        answer.TrySetResult(await database.UseAsync(read, cancellation));
                        return null;
                    }
                    catch (Exception fault)
                    {
                        known = fault;
                    }
                }

                answer.TrySetException(known);
                return known;
            });
        }

        return answer.Task;
    }

    /// <summary>
    /// Answers all. Where the database fails one of them the others fail too, in place of waiting for it one after another; who asks has to
    /// ask again.
    /// </summary>
    public async Task AnswerAsync(CancellationToken cancellation)
    {
        Func<Exception?, CancellationToken, Task<Exception?>>[] questions;
        lock (_gate)
        {
            questions = [.. _open];
            _open.Clear();
        }

        Exception? fault = null;
        foreach (var question in questions) fault = await question(fault, cancellation);
    }
}
