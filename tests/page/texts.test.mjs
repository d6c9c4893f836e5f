import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NumberFormat, ageText, durationText, moreText, nameText } from '../../src/PanelActors/Http/Page/model/format.js';
import { dayIn, isZone, momentIn, offsetIn, timeIn, zoneName } from '../../src/PanelActors/Http/Page/model/zone.js';
import { situationOf } from '../../src/PanelActors/Http/Page/model/situation.js';
import { connectionOf, findStore, needOf, sourcesKey } from '../../src/PanelActors/Http/Page/model/store-summary.js';
import { emptyText, foundText } from '../../src/PanelActors/Http/Page/model/tally.js';

test('an age is written with a precision that a reader can use', () => {
  const ages = [null, 0, 0.04, 9.99, 99.94, 100, 119, 3661, 5999.9, 6000, 90061];
  assert.deepEqual(ages.map(ageText), [
    'never', '0.0 s', '0.0 s', '10.0 s', '99.9 s', '1 min 40 s', '1 min 59 s', '61 min 01 s', '99 min 59 s', '1 h 40 min', '25 h 01 min',
  ]);
});

test('a span of time is as precise as is worth reading', () => {
  assert.deepEqual([0, 12.9, 60, 3599, 3660, 90_000, 1e6].map(durationText), ['0 s', '12 s', '1 min', '59 min', '1 h 01 min', '1 d 1 h', '11 d 13 h']);
});

test('a time is written in the zone that was chosen', () => {
  const late = Date.UTC(2026, 10, 27, 18, 54, 5);
  assert.deepEqual(['UTC', 'Asia/Kolkata'].map((zone) => timeIn(zone, late)), ['18:54:05', '00:24:05']);
  assert.deepEqual(['UTC', 'Asia/Kolkata'].map((zone) => dayIn(zone, late).replace(',', '')), ['Friday 27 November 2026', 'Saturday 28 November 2026']);
  assert.deepEqual(['UTC', 'Asia/Kolkata'].map((zone) => offsetIn(zone, late)), ['UTC', 'UTC+5:30']);
  assert.equal(timeIn('UTC', Date.UTC(2026, 0, 1)), '00:00:00');
});

test('a moment of another day names the day, by the zone', () => {
  const [moment, now] = [Date.UTC(2026, 10, 27, 18, 24), Date.UTC(2026, 10, 27, 18, 40)];
  assert.equal(momentIn('UTC', moment, now), '18:24');
  assert.equal(momentIn('Asia/Kolkata', moment, now), '27 Nov 23:54');
});

test('a zone is that of the browser, UTC, or that of the exchange', () => {
  assert.deepEqual([zoneName('utc'), zoneName('exchange'), zoneName('exchange', 'Asia/Tokyo')], ['UTC', 'Asia/Kolkata', 'Asia/Tokyo']);
  assert.ok(isZone(zoneName('local')));
  assert.ok(!isZone('Nowhere/At all'));
});

test('a name that is empty is named as such', () => assert.deepEqual(['', ' ', 'a'].map(nameText), ['(no name)', ' ', 'a']));

test('what is left out is counted by what it is', () => {
  assert.equal(moreText({ items: 0 }), '');
  assert.equal(moreText({ items: 7 }), 'and 7 more');
  assert.equal(moreText({ rows: 0, columns: 2 }), 'and 2 more columns');
  assert.equal(moreText({ rows: 3, columns: 2 }), 'and 3 more rows, and 2 more columns');
});

test('a number keeps the decimals that one before it had, and loses none of its own', () => {
  const format = new NumberFormat();
  assert.deepEqual([7, 7.05, 7.1, 7, 1e21, 0.12345678, 3].map((number) => format.write(number)),
    ['7', '7.05', '7.10', '7.00', '1e+21', '0.12345678', '3.000000']);
});

test('stores are found whatever the case of their names', () => {
  const stores = [{ name: 'Feed', default: false }, { name: 'both', default: true }];
  assert.equal(findStore(stores, 'fEED'), stores[0]);
  assert.equal(findStore(stores, 'nowhere'), undefined);
});

test('a composite has no connection that could be down, and a need has a reason', () => {
  assert.deepEqual([{ connection: null }, { connection: 'waiting' }].map(connectionOf), ['open', 'waiting']);
  assert.deepEqual([{ need_full: false, need_full_reason: null }, { need_full: true, need_full_reason: 'operator' }, { need_full: true }].map(needOf),
    [null, 'operator', 'reason unknown']);
});

test('the sources of panels are asked for again when they may be others, and only then', () => {
  const members = [{ name: 'one', panels: 2, generation: 5 }, { name: 'two', panels: 1, generation: null }];
  const both = (more) => ({ active_member: null, members: [{ name: 'one', health: 'ok', stale_seconds: 1 }, { name: 'two', health: 'ok' }], ...more });
  const key = sourcesKey(both(), members, ['b', 'a']);
  assert.equal(sourcesKey(both({ ui_generation: 7 }), members, ['a', 'b']), key);
  const aged = both();
  aged.members[0].stale_seconds = 2;
  assert.equal(sourcesKey(aged, members, ['a', 'b']), key);
  const others = [
    sourcesKey(both(), members, ['a', 'b', 'c']),
    sourcesKey(both({ active_member: 'two' }), members, ['a', 'b']),
    sourcesKey(both(), [{ ...members[0], panels: 3 }, members[1]], ['a', 'b']),
    sourcesKey(both(), [members[0], { ...members[1], generation: 1 }], ['a', 'b']),
  ];
  assert.equal(new Set([key, ...others]).size, 5);
});

test('the tally says what is not drawn and what a search found', () => {
  assert.equal(foundText({ all: 3, drawn: 3, shown: 3, searched: false }), '');
  assert.equal(foundText({ all: 1200, drawn: 1000, shown: 4, searched: true }), '200 more are not drawn. 4 of 1000 match');
});

test('an empty page says why', () => {
  const tally = { all: 0, drawn: 0, shown: 0, searched: false };
  assert.equal(emptyText({ ...tally, shown: 1 }, true, false), '');
  assert.equal(emptyText({ ...tally, searched: true }, true, false), 'No panel, no key and no text has these words.');
  assert.equal(emptyText(tally, true, false), 'The baseline is empty: it has no panels.');
  assert.equal(emptyText(tally, false, false), 'No panels yet.');
  assert.equal(emptyText(tally, false, true), '');
});

test('each situation has a look, a word and a sentence', () => {
  const of = (more) => {
    const { look, word, text } = situationOf({
      phase: 'following', store: 'feed', health: 'ok', age: 1, lostFor: null, summary: { kind: 'source', connection: 'open' },
      clock: (age) => `${age} s ago`, ...more,
    });
    return `${look} ${word}: ${text}`;
  };
  const waiting = { kind: 'source', connection: 'waiting', last_error: 'the connection was refused' };
  const composite = { kind: 'composite', connection: null, last_error: null };
  assert.equal(of({}), 'live ok: Live');
  assert.equal(of({ phase: 'lost', lostFor: 4 }), 'lost lost: The daemon has not answered since 4 s ago. What stands below is from then.');
  assert.equal(of({ phase: 'barred', lostFor: 4 }), 'lost locked: Access ended at 4 s ago. What stands below is from then.');
  assert.equal(of({ phase: 'barred', lostFor: 4, summary: undefined }), 'lost locked: Nothing is shown without a key.');
  assert.equal(of({ phase: 'gone' }), 'lost gone: There is no store feed any more. Choose another one.');
  assert.equal(of({ phase: 'unknown' }), 'lost unknown: There is no store named feed. Choose another one.');
  assert.equal(of({ health: 'warn', age: 12 }), 'warn warn: Late: nothing new since 12 s ago.');
  assert.equal(of({ health: 'stale', age: 40, summary: waiting }),
    'stale stale: Stale: nothing new since 40 s ago. The source is waiting for its next attempt: the connection was refused.');
  assert.equal(of({ health: 'stale', age: null }), 'stale stale: Stale: age unknown, it was never known to be fresh.');
  assert.equal(of({ health: 'stale', age: null, summary: composite }), 'stale stale: Stale: age unknown, a part of it was never fresh.');
  assert.equal(of({ phase: 'choosing', health: 'init', store: null, summary: undefined }), 'init init: The page waits for the daemon.');
  assert.equal(of({ phase: 'opening', health: 'init' }), 'init init: The page waits for the events of feed.');
  assert.equal(of({ health: 'init' }), 'init init: feed waits for its first event.');
  assert.equal(of({ health: 'init', summary: composite }), 'init init: feed waits for a first event of its members.');
});
