import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KINDS, LEVELS, Timeline, daysOf, historyPath, timelineNote, toggled } from '../../src/PanelActors/Http/Page/model/timeline.js';

const ALL = { stores: [], kinds: [], levels: [], text: '' };
const item = (at, more) => ({ at, store: 's', kind: 'health', level: 'WARN', title: 'warn', detail: '', ...more });
const times = (timeline) => timeline.items.map(({ at }) => at);

test('a question has what the filter chose, and the cursor', () => {
  assert.equal(historyPath(ALL), 'api/history?limit=100');
  assert.equal(historyPath({ stores: ['a', 'b&c'], kinds: ['health'], levels: ['WARN', 'INFO'], text: ' no event ' }, 'x=1'),
    'api/history?limit=100&store=a,b%26c&kind=health&level=WARN,INFO&q=no%20event&before=x%3D1');
});

test('newer items are put before those that are known, and none is there twice', () => {
  const timeline = new Timeline();
  timeline.refresh({ items: [item(3), item(2)], next: 'c' });
  timeline.extend({ items: [item(2), item(1)], next: null });
  timeline.refresh({ items: [item(5), item(3), item(3, { store: 'other' })], next: 'd' });
  assert.deepEqual(times(timeline), [5, 3, 3, 2, 1]);
  assert.equal(timeline.next, null);
});

test('where more happened than one page holds, the list begins anew, without a hole', () => {
  const timeline = new Timeline();
  timeline.refresh({ items: [item(3), item(2)], next: 'c' });
  timeline.refresh({ items: [item(9), item(8)], next: 'd' });
  assert.deepEqual([times(timeline), timeline.next], [[9, 8], 'd']);
  timeline.refresh({ items: [], next: null });
  assert.deepEqual(times(timeline), [9, 8]);
});

test('items are grouped by the day of the zone', () => {
  const days = daysOf([item(30), item(21), item(19)], (at) => `day ${Math.floor(at / 10)}`);
  assert.deepEqual(days.map(({ day, items }) => `${day}: ${items.length}`), ['day 3: 1', 'day 2: 1', 'day 1: 1']);
});

test('a word is taken out of all, and all are never taken out', () => {
  assert.deepEqual(toggled([], 'WARN', LEVELS), ['CRITICAL', 'INFO']);
  assert.deepEqual(toggled(['CRITICAL', 'INFO'], 'WARN', LEVELS), []);
  assert.deepEqual(toggled(['INFO'], 'INFO', LEVELS), ['INFO']);
  assert.equal(toggled([], 'health', KINDS).length, KINDS.length - 1);
});

test('where there is nothing, the timeline says why', () => {
  const note = (more) => timelineNote({ status: 200, count: 0, isFiltered: false, ...more });
  assert.equal(note({ count: 3 }), '');
  assert.equal(note({ status: 404 }), 'This daemon keeps no history.');
  assert.match(note({ status: 403 }), /without a key/);
  assert.match(note({ status: null, count: 3 }), /not live/);
  assert.match(note({ status: null }), /does not answer/);
  assert.match(note({ status: 500 }), /500/);
  assert.match(note({ isFiltered: true }), /fits these filters/);
  assert.match(note({}), /Nothing has happened yet/);
});
