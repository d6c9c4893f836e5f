using PanelActors.Composite;


namespace PanelActors.Tests.Composite;

/// <summary>Who stands for all. H healthy, U not heard of yet, X unfit; one letter a member, one word a second.</summary>
public sealed class FailoverTests
{
    [Theory]
    [InlineData("UU UU", "00")]
    [InlineData("UU HU HH", "000")]
    [InlineData("UU UH HH", "011")]
    [InlineData("HH XH XH XH XH", "00001")]
    [InlineData("HH XH HH XH XH XH", "000000")]
    [InlineData("HH XX XX XX XX XH", "000001")]
    [InlineData("HH UH UH UH UH", "00001")]
    [InlineData("UH HH HH HH HH", "11110")]
    [InlineData("UH HH XH HH HH HH HH", "1111110")]
    [InlineData("XXH XHH XHH XHH XHH HHH HHH HHH HHH", "222211110")]
    [InlineData("UHH UXH UXH UXH UXH", "11112")]
    public void The_first_healthy_one_leads_and_every_move_takes_its_time(string course, string leaders)
    {
        var now = Stores.Now;
        var words = course.Split(' ');
        var failover = Failover.Start(words[0].Length, now);
        var seen = "";
        foreach (var word in words)
        {
            failover = failover.Next([.. word.Select(Fitness)], TimeSpan.FromSeconds(3), now);
            seen += failover.Active;
            now = now.AddSeconds(1);
        }

        seen.ShouldBe(leaders);
    }

    private static MemberFitness Fitness(char letter) => letter switch
    {
        'H' => MemberFitness.Healthy,
        'U' => MemberFitness.Unknown,
        _ => MemberFitness.Unfit,
    };
}
