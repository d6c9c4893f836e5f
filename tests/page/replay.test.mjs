import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headlineOf, healthText, overviewSituation, wordOf } from '../../src/PanelActors/Http/Page/model/overview.js';
import { situationOf } from '../../src/PanelActors/Http/Page/model/situation.js';
import { replayText } from '../../src/PanelActors/Http/Page/model/store-summary.js';

const clock = (seconds) => `at ${seconds}`;
const AT = Date.UTC(2026, 10, 27, 9, 15) / 1000;
const store = (health, replay = { at: AT, speed: 1 }) => ({ name: 's', kind: 'source', health, connection: 'open', replay });
const situation = (health, age, summary = store(health)) =>
  situationOf({ phase: 'following', store: 's', health, age, lostFor: null, summary, clock });

test('a store that shows a replay is never called live', () => {
  assert.deepEqual(situation('ok', 0), { look: 'warn', word: 'replay', text: 'A replay of about 2026-11-27 09:15:00 UTC, not live.' });
  const stale = situation('stale', 40);
  assert.deepEqual([stale.look, stale.word], ['stale', 'stale']);
  assert.match(stale.text, /^A replay of about .* UTC, not live\. Stale: nothing new since at 40\./);
  assert.equal(situation('ok', 0, store('ok', null)).word, 'ok');
  assert.equal(wordOf(store('ok')), 'replay');
  assert.equal(wordOf(store('warn')), 'warn');
  assert.equal(healthText(store('ok'), 0, clock), 'A replay of about 2026-11-27 09:15:00 UTC, not live. ok');
});

test('a moment that is not known, or makes no sense, is left out', () => {
  for (const at of [null, undefined, Infinity, 1e300, 'x']) assert.equal(replayText({ replay: { at, speed: null } }), 'A replay, not live.');
  assert.equal(replayText({}), '');
  assert.equal(replayText(undefined), '');
});

test('the overview counts replays and is not live with one', () => {
  assert.equal(headlineOf([store('ok'), store('ok', null)]), '1 of 2 stores shows a replay.');
  assert.equal(headlineOf([store('stale'), store('ok', null)]), '1 of 2 stores is stale, 1 shows a replay.');
  const all = overviewSituation({ phase: 'choosing', stores: [store('ok')], lostFor: null, clock });
  assert.deepEqual([all.look, all.word], ['warn', 'replay']);
});
