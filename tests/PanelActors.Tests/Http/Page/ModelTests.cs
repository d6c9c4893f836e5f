using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using PanelActors.Tests.Tree;

namespace PanelActors.Tests.Http.Page;

/// <summary>
/// Rules of the page in the browser that runs them: those that need what Node does not have yet, and those that are tried with generated
/// values. The others are in <c>tests/page</c>.
/// </summary>
[Collection(PageCollection.Name)]
public sealed class ModelTests(OpenedPage opened) : IClassFixture<OpenedPage>
{
    private const string Diff =
        """{"type":"panel_diff","payload":{"diff":{"a":12345678901234567890}},"publish_unixtime":1795519308.521,""";

    [ChromiumFact]
    public async Task Any_merge_patch_does_what_its_definition_says_and_leaves_its_target_as_it_was()
    {
        var pairs = Gen.Select(JsonGen.Object, JsonGen.Object).Array[400].Single();
        var patched = await Patched(pairs);
        for (var i = 0; i < pairs.Length; i++)
        {
            var (target, patch) = pairs[i];
            var expected = MergePatch(JsonNode.Parse(target), JsonNode.Parse(patch));
            JsonNode.DeepEquals(JsonNode.Parse(patched[i]), expected).ShouldBeTrue($"{target} and {patch} became {patched[i]}");
        }
    }

    [ChromiumFact]
    public async Task An_event_of_the_relay_has_a_generation_that_can_be_compared_and_leaves_its_id_to_the_frame() => (await Run<string[]>(
        """
        const { parseEvent, writeJson } = await load('json');
        const payload = '"payload":{"diff":{"a":12345678901234567890}}';
        const head = `{"id":7354123456789012345,"type":"panel_diff",${payload},"generation":7354123456789012`;
        return [head + '344,"publish_unixtime":1795519308.521}', head + '345,"publish_unixtime":1795519308.521,"age_seconds":null}',
          head + '345,"publish_unixtime":1795519308.521,"age_seconds":0.250}', '{"type":"hello","payload":{"store":"s"}}',
          '{"id":5,"type":"panel_full","payload":{"status":{",\\"generation\\":1":1}},"generation":5,"later":1}']
          .map((text) => writeJson(parseEvent(text)));
        """)).ShouldBe(
    [
        Diff + """ "generation":"7354123456789012344"}""".Trim(),
        Diff + """ "age_seconds":null,"generation":"7354123456789012345"}""".Trim(),
        Diff + """ "age_seconds":0.25,"generation":"7354123456789012345"}""".Trim(),
        """{"type":"hello","payload":{"store":"s"}}""",
        """{"type":"panel_full","payload":{"status":{",\"generation\":1":1}},"generation":5,"later":1}""",
    ]);

    [ChromiumFact]
    public async Task Numbers_stay_what_the_feed_wrote() => (await Run<string[]>(
        """
        const { parseJson, writeJson } = await load('json');
        return ['{"n":12345678901234567890}', '{"n":-9007199254740993}', '{"n":9007199254740991}', '{"n":0.1}',
          '{"__proto__":12345678901234567890}', '[1795519603253799]']
          .map((text) => writeJson(parseJson(text)));
        """)).ShouldBe(
        ["""{"n":12345678901234567890}""", """{"n":-9007199254740993}""", """{"n":9007199254740991}""", """{"n":0.1}""",
            """{"__proto__":12345678901234567890}""", "[1795519603253799]"]);

    private Task<string[]> Patched(IEnumerable<(string Target, string Patch)> pairs) => Run<string[]>(
        $$"""
        const { mergePatch } = await load('merge-patch');
        return {{JsonSerializer.Serialize(pairs.Select(pair => new[] { pair.Target, pair.Patch }))}}.map(([target, patch]) => {
          const before = JSON.parse(target);
          const after = JSON.stringify(mergePatch(before, JSON.parse(patch)));
          return JSON.stringify(before) === JSON.stringify(JSON.parse(target)) ? after : 'the target was changed';
        });
        """);

    private Task<T> Run<T>(string script) =>
        opened.Page.EvaluateAsync<T>($"async () => {{ const load = (name) => import(`/page/model/${{name}}.js`); {script} }}");

    private static JsonNode? MergePatch(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes) return patch?.DeepClone();
        var result = target is JsonObject known ? (JsonObject)known.DeepClone() : [];
        foreach (var (key, change) in changes)
        {
            if (change is null) result.Remove(key);
            else result[key] = MergePatch(result[key], change);
        }

        return result;
    }
}
