using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using PanelActors.Tests.Tree;

namespace PanelActors.Tests.Http.Page;

/// <summary>The page's rules that know no page, in the engine that runs them.</summary>
[Collection(PageCollection.Name)]
public sealed class ModelTests(OpenedPage opened) : IClassFixture<OpenedPage>
{
    [ChromiumFact]
    public async Task A_merge_patch_is_that_of_the_standard()
    {
        // The examples of RFC 7396, appendix A.
        (string Target, string Patch, string Result)[] examples =
        [
            ("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}"""),
            ("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}"""),
            ("""{"a":"b"}""", """{"a":null}""", "{}"),
            ("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}"""),
            ("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}"""),
            ("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}"""),
            ("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}"""),
            ("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}"""),
            ("""["a","b"]""", """["c","d"]""", """["c","d"]"""),
            ("""{"a":"b"}""", """["c"]""", """["c"]"""),
            ("""{"a":"foo"}""", "null", "null"),
            ("""{"a":"foo"}""", "\"bar\"", "\"bar\""),
            ("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}"""),
            ("[1,2]", """{"a":"b","c":null}""", """{"a":"b"}"""),
            ("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}"""),
        ];
        (await Patched(examples.Select(example => (example.Target, example.Patch)))).ShouldBe(examples.Select(example => example.Result));
    }

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
    public async Task A_diff_names_the_panels_that_it_changed_and_no_others() => (await Run<string[]>(
        """
        const { applyDiff } = await load('diff-form');
        const panels = new Map(Object.entries({ a: { x: 1, y: [1, 2] }, b: 2, c: null }));
        const a = panels.get('a');
        const touched = [{}, { a: { x: 1, y: [1, 2] }, b: 2 }, { a: { x: 2 } }, { b: null, no: null }, { new: {} },
          { panel: 'a', op: 'full', data: null }, { panel: 'only a panel' }]
          .map((diff) => [...applyDiff(panels, diff)].join());
        return [...touched, JSON.stringify([...panels]), JSON.stringify(a)];
        """)).ShouldBe(["", "", "a", "b", "new", "a", "panel", """[["a",null],["c",null],["new",{}],["panel","only a panel"]]""", """{"x":1,"y":[1,2]}"""]);

    [ChromiumFact]
    public async Task An_event_that_does_not_fit_asks_for_a_baseline() => (await Run<string[]>(
        """
        const { PanelState, OutOfStep } = await load('panel-state');
        const full = { type: 'panel_full', payload: { status: { p: 1 } }, generation: 5 };
        const tries = [
          [{ type: 'panel_diff', payload: { diff: {} }, generation: 5 }],
          [full, { type: 'panel_diff', payload: { diff: {} }, generation: 6 }],
          [full, { type: 'panel_diff', payload: { diff: [] }, generation: 5 }],
          [full, { type: 'panel_diff', payload: { diff: { panel: 1, op: 'full', data: 1 } }, generation: 5 }],
          [{ type: 'panel_full', payload: { status: [] } }],
          [full, { type: 'panel_diff', payload: { diff: { p: 2 } }, generation: 5 }, { type: 'a new type', payload: {} }],
        ];
        return tries.map((events) => {
          const state = new PanelState();
          try {
            for (const event of events) state.apply(event, 0);
            return 'fits';
          } catch (error) {
            return error instanceof OutOfStep ? error.message : `broken: ${error}`;
          }
        });
        """)).ShouldBe(
        ["a diff before the baseline", "a diff of another baseline", "a diff is an object", "a panel operation that the relay never sends", "a baseline without a status", "fits"]);

    [ChromiumFact]
    public async Task Severity_is_kept_through_a_baseline_for_all_and_begins_anew_with_one_for_this_client() => (await Run<string[]>(
        """
        const { PanelState } = await load('panel-state');
        const state = new PanelState();
        const told = [];
        const apply = (type, payload) => { state.apply({ type, payload, generation: 1 }, 10); told.push([state.panels.size, state.severity.alerts.size, state.severity.followups.length].join(' ')); };
        const all = { active: 'warn', previous_active: null, last_change_cycle: 1, resolved: false, resolved_count: 0, reasons: ['r'], alert: null };
        const none = Object.fromEntries(Object.keys(all).map((key) => [key, key === 'reasons' ? [] : null]));
        apply('hello', { store: 's', resumed: false });
        apply('panel_full', { status: { p: 1 } });
        apply('severity_state', { alert_type: 'one', ...all });
        apply('severity_state', { alert_type: 'two', ...all });
        apply('followup_alert', { alert: { message: 'm' }, ts: 1 });
        apply('followup_alert', { alert: { message: 'm' }, ts: 1 });
        apply('panel_full', { status: { p: 1, q: 2 } });
        apply('severity_state', { alert_type: 'two', ...none });
        apply('panel_full', { status: { p: 1 }, reason: 'conflated' });
        apply('severity_state', { alert_type: 'one', ...all });
        apply('hello', { store: 's', resumed: true });
        apply('heartbeat', {});
        apply('hello', { store: 's', resumed: false });
        apply('heartbeat', {});
        return told;
        """)).ShouldBe(["0 0 0", "1 0 0", "1 1 0", "1 2 0", "1 2 1", "1 2 1", "2 2 1", "2 1 1", "1 0 0", "1 1 0", "1 1 0", "1 1 0", "1 1 0", "0 0 0"]);

    [ChromiumFact]
    public async Task The_health_is_never_better_than_the_age_nor_than_what_the_daemon_said() => (await Run<string[]>(
        """
        const { Freshness } = await load('freshness');
        const fresh = new Freshness();
        const told = [fresh.health(0)];
        const beat = (health, stale_seconds, late, now) => fresh.heartbeat({ health, stale_seconds, warn_after: 10, stale_after: 30 }, late, now);
        beat('ok', 1, 0, 100);
        for (const now of [100, 108.9, 109, 128.9, 129]) told.push(fresh.health(now));
        fresh.event(0, 200);
        told.push(fresh.health(200));
        beat('stale', 2, 0, 201);
        told.push(fresh.health(201));
        beat('ok', 2, 9, 202);
        told.push(`${fresh.health(202)} ${fresh.age(202)}`);
        fresh.event(40, 203);
        told.push(fresh.health(203));
        const copy = new Freshness();
        copy.import(fresh.export(203), 1, 500);
        told.push(`${copy.health(500)} ${copy.age(500)}`);
        beat('init', null, 0, 204);
        told.push(fresh.health(204));
        beat('stale', null, 0, 205);
        told.push(fresh.health(205));
        return told;
        """)).ShouldBe(["init", "ok", "ok", "warn", "warn", "stale", "ok", "stale", "warn 11", "stale", "stale 41", "init", "stale"]);

    [ChromiumFact]
    public async Task Where_nobody_knows_how_old_it_is_no_event_makes_it_young() => (await Run<string[]>(
        """
        const { Freshness } = await load('freshness');
        const fresh = new Freshness();
        const told = [];
        const tell = (now) => told.push(`${fresh.health(now)} ${fresh.age(now)} ${fresh.isUnknown}`);
        const beat = (health, stale_seconds, now) => fresh.heartbeat({ health, stale_seconds, warn_after: 10, stale_after: 30 }, 0, now);
        fresh.event(null, 0);
        tell(0);
        beat('stale', null, 1);
        fresh.event(0, 2);
        tell(2);
        const copy = new Freshness();
        copy.import(fresh.export(2), 0, 100);
        copy.event(0, 101);
        told.push(`${copy.health(101)} ${copy.age(101)} ${copy.isUnknown}`);
        beat('ok', 1, 3);
        fresh.event(null, 7);
        tell(7);
        beat('warn', 12, 8);
        fresh.event(0, 9);
        tell(9);
        return told;
        """)).ShouldBe(["init null false", "stale null true", "stale null true", "ok 5 false", "warn 0 false"]);

    [ChromiumFact]
    public async Task Only_changes_that_last_are_announced_and_never_an_age() => (await Run<string[]>(
        """
        const { Announcements, factsOf } = await load('announcements');
        const news = new Announcements();
        const said = [];
        const well = { connection: 'open', need_full: false };
        const tell = (now, word, summary = well) => { const text = news.note(factsOf('feed', word, summary), now); if (text !== '') said.push(`${now}: ${text}`); };
        for (let now = 0; now < 10; now += 0.5) tell(now, now < 1 ? 'init' : 'ok');
        // Back and forth, faster than anybody listens.
        for (let now = 10; now < 20; now += 0.5) tell(now, now % 2 < 1 ? 'warn' : 'ok');
        for (let now = 20; now < 30; now += 0.5) tell(now, 'stale', { connection: now % 2 < 1 ? 'connecting' : 'waiting', need_full: now >= 24, need_full_reason: `r${Math.floor(now)}` });
        for (let now = 30; now < 40; now += 0.5) tell(now, 'lost');
        for (let now = 40; now < 50; now += 0.5) tell(now, 'ok');
        return said;
        """)).ShouldBe(
        [
            "22: feed is stale. Its source is not connected.", "26: It needs a baseline: r26.", "32: The daemon cannot be reached.",
            "42: feed is live. Its source is connected. Its baseline is complete.",
        ]);

    [ChromiumFact]
    public async Task What_cannot_be_seen_becomes_a_mark_and_what_belongs_to_a_script_stays() => (await Run<string[]>(
        $$"""
        const { safeText, safeJson } = await load('safe-text');
        return [...{{JsonSerializer.Serialize(Hidden.Select(hidden => hidden.Text))}}.map(safeText), safeJson('{"\u202e\u200b":\n "\u{e0001}é"}')];
        """)).ShouldBe([.. Hidden.Select(hidden => hidden.Seen), """{"\u202e\u200b":""" + '\n' + """ "\udb40\udc01é"}"""]);

    private static readonly (string Text, string Seen)[] Hidden =
    [
        ("plain\tand\nlines", "plain\tand\nlines"),
        ("\u202Egnp.exe\u202C", "‹U+202E›gnp.exe‹U+202C›"),
        ("\u2066x\u2069\u200F", "‹U+2066›x‹U+2069›‹U+200F›"),
        ("NIF\u200BTY\u200D\uFEFF\u00AD", "NIF‹U+200B›TY‹U+200D›‹U+FEFF›‹U+00AD›"),
        ("a\u0000b\u0007\u001b[2J\u009b", "a‹U+0000›b‹U+0007›‹U+001B›[2J‹U+009B›"),
        ("\u2028\uE000", "‹U+2028›‹U+E000›"),
        ("👩‍👩‍👧 नमस्ते نمی‌خواهم é 日本語", "👩‍👩‍👧 नमस्ते نمی‌خواهم é 日本語"),
        ("e\u0301\u0302\u0303\u0304\u0305\u0306x", "e\u0301\u0302\u0303\u0304x"),
    ];

    [ChromiumFact]
    public async Task Delay_is_what_the_fastest_event_did_not_need() => (await Run<double[]>(
        """
        const { Lag } = await load('lag');
        const lag = new Lag();
        // Sent by a clock that is ahead by a million seconds and is set back by an hour, then by one that runs on.
        const sent = [[1000000, 5], [1000001, 6], [1000002, 27], [1000020, 28], [1000030, 35], [996440, 45], [996441, 48], [996842, 447], [997244, 849]];
        return [...sent.map(([at, now]) => Math.round(lag.of(at, now) * 1000) / 1000), lag.of(undefined, 900)];
        """)).ShouldBe([0, 0, 20, 3, 0, 0, 2, 0, 0, 0]);

    [ChromiumFact]
    public async Task An_event_of_the_relay_has_a_generation_that_can_be_compared_and_leaves_its_id_to_the_frame() => (await Run<string[]>(
        """
        const { parseEvent, writeJson } = await load('json');
        const head = '{"id":7354123456789012345,"type":"panel_diff","payload":{"diff":{"a":12345678901234567890}},"generation":7354123456789012';
        return [head + '344,"publish_unixtime":1795519308.521}', head + '345,"publish_unixtime":1795519308.521,"age_seconds":null}',
          head + '345,"publish_unixtime":1795519308.521,"age_seconds":0.250}', '{"type":"hello","payload":{"store":"s"}}',
          '{"id":5,"type":"panel_full","payload":{"status":{",\\"generation\\":1":1}},"generation":5,"later":1}'].map((text) => writeJson(parseEvent(text)));
        """)).ShouldBe(
    [
        """{"type":"panel_diff","payload":{"diff":{"a":12345678901234567890}},"publish_unixtime":1795519308.521,"generation":"7354123456789012344"}""",
        """{"type":"panel_diff","payload":{"diff":{"a":12345678901234567890}},"publish_unixtime":1795519308.521,"age_seconds":null,"generation":"7354123456789012345"}""",
        """{"type":"panel_diff","payload":{"diff":{"a":12345678901234567890}},"publish_unixtime":1795519308.521,"age_seconds":0.25,"generation":"7354123456789012345"}""",
        """{"type":"hello","payload":{"store":"s"}}""",
        """{"type":"panel_full","payload":{"status":{",\"generation\":1":1}},"generation":5,"later":1}""",
    ]);

    [ChromiumFact]
    public async Task Numbers_stay_what_the_feed_wrote() => (await Run<string[]>(
        """
        const { parseJson, writeJson } = await load('json');
        return ['{"n":12345678901234567890}', '{"n":-9007199254740993}', '{"n":9007199254740991}', '{"n":0.1}', '{"__proto__":12345678901234567890}', '[1795519603253799]']
          .map((text) => writeJson(parseJson(text)));
        """)).ShouldBe(
        ["""{"n":12345678901234567890}""", """{"n":-9007199254740993}""", """{"n":9007199254740991}""", """{"n":0.1}""", """{"__proto__":12345678901234567890}""", "[1795519603253799]"]);

    [ChromiumFact]
    public async Task The_rate_counts_what_came_lately() => (await Run<double[]>(
        """
        const { EventRate } = await load('event-rate');
        const rate = new EventRate(4, 3);
        const told = [rate.perSecond(100)];
        for (let i = 0; i < 20; i++) rate.add(100 + i / 10);
        told.push(rate.perSecond(102), ...rate.series(103), rate.perSecond(1000));
        return told;
        """)).ShouldBe([0, 10, 0, 0, 20 / 3.0, 0, 0]);

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
