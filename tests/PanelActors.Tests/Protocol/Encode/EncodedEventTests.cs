using System.Buffers;
using System.Text;
using PanelActors.Protocol.Encode;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Protocol.Encode;

/// <summary>One event on the wire.</summary>
public class EncodedEventTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_690_000_000_123);

    [Fact]
    public void It_is_an_envelope_whose_type_is_in_the_event_field_too() => Sent(Event(7, Now), Now).ShouldBe(
        "id: 7\nevent: panel_diff\n"
        + "data: {\"id\":7,\"type\":\"panel_diff\",\"payload\":{\"diff\":{}},\"generation\":3,\"publish_unixtime\":1690000000.123}\n\n");

    [Fact]
    public void Without_an_id_it_moves_no_position() => Sent(Event(0, Now), Now).ShouldBe(
        "event: panel_diff\n"
        + "data: {\"type\":\"panel_diff\",\"payload\":{\"diff\":{}},\"generation\":3,\"publish_unixtime\":1690000000.123}\n\n");

    [Theory]
    [InlineData(0.05, "")]
    [InlineData(0.1, ",\"age_seconds\":0.100")]
    [InlineData(12.3456, ",\"age_seconds\":12.346")]
    [InlineData(-5, "")]
    public void It_carries_the_age_of_its_data_when_it_is_sent(double age, string member)
    {
        var sent = Sent(Event(7, Now), Now.AddSeconds(age));
        sent.ShouldEndWith($"\"publish_unixtime\":1690000000.123{member}}}\n\n");
    }

    [Fact]
    public void What_has_no_age_never_carries_one() => Sent(Event(7, DataAge.None), Now.AddDays(1)).ShouldNotContain("age_seconds");

    [Fact]
    public void Its_parts_are_what_it_writes()
    {
        var later = Now.AddSeconds(3);
        foreach (var at in new[] { Now, later })
            Encoding.UTF8.GetString([.. Event(7, Now).Parts(at).SelectMany(part => part.ToArray())]).ShouldBe(Sent(Event(7, Now), at));
    }

    [Theory]
    [InlineData(null, nameof(EventKinds.All))]
    [InlineData("", nameof(EventKinds.All))]
    [InlineData("panel_full", "Always, PanelFull")]
    [InlineData(" Diff , severity,,heartbeat", "Always, PanelDiff, SeverityState, Heartbeat")]
    [InlineData("nonsense", nameof(EventKinds.Always))]
    [InlineData("hello,bye", nameof(EventKinds.Always))]
    public void Types_are_named_as_the_feed_names_them(string? types, string expected) =>
        EventKindNames.Parse(types).ShouldBe(expected.As<EventKinds>());

    [Theory]
    [InlineData(0, "0.000")]
    [InlineData(0.0999, "0.100")]
    [InlineData(0.0501, "0.051")]
    [InlineData(-5, "0.000")]
    public void Of_relayed_data_it_always_carries_the_age_and_never_less(double age, string seconds) =>
        Sent(Event(7, DataAge.Of(Now, isRelayed: true)), Now.AddSeconds(age)).ShouldEndWith($",\"age_seconds\":{seconds}}}\n\n");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_the_age_of_its_data_is_not_known_it_is_null(bool isRelayed)
    {
        var encoded = Event(7, DataAge.Of(null, isRelayed));
        foreach (var at in new[] { Now, Now.AddDays(1) })
        {
            Sent(encoded, at).ShouldEndWith("\"publish_unixtime\":1690000000.123,\"age_seconds\":null}\n\n");
            Encoding.UTF8.GetString([.. encoded.Parts(at).SelectMany(part => part.ToArray())]).ShouldBe(Sent(encoded, at));
        }
    }

    private static EncodedEvent Event(long id, DateTimeOffset dataTime) => Event(id, DataAge.Of(dataTime, isRelayed: false));

    private static EncodedEvent Event(long id, DataAge age) =>
        EncodedEvent.Of(new EventPayload(EventKinds.PanelDiff, "{\"diff\":{}}"u8.ToArray()), id, 3, Now, age);

    private static string Sent(EncodedEvent encoded, DateTimeOffset now)
    {
        var output = new ArrayBufferWriter<byte>();
        encoded.WriteTo(output, now);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
