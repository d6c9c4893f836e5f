import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Past } from '../../src/PanelActors/Http/Page/link/past.js';
import { coveredOf, missingText, momentOf, momentQuery, nearest, neighbour, reachOf, readPast } from '../../src/PanelActors/Http/Page/model/moment.js';
import { parseAddress, writeAddress } from '../../src/PanelActors/Http/Page/model/view-address.js';
import { ofWall, wallIn } from '../../src/PanelActors/Http/Page/model/zone.js';

const snapshot = (p) => ({ p, panel_push_meta: { sse_heartbeat: { health: 'ok', stale_sec: 0.5 } } });

// A daemon whose answers come when they are let.
function daemon(t) {
  const asked = [];
  t.mock.method(globalThis, 'fetch', (address) => new Promise((resolve) => asked.push({
    query: new URL(address).pathname.split('/').at(-2) + new URL(address).search,
    answer: (status, body) => resolve({
      ok: status === 200, status, text: async () => JSON.stringify(body), json: async () => {
        if (body === undefined) throw new SyntaxError('no JSON');
        return body;
      },
    }),
  })));
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await null;
  };
  return { asked, settle };
}

test('what was wanted last is shown, and one question is under way at a time', async (t) => {
  const { asked, settle } = daemon(t);
  const shown = [];
  const past = new Past(() => shown.push([past.wanted?.at, past.shown?.at, past.isAsking]));
  past.want('s', 1);
  past.want('s', 2);
  past.want('s', 3);
  assert.deepEqual(asked.map(({ query }) => query), ['s?at=1']);
  asked[0].answer(200, snapshot(1));
  await settle();
  // The answer for 1 came late: nothing is shown of it.
  assert.equal(past.shown, null);
  assert.deepEqual(asked.map(({ query }) => query), ['s?at=1', 's?at=3']);
  asked[1].answer(200, snapshot(3));
  await settle();
  assert.deepEqual([past.shown.at, past.shown.past.panels.get('p'), past.isAsking], [3, 3, false]);
  assert.deepEqual(shown.at(-1), [3, 3, false]);
});

test('a late answer is not shown to the one who has gone back to live, nor to another reader', async (t) => {
  const { asked, settle } = daemon(t);
  const past = new Past(() => {});
  past.want('s', 1);
  past.clear();
  asked[0].answer(200, snapshot(1));
  await settle();
  assert.deepEqual([past.shown, past.wanted, past.isAsking], [null, null, false]);
  past.want('s', 2);
  asked[1].answer(200, snapshot(2));
  await settle();
  assert.equal(past.shown.at, 2);
});

test('what went wrong stands in place of panels, and can be asked again', async (t) => {
  const { asked, settle } = daemon(t);
  const past = new Past(() => {});
  past.want('s', 1);
  asked[0].answer(404, { detail: 'no', covered: [[3, 5]] });
  await settle();
  assert.deepEqual([past.shown.status, past.shown.past, past.shown.covered], [404, null, [[3, 5]]]);
  past.want('s', 1);
  asked[1].answer(503, undefined);
  await settle();
  assert.deepEqual([past.shown.status, past.shown.covered], [503, []]);
  past.want('s', 1);
  asked[2].answer(200, snapshot(1));
  await settle();
  assert.equal(past.shown.past.panels.get('p'), 1);
  // What is not a snapshot is not half shown.
  past.want('s', 2);
  asked[3].answer(200, {});
  await settle();
  assert.deepEqual([past.shown.status, past.shown.past], [null, null]);
});

test('a snapshot is read whole', () => {
  const past = readPast({
    p: 1, panel_push_meta: { sse_heartbeat: { health: 'stale', stale_sec: null }, panel_sources: { p: 'm' } },
    adaptive_stream: {
      severity_counts: { warn: 2 },
      severity_state: { iv: { active: 'warn', reasons: ['r'] }, odd: 7 },
      followup_alerts: [{ time: '1970-01-01T00:00:05Z', level: 'WARN', component: 'c', message: 'm' }, { time: 'x' }, null],
    },
  });
  assert.deepEqual([[...past.panels], past.health, past.age, [...past.sources]], [[['p', 1]], 'stale', null, [['p', 'm']]]);
  assert.deepEqual([[...past.severity.counts], past.severity.active().map(({ type }) => type)], [[['warn', 2]], ['iv']]);
  assert.deepEqual(past.severity.followups.map(({ time, level }) => [time, level]), [[5, 'WARN'], [null, 'INFO']]);
});

test('moments around a moment', () => {
  const items = [{ store: 's', at: 9 }, { store: 't', at: 6 }, { store: 's', at: 5 }, { store: 's', at: 2.25 }];
  assert.deepEqual([neighbour(items, 's', 5, 1), neighbour(items, 's', 5, -1), neighbour(items, 's', 9, 1)], [9, 2.25, null]);
  const fine = [{ store: 's', at: 1.4763 }, { store: 's', at: 1.2 }];
  assert.deepEqual([neighbour(fine, 's', momentOf(1.4763), -1), neighbour(fine, 's', 1.2, 1)], [1.2, 1.477]);
  const covered = coveredOf({ covered: [[1, 2], [5, 9], 'x', [3], [9, 1]] });
  assert.deepEqual(covered, [[1, 2], [5, 9]]);
  assert.deepEqual([0, 3, 4, 7, 99].map((at) => nearest(covered, at)), [1, 2, 5, 7, 9]);
  assert.deepEqual([nearest([], 1), reachOf([]), reachOf(covered)], [null, null, { from: 1, to: 9 }]);
  assert.deepEqual([momentOf(1.0001), momentOf(1.5), momentOf(-1), momentQuery(1.25)], [1.001, 1.5, 0, 'snapshot?at=1.25']);
});

test('where there is nothing to see it is said why', () => {
  const text = (more) => missingText({ status: 404, covered: [], detail: null, ...more }, String);
  assert.match(text({}), /no recording of this store/);
  assert.equal(text({ covered: [[1, 2]] }), 'This moment was not recorded. Recorded is 1 to 2.');
  assert.match(text({ covered: [[1, 2], [3, 4], [5, 6], [7, 8]] }), /latest recordings are of 3 to 4; 5 to 6; 7 to 8\.$/);
  assert.match(text({ status: 403 }), /without a key/);
  assert.match(text({ status: null }), /does not answer/);
  assert.equal(text({ status: 503, detail: 'The recordings cannot be read now.' }), 'The recordings cannot be read now.');
  assert.match(text({ status: 500 }), /500/);
});

test('a moment is part of the address of the timeline, and of nothing else', () => {
  const hash = '#timeline&kind=health&of=a%20b&at=1790000000.125';
  assert.equal(writeAddress(parseAddress(hash)), hash);
  assert.deepEqual([parseAddress(hash).of, parseAddress(hash).at], ['a b', 1790000000.125]);
  for (const odd of ['#timeline&at=1', '#timeline&of=a', '#timeline&of=a&at=-1', '#timeline&of=a&at=1e9', '#store=a&of=a&at=1'])
    assert.deepEqual([parseAddress(odd).of, parseAddress(odd).at], [null, null], odd);
});

test('a wall clock names the moment that it shows, also where clocks change', () => {
  for (const zone of ['UTC', 'Asia/Kolkata', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Kiritimati']) {
    for (let at = Date.UTC(2026, 0, 1, 12, 34, 56); at < Date.UTC(2027, 0, 1); at += 86_400_000 * 3.37) {
      const moment = Math.floor(at / 1000) * 1000;
      assert.equal(ofWall(zone, wallIn(zone, moment)), moment, `${zone} ${moment}`);
    }
  }

  const fall = Date.UTC(2026, 10, 1, 5, 30);
  assert.equal(wallIn('America/New_York', fall), '2026-11-01T01:30:00');
  assert.equal(ofWall('America/New_York', '2026-11-01T01:30'), fall, 'the first of the two');
  // An hour that there is not is some moment close by.
  assert.ok(Math.abs(ofWall('America/New_York', '2026-03-08T02:30:00') - Date.UTC(2026, 2, 8, 7, 30)) <= 3_600_000);
  assert.equal(ofWall('UTC', ''), null);
});
