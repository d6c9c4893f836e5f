import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Alarms, alarmsOf, fewOf } from '../../src/PanelActors/Http/Page/model/alarms.js';
import { START } from '../../src/PanelActors/Http/Page/model/page-state.js';
import { bannerOf, nextStore } from '../../src/PanelActors/Http/Page/model/rotation.js';
import { tallyText } from '../../src/PanelActors/Http/Page/model/severity.js';

const summary = (name, health, more) => ({ name, health, ...more });

test('alarming are stale stores, critical alerts of any store that is listed, and a lost daemon', () => {
  const stores = [summary('a', 'ok', { critical_alerts: ['gap'] }), summary('b', 'stale', { critical_alerts: ['drift'] })];
  const state = { ...START, store: 'a', stores, poll: 'answering' };
  const reasons = (store, type) => store === 'a' && type === 'gap' ? ['thin', 7] : [];
  assert.deepEqual([...alarmsOf(state, reasons)].map(([key, { kind, text }]) => `${key}|${kind}|${text}`), [
    'critical a gap|critical|a: gap is critical: thin, 7.', 'stale b|stale|b is stale.', 'critical b drift|critical|b: drift is critical.',
  ]);
  assert.deepEqual([...alarmsOf({ ...state, poll: 'failing' }).keys()], ['lost']);
  assert.equal(alarmsOf({ ...state, stores: null }).size, 0);
});

test('what a member raises its composite does not raise again', () => {
  const members = [{ name: 'a' }, { name: 'b' }];
  const of = (...stores) => [...alarmsOf({ ...START, stores, poll: 'answering' }).keys()].join();
  const both = summary('both', 'stale', { members, critical_alerts: ['a/gap'] });
  assert.equal(of(both, summary('a', 'stale', { critical_alerts: ['gap'] }), summary('b', 'ok')), 'stale a,critical a gap');
  // A member that never came is not stale, and its composite is.
  assert.equal(of(both, summary('a', 'init'), summary('b', 'ok')), 'stale both');
  assert.equal(of(both, summary('a', 'ok')), 'stale both,critical both a/gap');
});

test('many alarms at once are few notifications, and none is left out', () => {
  const alarms = [1, 2, 3, 4, 5].map((key) => ({ key, text: `${key}.` }));
  assert.deepEqual(fewOf(alarms).map(({ text }) => text), ['1.', '2.', '3. And 2 more.']);
  assert.deepEqual(fewOf(alarms.slice(0, 3)), alarms.slice(0, 3));
});

test('what was alarming before the daemon was lost is not news after it', () => {
  const alarms = new Alarms();
  const note = (now, ...keys) => alarms.note(new Map(keys.map((key) => [key, {}])), now).join();
  assert.deepEqual([
    note(0, 'a'), note(1), note(2, 'b'), note(3, 'b'), note(4, 'lost'), note(5, 'lost'), note(6, 'b'), note(8, 'b', 'c'), note(9, 'b', 'c'),
  ], ['', '', '', 'b', '', 'lost', '', '', 'c']);
});

test('what was so from the beginning raises no alarm, what becomes so and lasts raises one', () => {
  const alarms = new Alarms();
  const note = (now, ...keys) => alarms.note(new Map(keys.map((key) => [key, {}])), now).join();
  assert.deepEqual([
    note(0, 'a'), note(5, 'a'), note(6, 'a', 'b'), note(6.5, 'a', 'b'), note(7, 'a', 'b'), note(8, 'a', 'b'), note(9, 'a'),
    note(10, 'a', 'b'), note(11, 'a', 'b'), note(12, 'c'), note(12.5), note(13, 'c'),
  ], ['', '', '', '', 'b', '', '', '', 'b', '', '', '']);
});

test('a wall shows one store after the other', () => {
  const stores = [{ name: 'a' }, { name: 'b' }];
  assert.deepEqual([nextStore(stores, null), nextStore(stores, 'a'), nextStore(stores, 'b'), nextStore(stores, 'gone'), nextStore([], 'a'), nextStore(null, null)],
    ['a', 'b', 'a', 'a', null, null]);
});

test('a wall is covered where it is not live', () => {
  assert.equal(bannerOf('following', '', ''), null);
  assert.equal(bannerOf('lost', '18:24:05', '3 min').text, 'No daemon since 18:24:05 (3 min)');
  assert.match(bannerOf('barred', '18:24:05', '3 min').text, /Access ended/);
});

test('alerts are counted by their level', () => assert.equal(tallyText(['critical', 'critical', 'warn']), '2 critical, 1 warn'));
