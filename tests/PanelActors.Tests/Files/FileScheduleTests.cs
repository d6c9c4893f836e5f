using System.Globalization;
using PanelActors.Configuration;
using PanelActors.Files;

namespace PanelActors.Tests.Files;

public sealed class FileScheduleTests
{
    // What happened, then the question. w2:a = at second 2 a write began that showed a; f = failed;
    // ?3:a = at second 3 there is a to show; ! = urgent.
    [Theory]
    [InlineData("?0:a", "write")]
    [InlineData("w0:a ?0:a", "none")]
    [InlineData("w0:a ?99:a", "none")]
    [InlineData("w0:a ?0:b", "wait 5")]
    [InlineData("w0:a ?4:b", "wait 1")]
    [InlineData("w0:a ?5:b", "write")]
    [InlineData("w0:a ?99:b", "write")]
    [InlineData("w0:a w7:b ?8:a", "wait 4")]
    [InlineData("w0:a w7:b ?8:b", "none")]
    [InlineData("w0:a w7:b ?8:c", "wait 4")]
    [InlineData("f1 ?1:a", "wait 5")]
    [InlineData("f1 ?6:a", "write")]
    [InlineData("w0:a f6 ?6:a", "none")]
    [InlineData("w0:a f6 ?7:b", "wait 4")]
    [InlineData("w0:a ?1:b!", "write")]
    [InlineData("f1 ?1:a!", "write")]
    [InlineData("w0:a ?1:a!", "none")]
    public void Says_what_to_do_now(string history, string decision)
    {
        var schedule = new FileSchedule(TimeSpan.FromSeconds(5));
        foreach (var word in history.Split(' '))
        {
            var parts = word[1..].TrimEnd('!').Split(':');
            var at = TimeSpan.FromSeconds(int.Parse(parts[0], CultureInfo.InvariantCulture));
            var content = new ContentTag(parts.ElementAtOrDefault(1) ?? "", 0);
            if (word[0] == '?') Describe(schedule.Decide(content, at, word.EndsWith('!'))).ShouldBe(decision);
            schedule = word[0] switch
            {
                'w' => schedule.Written(content, at),
                'f' => schedule.Failed(at),
                _ => schedule,
            };
        }
    }

    [Fact]
    public void After_a_failure_a_second_passes_however_short_the_interval_is()
    {
        var schedule = new FileSchedule(TimeSpan.FromMilliseconds(1)).Failed(TimeSpan.Zero);
        schedule.Decide(new ContentTag("a", 0), TimeSpan.FromMilliseconds(1)).ShouldBe(WriteDecision.Wait(TimeSpan.FromMilliseconds(999)));
    }

    [Fact]
    public void Another_content_of_the_base_is_something_to_show()
    {
        var schedule = new FileSchedule(TimeSpan.FromSeconds(5)).Written(new ContentTag("a", 1), TimeSpan.Zero);
        schedule.Decide(new ContentTag("a", 1), TimeSpan.FromSeconds(9)).ShouldBe(WriteDecision.None);
        schedule.Decide(new ContentTag("a", 2), TimeSpan.FromSeconds(9)).ShouldBe(WriteDecision.Write);
    }

    private static string Describe(WriteDecision decision) => decision.Kind == WriteDecisionKind.Wait
        ? $"wait {decision.Delay.TotalSeconds}"
        : decision.Kind.ToName();
}
