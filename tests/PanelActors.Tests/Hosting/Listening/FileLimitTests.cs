using PanelActors.Configuration;
using PanelActors.Hosting.Listening;


namespace PanelActors.Tests.Hosting.Listening;

public sealed class FileLimitTests
{
    [Theory]
    [InlineData("Max open files            1024                 4096                 files     ", 1024)]
    [InlineData("Max open files            unlimited            unlimited            files     ", long.MaxValue)]
    [InlineData("Max processes             1024                 4096                 processes ", long.MaxValue)]
    [InlineData("Max open files", long.MaxValue)]
    public void The_soft_limit_is_read_where_there_is_one(string line, long files) =>
        FileLimit.Parse(["Limit                     Soft Limit           Hard Limit           Units     ", line]).ShouldBe(files);

    [Fact]
    public void This_process_has_one() => FileLimit.Read().ShouldBeGreaterThan(0);

    [Theory]
    [InlineData(null, 1024, 512)]
    [InlineData(null, 4096, 3584)]
    [InlineData(null, 65536, 20_000)]
    [InlineData(null, long.MaxValue, 20_000)]
    [InlineData(null, 512, 16)]
    [InlineData(null, 64, 16)]
    [InlineData(100, 1024, 100)]
    [InlineData(5000, 1024, 512)]
    [InlineData(50_000, 65536, 50_000)]
    [InlineData(4, 64, 4)]
    public void Connections_leave_files_to_everything_else(int? configured, long files, int connections) =>
        new ClientLimitsOptions { Connections = configured }.ConnectionsWithin(files).ShouldBe(connections);

    [Fact]
    public void The_gate_lets_as_many_in_as_may_be_and_one_more_for_each_that_leaves()
    {
        var gate = new ConnectionGate(new ClientLimitsOptions { Connections = 2 }, cap: 1000, files: 4096);
        (gate.TryEnter(), gate.TryEnter(), gate.TryEnter()).ShouldBe((true, true, false));
        gate.Now.ShouldBe(2);
        gate.Leave();
        (gate.TryEnter(), gate.TryEnter()).ShouldBe((true, false));

        gate.Prepare(new() { ClientLimits = new() { Connections = 3 } }, new FaultList()).ShouldNotBeNull()();
        (gate.TryEnter(), gate.TryEnter()).ShouldBe((true, false));
        gate.Prepare(new() { ClientLimits = new() { Connections = 5000 } }, new FaultList()).ShouldNotBeNull()();
        gate.Max.ShouldBe(1000);
    }
}
