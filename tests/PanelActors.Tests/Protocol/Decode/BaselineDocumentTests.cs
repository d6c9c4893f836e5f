using PanelActors.Configuration;
using PanelActors.Protocol;
using PanelActors.Protocol.Decode;
using PanelActors.Tests.Tree;

namespace PanelActors.Tests.Protocol.Decode;

/// <summary>Documents that were asked for as a baseline.</summary>
public sealed class BaselineDocumentTests
{
    [Theory]
    [InlineData("""{"status":{"a":1}}""", """{"a":1}""")]
    [InlineData("""{"payload":{"status":{"a":1}}}""", """{"a":1}""")]
    [InlineData("""{"type":"full","payload":{"panel_full":{"a":1}},"generation":3}""", """{"a":1}""")]
    [InlineData("""{"panel_full":{"a":1}}""", """{"a":1}""")]
    [InlineData("""{"panel_full":{"a":1},"status":{"b":2}}""", """{"b":2}""")]
    [InlineData("""{"panel_full":{"a":1},"payload":{"status":{"b":2}}}""", """{"b":2}""")]
    [InlineData("""{"panel_full":{"a":1},"payload":7}""", """{"a":1}""")]
    public void A_body_or_an_envelope_around_one_is_taken_whether_bare_ones_are_or_not(string json, string status)
    {
        Decode(json, allowBare: false).ShouldBeOfType<PanelFullEvent>().Status.ToString().ShouldBe(status);
        Decode(json, allowBare: true).ShouldBeOfType<PanelFullEvent>().Status.ToString().ShouldBe(status);
    }

    [Theory]
    [InlineData("""{"a":1}""", "no_payload")]
    [InlineData("""{"panel_full":7}""", "no_payload")]
    [InlineData("""{"status":7}""", "bad_payload")]
    [InlineData("""{"panels":[]}""", "no_payload")]
    [InlineData("""{"panels":{"a":5}}""", "no_payload")]
    [InlineData("""{"panels":{"a":{"hash":"1","lines":[]}}}""", "no_payload")]
    [InlineData("""{"panels":{"a":{"hash":"1"},"b":{"lines":[]}}}""", "no_payload")]
    public void Any_other_object_is_one_only_where_bare_ones_are_allowed(string json, string reason)
    {
        Decode(json, allowBare: false).ShouldBe(new LostEvent(reason, NeedsFull: true));
        Decode(json, allowBare: true).ShouldBeOfType<PanelFullEvent>().Status.ToString().ShouldBe(json);
    }

    [Theory]
    [InlineData("""{"panels":{"a":{"hash":"1"},"b":{"hash":"2"}}}""", "no_payload")]
    [InlineData("""{"panels":{}}""", "no_payload")]
    [InlineData("""{"panels":{"a":{}}}""", "no_payload")]
    [InlineData("[]", "bad_envelope")]
    [InlineData("7", "bad_envelope")]
    [InlineData("{", "bad_json")]
    [InlineData("", "bad_json")]
    public void An_index_of_hashes_and_what_is_no_object_is_never_one(string json, string reason)
    {
        Decode(json, allowBare: false).ShouldBe(new LostEvent(reason, NeedsFull: true));
        Decode(json, allowBare: true).ShouldBe(new LostEvent(reason, NeedsFull: true));
    }

    private static PanelEvent Decode(string json, bool allowBare) =>
        new PanelEventDecoder(DiffForm.Auto, 64).DecodeBaseline(JsonGen.Utf8(json), allowBare);
}
