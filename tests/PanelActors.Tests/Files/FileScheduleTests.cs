using System.Globalization;
using PanelActors.Files;

namespace PanelActors.Tests.Files;

public sealed class FileScheduleTests
{
    // What happened, then the question. w2:a = at second 2 a write began that showed a; s = skipped; f = failed;
    // ?3:a = at second 3 there is a to show; ! = in a hurry.
    [Theory]
    [InlineData("?0:a", "write")]
    [InlineData("w0:a ?0:a", "nothing")]
    [InlineData("w0:a ?99:a", "nothing")]
    [InlineData("w0:a ?0:b", "wait 5")]
    [InlineData("w0:a ?4:b", "wait 1")]
    [InlineData("w0:a ?5:b", "write")]
    [InlineData("w0:a ?99:b", "write")]
    [InlineData("w0:a w7:b ?8:a", "wait 4")]
    [InlineData("w0:a s7:b ?8:b", "nothing")]
    [InlineData("w0:a s7:b ?8:c", "wait 4")]
    [InlineData("f1 ?1:a", "wait 5")]
    [InlineData("f1 ?6:a", "write")]
    [InlineData("w0:a f6 ?6:a", "nothing")]
    [InlineData("w0:a f6 ?7:b", "wait 4")]
    [InlineData("w0:a ?1:b!", "write")]
    [InlineData("f1 ?1:a!", "write")]
    [InlineData("w0:a ?1:a!", "nothing")]
    public void Says_what_to_do_now(string history, string step)
    {
        var schedule = new FileSchedule(TimeSpan.FromSeconds(5));
        foreach (var word in history.Split(' '))
        {
            var parts = word[1..].TrimEnd('!').Split(':');
            var at = TimeSpan.FromSeconds(int.Parse(parts[0], CultureInfo.InvariantCulture));
            var sight = new FileSight(parts.ElementAtOrDefault(1) ?? "", 0);
            if (word[0] == '?') Describe(schedule.Next(sight, at, word.EndsWith('!'))).ShouldBe(step);
            schedule = word[0] switch
            {
                'w' => schedule.Written(sight, at),
                's' => schedule.Skipped(sight, at),
                'f' => schedule.Failed(at),
                _ => schedule,
            };
        }
    }

    [Fact]
    public void After_a_failure_a_second_passes_however_short_the_interval_is()
    {
        var schedule = new FileSchedule(TimeSpan.FromMilliseconds(1)).Failed(TimeSpan.Zero);
        schedule.Next(new FileSight("a", 0), TimeSpan.FromMilliseconds(1)).ShouldBe(FileStep.WaitFor(TimeSpan.FromMilliseconds(999)));
    }

    [Fact]
    public void Another_content_of_the_base_is_something_to_show()
    {
        var schedule = new FileSchedule(TimeSpan.FromSeconds(5)).Written(new FileSight("a", 1), TimeSpan.Zero);
        schedule.Next(new FileSight("a", 1), TimeSpan.FromSeconds(9)).ShouldBe(FileStep.Nothing);
        schedule.Next(new FileSight("a", 2), TimeSpan.FromSeconds(9)).ShouldBe(FileStep.Write);
    }

    private static string Describe(FileStep step) =>
        step.Kind == FileStepKind.Wait ? $"wait {step.Wait.TotalSeconds}" : step.Kind.ToString().ToLowerInvariant();
}
