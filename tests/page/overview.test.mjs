import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factsOfAll } from '../../src/PanelActors/Http/Page/model/announcements.js';
import { DaemonClock } from '../../src/PanelActors/Http/Page/model/daemon-clock.js';
import {
  alertsText, connectionText, errorText, headlineOf, healthText, membersOf, overviewSituation, worstFirst,
} from '../../src/PanelActors/Http/Page/model/overview.js';
import { NOWHERE, elsewhere, parseAddress, viewOf, writeAddress } from '../../src/PanelActors/Http/Page/model/view-address.js';

const store = (name, health, since, more) => ({ name, health, state_since: since, kind: 'source', ...more });
const clock = (seconds) => `at ${seconds}`;

test('the worst store comes first, and of two that are alike the one that has been so for longest', () => {
  const stores = [store('a', 'ok', 1), store('b', 'stale', 9), store('c', 'warn', 3), store('d', 'stale', 4), store('e', 'init', 2), store('f', 'new')];
  assert.deepEqual(worstFirst(stores).map(({ name }) => name).join(''), 'dbfcea');
  assert.equal(stores[0].name, 'a');
});

test('one sentence says how many stores are how', () => {
  const of = (...healths) => headlineOf(healths.map((health, index) => store(`s${index}`, health)));
  assert.equal(of('stale', 'ok', 'stale', 'ok', 'ok', 'ok', 'ok'), '2 of 7 stores are stale.');
  assert.equal(of('stale', 'warn', 'init', 'init'), '1 of 4 stores is stale, 1 is late, 2 wait for data.');
  assert.equal(of('ok', 'ok'), 'All 2 stores are live.');
  assert.equal(of('ok'), 'The only store is live.');
  assert.equal(of('warn'), '1 of 1 store is late.');
  assert.equal(of(), 'There are no stores.');
});

test('critical alerts are said of a store, and counted once for a composite and its members', () => {
  assert.equal(alertsText({}), '');
  assert.equal(alertsText({ active_alerts: 0, critical_alerts: [] }), '');
  assert.equal(alertsText({ active_alerts: 1, critical_alerts: [] }), '1 alert, none critical');
  assert.equal(alertsText({ active_alerts: 3, critical_alerts: ['drift', 'gap'] }), '2 critical of 3 alerts: drift, gap');
  const [one, two] = [store('a', 'ok', 1, { critical_alerts: ['gap'] }), store('b', 'ok')];
  const both = store('both', 'ok', 1, { members: [{ name: 'a' }, { name: 'b' }], critical_alerts: ['a/gap'] });
  assert.equal(headlineOf([one, two, both]), 'All 3 stores are live. 1 has critical alerts.');
  assert.equal(headlineOf([one, { ...two, critical_alerts: ['x'] }]), 'All 2 stores are live. 2 have critical alerts.');
});

test('the page of all stores takes its look from the worst, and is lost with the daemon', () => {
  const of = (more) => {
    const { look, word, text } = overviewSituation({ phase: 'choosing', stores: [store('a', 'ok'), store('b', 'stale')], lostFor: null, clock, ...more });
    return `${look} ${word}: ${text}`;
  };
  assert.equal(of({}), 'bad stale: 1 of 2 stores is stale.');
  assert.equal(of({ stores: [store('a', 'ok')] }), 'live ok: The only store is live.');
  assert.equal(of({ stores: null }), 'init init: The page waits for the daemon.');
  assert.equal(of({ phase: 'lost', lostFor: 4 }), 'lost lost: The daemon has not answered since at 4. Nothing below is live.');
  assert.equal(of({ phase: 'lost', lostFor: 4, stores: null }), 'lost lost: The daemon has not answered since at 4.');
  assert.equal(of({ phase: 'barred', lostFor: 4 }), 'lost locked: Access ended at at 4. What stands below is from then.');
});

test('the sentence about all stores is announced when it changes, and that all is well is not', () => {
  assert.deepEqual(factsOfAll({ word: 'ok', text: 'fine' }).map(({ isUsual, text }) => [isUsual, text]), [[true, 'fine']]);
  assert.equal(factsOfAll({ word: 'lost', text: 'since 1' })[0].value, factsOfAll({ word: 'lost', text: 'since 2' })[0].value);
});

test('a store says since when it is what it is, its error, and when it tries again', () => {
  assert.equal(healthText(store('a', 'stale', 100), 280, clock), 'stale since at 100 (3 min)');
  assert.equal(healthText(store('a', 'warn'), 280, clock), 'late');
  assert.equal(healthText(store('a', 'ok', 300), 280, clock), 'live since at 300 (0 s)');
  assert.equal(errorText({ last_error: 'refused', last_error_at: 270 }, 280, clock), 'refused, at at 270 (10 s ago)');
  assert.equal(errorText({ last_error: null, last_error_at: null }, 280, clock), '');
  assert.equal(connectionText({ connection: 'waiting', next_attempt_at: 284.2 }, 280), 'next attempt in 5 s');
  assert.equal(connectionText({ connection: 'waiting', next_attempt_at: 279 }, 280), 'next attempt now');
  assert.equal(connectionText({ connection: 'open', next_attempt_at: null }, 280), 'open');
});

test('a member without data is missing, one that is only old is not', () => {
  const members = [
    { name: 'a', health: 'ok', stale_seconds: 1 }, { name: 'b', health: 'init', stale_seconds: null },
    { name: 'c', health: 'stale', stale_seconds: 90 }, { name: 'd', health: 'stale', stale_seconds: null },
  ];
  assert.deepEqual(membersOf({ members, active_member: 'a' }).map(({ isMissing }) => isMissing), [false, true, false, true]);
  assert.deepEqual(membersOf({ members: null }), []);
});

test('the clock of the daemon is narrowed down by whole seconds, and begins anew when it was set', () => {
  const daemon = new DaemonClock();
  assert.equal(daemon.ahead, null);
  // It is 1000.7 ahead of ours.
  for (let asked = 0; asked < 40; asked += 1.37) daemon.hear(Math.floor(asked + 0.1 + 1000.7), asked, asked + 0.2);
  assert.ok(Math.abs(daemon.ahead - 1000.7) < 1, String(daemon.ahead));
  daemon.hear(5000, 41, 41.1);
  assert.ok(Math.abs(daemon.ahead - 4959) < 2, String(daemon.ahead));
});

test('an address says what is shown, and is written as it is read', () => {
  const written = [
    '', '#overview', '#timeline&store=a,b&kind=health&level=CRITICAL,WARN&text=no%20event', '#store=my%20feed&q=nifty&sort=-/indices/ltp&sort=/a',
    '#store=a&hide=INFO&zone=Asia/Tokyo', '#overview&wall=1', '#wall=1&rotate=20',
  ];
  for (const hash of written) assert.equal(writeAddress(parseAddress(hash)), hash);
  assert.deepEqual(parseAddress(''), NOWHERE);
  assert.deepEqual(parseAddress('#store=&zone=<b>&rotate=-1&sort=x&wall=2'), NOWHERE);
  assert.equal(parseAddress('#rotate=0.1').rotate, 3);
});

test('elsewhere keeps the zone and the wall and nothing else', () => {
  const address = parseAddress('#store=a&q=x&zone=utc&wall=1');
  assert.equal(writeAddress(elsewhere(address, { store: 'b' })), '#store=b&zone=utc&wall=1');
});

test('several stores begin with the overview, one with itself', () => {
  const view = (hash, store, ...stores) => viewOf(parseAddress(hash), { store, stores: stores.length === 0 ? null : stores });
  assert.deepEqual([view('', null), view('', null, 1, 2), view('', 'a', 1), view('', 'a', 1, 2), view('#timeline', null, 1), view('#overview', null, 1)],
    ['store', 'overview', 'store', 'store', 'timeline', 'overview']);
});
