using System.Text;
using PanelActors.Configuration;
using PanelActors.Protocol.Decode;
using PanelActors.Protocol.Sse;
using PanelActors.State;

namespace PanelActors.Tests.Extending;

/// <summary>A dialect that is added: it is chosen by its first event, and what comes after the decoder does not know of it.</summary>
public sealed class DialectTests
{
    private const string Stream =
        """
        event: board
        data: {"prices":{"NIFTY":24850,"SENSEX":81500}}

        event: tick
        data: {"name":"NIFTY","price":24851.5}


        """;

    [Fact]
    public void Its_events_become_the_state()
    {
        var (decoder, state) = Read(Stream);

        decoder.Dialect.ShouldBe(new TickerDialect().Name);
        state.Status!.ToString().ShouldBe("""{"NIFTY":24851.5,"SENSEX":81500}""");
        state.DiffAppliedCount.ShouldBe(1);
        state.Need.IsNeeded.ShouldBeFalse();
    }

    [Fact]
    public void What_it_cannot_read_needs_a_baseline()
    {
        var (_, state) = Read(Stream + "event: tick\ndata: {\"name\":1}\n\n");

        state.Need.Reasons.ShouldBe(["bad_payload"]);
        state.Status!.ToString().ShouldBe("""{"NIFTY":24851.5,"SENSEX":81500}""");
    }

    [Theory]
    [InlineData("event: panel_full\ndata: {\"type\":\"panel_full\",\"payload\":{\"status\":{}}}\n\n", Dialect.Panels)]
    [InlineData("event: full_snapshot\ndata: {\"panels\":{}}\n\n", Dialect.Summary)]
    [InlineData("event: tick\ndata: {\"name\":\"NIFTY\",\"price\":1}\n\n", Dialect.Auto)]
    internal void Streams_of_other_dialects_are_not_taken_for_it(string stream, Dialect dialect) =>
        Read(stream).Decoder.Dialect.ShouldBe(dialect);

    private static (PanelEventDecoder Decoder, PanelState State) Read(string stream)
    {
        var decoder = new PanelEventDecoder(new PanelsDialect(DiffForm.Auto, true), [new TickerDialect(), new SummaryDialect()], 64);
        var batch = new SseBatch();
        new SseDecoder(1 << 20).Decode(Encoding.UTF8.GetBytes(stream), batch);
        var state = decoder.Decode(batch).Aggregate(PanelState.Initial, (state, next) => Composite.Stores.After(state, next));
        return (decoder, state);
    }
}
