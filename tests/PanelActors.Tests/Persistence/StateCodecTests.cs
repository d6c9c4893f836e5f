using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using PanelActors.Persistence;
using PanelActors.Protocol;
using PanelActors.State;
using PanelActors.Tests.Protocol.Decode;
using PanelActors.Tests.Support;
using PanelActors.Tests.Tree;

namespace PanelActors.Tests.Persistence;

public sealed class StateCodecTests
{
    private static readonly string WrittenByVersion2 = File.ReadAllText(Sample("state-v2.json")).TrimEnd();

    [Fact]
    public void What_was_written_is_read_back_whole() => SavedStates.Any.Sample(
        stored =>
        {
            StateCodec.Decode(StateCodec.Encode(stored), out var read).ShouldBe(StateFault.None);
            SavedStates.Describe(read!).ShouldBe(SavedStates.Describe(stored));
        },
        iter: 2000);

    [Fact]
    public void A_state_goes_on_after_a_round_trip_as_if_nothing_had_been() => Gen.Select(SavedStates.Any, Feeds).Sample(
        (stored, feed) =>
        {
            StateCodec.Decode(StateCodec.Encode(stored), out var read).ShouldBe(StateFault.None);
            var (original, copy) = (stored.State, read!.State);
            foreach (var panelEvent in feed.Select(data => Feed.Decode(data)))
            {
                original = original.Apply(panelEvent, State.Applying.Start, new()).State;
                copy = copy.Apply(panelEvent, State.Applying.Start, new()).State;
            }

            SavedStates.Describe(read with { State = copy }).ShouldBe(SavedStates.Describe(stored with { State = original }));
        });

    [Fact]
    public void Bytes_of_any_kind_are_a_fault_and_never_an_exception() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[0, 24], SavedStates.Any).Sample(
        (bytes, keep, stored) =>
        {
            StateCodec.Decode(bytes, out var none).ShouldNotBe(StateFault.None);
            none.ShouldBeNull();
            byte[] withHead = [.. StateCodec.Encode(stored).AsSpan(0, keep), .. bytes];
            StateCodec.Decode(withHead, out none).ShouldNotBe(StateFault.None);
        },
        iter: 2000);

    [Fact]
    public void A_body_of_any_kind_is_a_fault_and_never_an_exception_even_under_a_right_checksum() =>
        Gen.OneOf<string>(JsonGen.Value, JsonGen.Broken).Sample(
            body =>
            {
                StateCodec.Decode(SavedStates.Sealed(body), out var none).ShouldBe(StateFault.Invalid);
                none.ShouldBeNull();
            },
            iter: 2000);

    [Fact]
    public void Bytes_that_were_cut_off_are_never_a_state()
    {
        var bytes = StateCodec.Encode(SavedStates.Full());
        for (var length = 0; length < bytes.Length; length++)
        {
            StateCodec.Decode(bytes.AsMemory(0, length), out _)
                .ShouldBe(length < 8 ? StateFault.NotAState : StateFault.Damaged, $"{length} bytes");
        }
    }

    [Fact]
    public void A_single_changed_bit_is_noticed_wherever_it_is()
    {
        var bytes = StateCodec.Encode(SavedStates.Full());
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            StateCodec.Decode(bytes, out _).ShouldNotBe(StateFault.None, $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData(3, nameof(StateFault.NewerVersion))]
    [InlineData(int.MaxValue, nameof(StateFault.NewerVersion))]
    [InlineData(0, nameof(StateFault.NotAState))]
    [InlineData(-1, nameof(StateFault.NotAState))]
    public void Versions_that_no_program_before_wrote_are_not_read(int version, string fault) =>
        StateCodec.Decode(SavedStates.Sealed(WrittenByVersion2, version), out _).ShouldBe(fault.As<StateFault>());

    [Fact]
    public void What_version_2_wrote_stays_readable_and_is_still_written_so()
    {
        StateCodec.Decode(SavedStates.Sealed(WrittenByVersion2), out var read).ShouldBe(StateFault.None);
        SavedStates.Describe(read!).ShouldBe(SavedStates.Describe(SavedStates.Full()));
        SavedStates.BodyOf(StateCodec.Encode(SavedStates.Full())).ShouldBe(WrittenByVersion2);
    }

    [Fact]
    public void What_version_1_wrote_stays_readable_with_a_component_in_place_of_type_and_index()
    {
        var bytes = File.ReadAllBytes(Sample("state-v1.bin"));
        StateCodec.Decode(bytes, out var read).ShouldBe(StateFault.None);
        var followup = read!.State.Followups.ShouldHaveSingleItem();
        (followup.Component, followup.AlertType, followup.Index).ShouldBe(("Follow-up drop NIFTY", "drop NIFTY", null));
        var full = SavedStates.Full();
        followup.ShouldBe(full.State.Followups.ShouldHaveSingleItem());
        SavedStates.Describe(read with { State = read.State with { Followups = full.State.Followups } })
            .ShouldBe(SavedStates.Describe(full));
    }

    [Fact]
    public void What_a_follow_up_is_made_of_is_saved()
    {
        var followup = new FollowupAlert(DateTimeOffset.UnixEpoch, "WARN", "drop sharp", "NIFTY 50", "fell") { Source = "nse" };
        var none = new FollowupAlert(DateTimeOffset.UnixEpoch, "INFO", null, null, "");
        var stored = SavedStates.Full() with { State = SavedStates.Full().State with { Followups = [followup, none] } };
        StateCodec.Decode(StateCodec.Encode(stored), out var read).ShouldBe(StateFault.None);
        SavedStates.Describe(read!).ShouldBe(SavedStates.Describe(stored));
    }

    [Fact]
    public void The_baselines_by_which_replays_are_recognised_are_kept()
    {
        var stored = SavedStates.Full() with
        {
            Baselines = [new SeenBaseline(EventId.Of("41"u8), 7), new SeenBaseline(EventId.Of("é"u8), ulong.MaxValue)],
        };
        StateCodec.Decode(StateCodec.Encode(stored), out var read).ShouldBe(StateFault.None);
        read!.Baselines.ShouldBe(stored.Baselines);
    }

    [Theory]
    [InlineData("""[["41"]]""")]
    [InlineData("""[["41","xyz"]]""")]
    [InlineData("""[["","7"]]""")]
    [InlineData("""[41]""")]
    [InlineData("""{}""")]
    public void Baselines_that_are_none_spoil_the_whole(string baselines)
    {
        var body = JsonNode.Parse(WrittenByVersion2)!;
        body["rest"]!["baselines"] = JsonNode.Parse(baselines);
        StateCodec.Decode(SavedStates.Sealed(body.ToJsonString()), out _).ShouldBe(StateFault.Invalid);
    }

    [Fact]
    public void Members_that_a_later_program_added_are_passed_over()
    {
        var body = JsonNode.Parse(WrittenByVersion2)!;
        body["rest"]!["added_later"] = JsonNode.Parse("""{"any":["thing"]}""");
        body["added_later"] = 1;
        StateCodec.Decode(SavedStates.Sealed(body.ToJsonString()), out var read).ShouldBe(StateFault.None);
        SavedStates.Describe(read!).ShouldBe(SavedStates.Describe(SavedStates.Full()));
    }

    [Theory]
    [InlineData("{}", true, 7)]
    [InlineData("""{"other":1}""", true, 7)]
    [InlineData("""{"added":3}""", true, 3)]
    [InlineData("""{"added":null}""", false, 0)]
    [InlineData("""{"added":"3"}""", false, 0)]
    [InlineData("""{"added":-3}""", false, -3)]
    public void A_member_that_was_added_may_be_absent_but_not_wrong(string rest, bool isRead, long expected)
    {
        var tape = new PanelActors.Tree.JsonTape(8);
        tape.Parse(Encoding.UTF8.GetBytes(rest)).ShouldBe(PanelActors.Tree.JsonFault.None);
        var isThere = StoredStateReader.TryGetOptional(tape.Root, "added"u8, StoredStateReader.TryGetCount, 7, out long value);
        (isThere, value).ShouldBe((isRead, expected));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    [InlineData("\"text\"")]
    [InlineData("[1]")]
    [InlineData("{\"a\":1}")]
    [InlineData(null)]
    public void A_member_that_is_missing_or_of_another_kind_spoils_the_whole(string? instead)
    {
        string[] accepted = [];
        foreach (var path in Members())
        {
            var body = JsonNode.Parse(WrittenByVersion2)!.AsObject();
            var owner = path.Inside is null ? body : body[path.Inside]!.AsObject();
            if (instead is null) owner.Remove(path.Name);
            else owner[path.Name] = JsonNode.Parse(instead);
            var fault = StateCodec.Decode(SavedStates.Sealed(body.ToJsonString()), out _);
            fault.ShouldBeOneOf(StateFault.None, StateFault.Invalid);
            if (fault == StateFault.None) accepted = [.. accepted, path.Name];
        }

        accepted.ShouldBe(instead switch
        {
            "true" => ["need_full", "may_be_backlog"],
            "-1" => ["generation"],
            "\"text\"" => ["origin", "last_event_id"],
            "{\"a\":1}" => ["status", "severity_counts", "severity_states"],
            _ => [],
        });
    }

    [Theory]
    [InlineData("reasons", """["a","a"]""")]
    [InlineData("reasons", """["1","2","3","4","5","6","7","8","9","10","11"]""")]
    [InlineData("reasons", "[]")]
    [InlineData("reasons", "[null]")]
    [InlineData("need_full", "false")]
    [InlineData("last_event_id", "\"\"")]
    [InlineData("last_event_id", "\"a\\nb\"")]
    [InlineData("last_event", "3155378976000000000")]
    [InlineData("followups", """[[1,"a","b","c","d"]]""")]
    [InlineData("followups", """[[1,"a","b","c","d","e","f"]]""")]
    [InlineData("followups", """[[-1,"a","b","c","d","e"]]""")]
    [InlineData("followups", """[[1,null,"b","c","d","e"]]""")]
    [InlineData("followups", """[[1,"a",2,"c","d","e"]]""")]
    [InlineData("followups", """[[1,"a","b","c","d",null]]""")]
    [InlineData("followups", "[1]")]
    [InlineData("followups", """[[1,"a","b"]]""", 1)]
    [InlineData("followups", """[[1,"a","b","c","d"]]""", 1)]
    [InlineData("followups", """[[-1,"a","b","c"]]""", 1)]
    [InlineData("followups", """[[1,"a","b",null]]""", 1)]
    [InlineData("followups", "[1]", 1)]
    public void A_value_that_no_state_can_have_spoils_the_whole(string name, string value, int version = StateCodec.Version)
    {
        var body = JsonNode.Parse(WrittenByVersion2)!;
        body["rest"]![name] = JsonNode.Parse(value);
        StateCodec.Decode(SavedStates.Sealed(body.ToJsonString(), version), out _).ShouldBe(StateFault.Invalid);
    }

    [Fact]
    public void Panels_as_deep_as_any_feed_may_send_them_are_kept()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 511)) + "{}" + new string('}', 511);
        var stored =
            SavedStates.Full() with { State = SavedStates.Full().State with { Status = PanelActors.Tree.PanelObject.Parse(deep) } };
        StateCodec.Decode(StateCodec.Encode(stored), out var read).ShouldBe(StateFault.None);
        read!.State.Status!.ToString().ShouldBe(deep);
    }

    [Fact]
    public void Kept_bytes_name_no_address() =>
        Encoding.UTF8.GetString(
            StateCodec.Encode(SavedStates.Full() with { Origin = StoredState.OriginOf("http://u:secret@h/?token=t0ken") }))
            .ShouldNotContain("secret");

    private static string Sample(string name) => Path.Combine(AppContext.BaseDirectory, "Samples", name);

    private static Gen<string[]> Feeds => Feed.AnyEnvelope.Array[0, 5];

    private static IEnumerable<(string? Inside, string Name)> Members()
    {
        var body = JsonNode.Parse(WrittenByVersion2)!.AsObject();
        foreach (var (name, _) in body) yield return (null, name);
        foreach (var (name, _) in body["rest"]!.AsObject()) yield return ("rest", name);
    }
}
