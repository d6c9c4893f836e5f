import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartText, columnsOf, runsOf, scaleOf, ticksOf, timeTicks } from '../../src/PanelActors/Http/Page/model/chart.js';
import { Samples, resample } from '../../src/PanelActors/Http/Page/model/samples.js';
import { isInPlace } from '../../src/PanelActors/Http/Page/model/positions.js';
import { Trends, pathText, pointer } from '../../src/PanelActors/Http/Page/model/trends.js';

const rowsOf = (...values) => {
  const samples = new Samples();
  for (const [time, value] of values) samples.add(value, time);
  return samples.rows;
};

test('a second has the lowest, the highest and the last value', () => {
  assert.deepEqual(rowsOf([1, 5], [1.2, 9], [1.9, 7], [2, 8]), [[1, 5, 9, 7], [2, 8, 8, 8]]);
});

test('a number that is gone leaves a gap, also within a second', () => {
  const rows = rowsOf([1, 5], [1.5, null], [1.6, null], [1.8, 6]);
  assert.deepEqual(rows.map(([, , , last]) => last), [5, NaN, 6]);
});

test('no more than some minutes are kept', () => {
  const rows = rowsOf(...Array.from({ length: 5000 }, (_, i) => [i, i]));
  assert.ok(rows.length <= 1200);
  assert.equal(rows.at(-1)[3], 4999);
});

test('between two changes a number is what it was, before the first and where it is gone it is not', () => {
  const rows = rowsOf([2, 5], [4.5, 9], [4.6, 1], [6, null], [8, 3]);
  assert.deepEqual(resample(rows, [], 0, 10, 10), [
    null, null, [5, 5, 5], [5, 5, 5], [1, 9, 1], [1, 1, 1], null, null, [3, 3, 3], [3, 3, 3],
  ]);
});

test('what was not heard is a gap, after which the number is known again', () => {
  const rows = rowsOf([0, 5]);
  assert.deepEqual(resample(rows, [[2, 4]], 0, 6, 6), [[5, 5, 5], [5, 5, 5], null, null, [5, 5, 5], [5, 5, 5]]);
  assert.deepEqual(resample(rows, [[4.5, Infinity]], 0, 6, 6).map((cell) => cell?.[2] ?? null), [5, 5, 5, 5, null, null]);
  // However short.
  assert.deepEqual(resample(rowsOf([0, 5], [2.3, null], [2.4, 5]), [[4.1, 4.2]], 0, 6, 6).map((cell) => cell === null), [false, false, true, false, true, false]);
});

test('the past that the daemon knows stands before what was heard, with its gaps', () => {
  const samples = new Samples();
  samples.add(7, 10);
  samples.prime([[7, 1, 2, 2], [8, null, null, null], [9, 3, 3, 3], [11, 99, 99, 99]]);
  assert.deepEqual(resample(samples.rows, [], 7, 12, 5), [[1, 2, 2], null, [3, 3, 3], [7, 7, 7], [7, 7, 7]]);
});

test('numbers that change have a trend, wherever they are, others have none', () => {
  const trends = new Trends();
  trends.note('p', { a: 1, b: { c: [1, 2] }, 'x/~': 1, still: 5, word: 'w' }, 0);
  const changed = trends.note('p', { a: 2, b: { c: [1, 3] }, 'x/~': 2, still: 5, word: 'v', fresh: 1 }, 10);
  assert.deepEqual(changed, ['/p/a', '/p/b/c/1', '/p/x~1~0']);
  assert.deepEqual(trends.at('/p/a').rows, [[0, 1, 1, 1], [10, 2, 2, 2]]);
  assert.equal(trends.at('/p/still'), undefined);
  assert.equal(pathText('/p/x~1~0'), 'p › x/~');
  assert.equal(pointer('/p', 'x/~'), '/p/x~1~0');
});

test('a panel that is a number has a trend, and one that goes away ends it', () => {
  const trends = new Trends();
  trends.note('n', 1, 0);
  trends.note('n', 2, 1);
  trends.note('o', { a: 1 }, 0);
  trends.note('o', { a: 2 }, 1);
  assert.deepEqual(trends.note('n', undefined, 2), ['/n']);
  assert.deepEqual(trends.note('o', { b: 2 }, 2), ['/o/a']);
  assert.deepEqual(trends.note('o', 'text', 3), []);
  assert.deepEqual([trends.at('/n').last, trends.at('/o/a').last], [null, null]);
  assert.deepEqual(trends.note('n', 5, 9), ['/n']);
  assert.equal(trends.at('/n').last, 5);
});

test('a feed that names its numbers ever anew does not fill the memory', () => {
  const trends = new Trends();
  for (let i = 0; i < 3000; i++) {
    trends.note(`p${i}`, 1, 0);
    trends.note(`p${i}`, 2, 1);
  }

  assert.equal([...Array(3000).keys()].filter((i) => trends.at(`/p${i}`) !== undefined).length, 1000);
});

test('names that mean something to the language are names', () => {
  const trends = new Trends();
  trends.note('__proto__', JSON.parse('{"__proto__":1,"constructor":1}'), 0);
  assert.deepEqual(trends.note('__proto__', JSON.parse('{"__proto__":2,"constructor":2}'), 1), ['/__proto__/__proto__', '/__proto__/constructor']);
});

test('a silence begins once and ends with the first event', () => {
  const trends = new Trends();
  trends.silence(1);
  trends.silence(2);
  trends.resume(3);
  trends.resume(4);
  trends.silence(5);
  assert.deepEqual(trends.silences, [[1, 3], [5, Infinity]]);
});

test('what the daemon knows of a number that stood still is not drawn', () => {
  const trends = new Trends();
  assert.ok(!trends.prime('/a', [[1, 2, 2, 2], [2, 2, 2, 2]]));
  assert.ok(!trends.prime('/a', [[1, null, null, null]]));
  assert.ok(trends.prime('/b', [[1, 2, 2, 2], [2, 2, 3, 2]]));
  assert.equal(trends.at('/b').last, 2);
});

test('a chart has round ticks, and room around what it shows', () => {
  assert.deepEqual(ticksOf(0, 10, 5), { ticks: [0, 2, 4, 6, 8, 10], decimals: 0 });
  assert.deepEqual(ticksOf(24860.1, 24862.3, 4).ticks.length <= 5, true);
  assert.equal(ticksOf(0, 1, 4).decimals, 2);
  assert.deepEqual(timeTicks(1003, 1061, 6), [1010, 1020, 1030, 1040, 1050, 1060]);
  const scale = scaleOf([null, [1, 3, 2]]);
  assert.ok(scale.low < 1 && scale.high > 3 && scale.lowest === 1 && scale.highest === 3);
  assert.ok(scaleOf([[5, 5, 5]]).low < 5);
  assert.equal(scaleOf([null]), null);
  assert.deepEqual([columnsOf(60, 1000), columnsOf(900, 1000)], [60, 500]);
});

test('a line is not drawn across a gap', () => {
  const cell = [1, 1, 1];
  assert.deepEqual(runsOf([null, cell, cell, null, cell]).map(({ first, cells }) => [first, cells.length]), [[1, 2], [4, 1]]);
});

test('a chart is also a sentence', () => {
  const write = (value) => value.toFixed(1);
  const lane = { name: 'ltp', columns: [[1, 3, 2], null, [2, 2, 2]], last: 2 };
  assert.equal(chartText([lane], 5, write), 'ltp, last 5 min: now 2.0, lowest 1.0, highest 3.0, 1 gap.');
  assert.match(chartText([{ ...lane, columns: [null], last: null }], 1, write), /nothing is known/);
  assert.equal(chartText([], 1, write), 'No numbers are chosen.');
});

test('in a list things change in place, or they move', () => {
  assert.ok(isInPlace([1, 2, 3], [4, 5, 6]));
  assert.ok(isInPlace([1, 7, 7], [7, 7, 7]));
  assert.ok(isInPlace([{ name: 'a', n: 1 }, { name: 'b', n: 2 }], [{ name: 'a', n: 3 }, { name: 'b', n: 1 }]));
  for (const [before, after] of [
    [[1, 2, 3], [2, 3, 4]], [[5, 4, 3], [6, 5, 4]], [[1, 2], [2, 1]], [[1, 2], [1, 2, 3]], [1, [1]],
    [[{ name: 'a', n: 1 }, { name: 'b', n: 2 }], [{ name: 'b', n: 2 }, { name: 'a', n: 1 }]],
    [Array.from({ length: 41 }, (_, i) => i), Array.from({ length: 41 }, (_, i) => i / 2 + 0.3)],
  ]) assert.ok(!isInPlace(before, after), JSON.stringify([before, after]));
});

test('numbers of a list have trends while their places keep what they mean, and begin anew after they did not', () => {
  const trends = new Trends();
  const note = (list, now) => trends.note('p', { list }, now);
  note([1.5, 2.5, 3.5], 0);
  // What the daemon knows of it is not shown before the list is seen to change in place.
  trends.prime('/p/list/0', [[-2, 1, 1, 1], [-1, 2, 2, 2]]);
  assert.equal(trends.at('/p/list/0'), undefined);
  assert.deepEqual(note([1.6, 2.6, 3.5], 1), ['/p/list/0', '/p/list/1']);
  assert.equal(trends.at('/p/list/0').last, 1.6);
  assert.equal(trends.at('/p/list/0').rows[0][0], -2);
  assert.deepEqual(note([2.6, 3.5, 4.5], 2), ['/p/list/0', '/p/list/1'], 'those that are no more are named');
  assert.equal(trends.at('/p/list/0'), undefined);
  trends.prime('/p/list/0', [[-2, 1, 1, 1], [-1, 2, 2, 2]]);
  for (let time = 3; time < 40; time++) note([time + 0.1, time + 100.2, time + 1000.3], time);
  assert.equal(trends.at('/p/list/0').last, 39.1);
  assert.ok(trends.at('/p/list/0').rows[0][0] > 10);
});

test('a key of digits is a key, and a list within a list is one too', () => {
  const trends = new Trends();
  trends.note('0', { 1: 1, 2: [[1, 2], [3, 4]] }, 0);
  trends.note('0', { 1: 2, 2: [[1, 2.5], [3, 4]] }, 1);
  assert.equal(trends.at('/0/1').last, 2);
  trends.note('7', 1, 0);
  trends.note('7', 2, 1);
  assert.equal(trends.at('/7').last, 2);
});

test('rows of a table that are of other things make no trend', () => {
  const trends = new Trends();
  const rows = (...names) => names.map((name, index) => ({ n: index + names.length, name }));
  trends.note('t', rows('a', 'b'), 0);
  trends.note('t', rows('a', 'b').map((row) => ({ ...row, n: row.n + 1 })), 1);
  assert.equal(trends.at('/t/0/n').last, 3);
  trends.note('t', rows('x', 'a', 'b'), 2);
  assert.equal(trends.at('/t/0/n'), undefined);
});
