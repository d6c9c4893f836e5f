import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safeJson, safeText } from '../../src/PanelActors/Http/Page/model/safe-text.js';
import { matches, wordsOf } from '../../src/PanelActors/Http/Page/model/search.js';
import { Severity, activeLevel, rank } from '../../src/PanelActors/Http/Page/model/severity.js';
import { alignedDecimals, decimalsOf, padText, separated } from '../../src/PanelActors/Http/Page/model/format.js';
import { Sorts, rowsOf } from '../../src/PanelActors/Http/Page/model/rows.js';
import {
  MAX_COLUMNS, MAX_ROWS, columnsOf, entriesOf, isInline, isLong, kindOf, sizeOf, textOf, undrawn,
} from '../../src/PanelActors/Http/Page/model/shape.js';

test('a value is laid out by what it is', () => {
  const alike = { a: { x: 1, y: 2 }, b: { x: 3, y: 4 } };
  const kinds = [
    [1, 'text'], [null, 'text'], ['', 'text'], [[], 'text'], [{}, 'text'], [[1, 'a'], 'list'], [[[1], [2]], 'list'], [[{ x: 1 }, 2], 'rows'],
    [[{ x: 1 }], 'table'], [alike, 'table'], [{ ...alike, c: null }, 'table'], [{ ...alike, c: 1 }, 'rows'], [{ a: { x: 1 } }, 'rows'],
    [{ a: { x: 1, y: 2 }, b: { z: 3, w: 4 }, c: { u: 1, v: 2 } }, 'rows'],
  ];
  for (const [value, kind] of kinds) assert.equal(kindOf(value, 0), kind, JSON.stringify(value));
  assert.equal(kindOf(alike, 6), 'text', 'too deep to be laid out');
});

test('what is cut is counted', () => {
  const many = Object.fromEntries(Array.from({ length: MAX_ROWS + 3 }, (_, i) => [`k${i}`, i]));
  assert.deepEqual([entriesOf(many).entries.length, entriesOf(many).more], [MAX_ROWS, 3]);
  const wide = Object.fromEntries(Array.from({ length: MAX_COLUMNS + 2 }, (_, i) => [`c${i}`, i]));
  const columns = columnsOf([{ ...wide, deep: { x: 1 } }, null]);
  assert.deepEqual([columns.cells.length, columns.nested, columns.more], [MAX_COLUMNS, ['deep'], 2]);
  assert.equal(textOf('x'.repeat(2005)), `${'x'.repeat(2000)}… (5 more characters)`);
});

test('a column that holds an object once is nested throughout', () => {
  assert.deepEqual(columnsOf([{ a: 1, b: 1 }, { a: { x: 1 }, b: [1, 2] }]), { cells: ['b'], nested: ['a'], more: 0 });
  assert.deepEqual([[1, 2], [1, [2]], [1, 2, 3, 4, 5, 6, 7], { a: 1 }, null].map(isInline), [true, false, false, false, true]);
});

test('text is one line for every value', () => {
  const values = [1.5, true, null, 'a', [1, 'b'], [], {}, { a: 1 }, { a: 1, b: 2 }, [{}, {}], 12345678901234567890n];
  assert.deepEqual(values.map(textOf),
    ['1.5', 'true', 'null', 'a', '1, b', '[]', '{}', '{1 key}', '{2 keys}', '[2 items]', '12345678901234567890']);
});

test('a long text stands below its key, in a few lines', () => {
  assert.deepEqual(['x'.repeat(41), 'x'.repeat(40), 1e40].map(isLong), [true, false, false]);
  assert.deepEqual([sizeOf({ a: 'x'.repeat(41) }).lines, sizeOf({ a: 'x'.repeat(4000) }).lines], [3, 5]);
  assert.deepEqual([undrawn(Array(MAX_ROWS + 7).fill(1)), undrawn([1]), undrawn('text'), undrawn(null)], [7, 0, 0, 0]);
});

test('a table is sorted by the column that was chosen, and what has no value stands last', () => {
  const value = { a: { x: 2 }, b: { x: null }, c: { x: 10 }, d: { x: 'word' }, e: { x: 10 }, f: {} };
  const of = (sort) => rowsOf(value, sort, []).entries.map(([key]) => key).join('');
  assert.equal(of(null), 'abcdef');
  assert.equal(of({ column: 'x', isDown: true }), 'ceadbf');
  assert.equal(of({ column: 'x', isDown: false }), 'acedbf');
});

test('of many rows those are kept that come first in the order, and those that are searched for', () => {
  const value = Array.from({ length: MAX_ROWS + 50 }, (_, i) => ({ x: i, name: i === MAX_ROWS + 20 ? 'Needle' : 'hay' }));
  assert.equal(rowsOf(value, { column: 'x', isDown: true }, []).entries[0][1].x, MAX_ROWS + 49);
  const { entries, more } = rowsOf(value, null, ['needle']);
  assert.deepEqual([entries.length, entries.at(-1)[1].name, more], [MAX_ROWS, 'Needle', 50]);
});

test('an order is chosen in three steps, and written into the address and read from it', () => {
  const written = [];
  const sorts = new Sorts((list) => written.push(list.join()));
  for (let i = 0; i < 3; i++) sorts.choose('/a/b', 'x/~');
  assert.deepEqual(written, ['-/a/b/x~1~0', '/a/b/x~1~0', '']);
  sorts.read(['-/a/b/x~1~0']);
  assert.deepEqual(sorts.at('/a/b'), { column: 'x/~', isDown: true });
  assert.equal(sorts.at('/a'), null);
});

test('numbers below one another have their points below one another', () => {
  assert.deepEqual(['7', '7.05', '-1,234.5', '1e+21', 'null'].map(decimalsOf), [0, 2, 1, null, null]);
  assert.deepEqual([[0, 2], [1, 2], [2, 2], [3, 2], [null, 2], [0, 0]].map(([own, most]) => padText(own, most)), ['.00', '0', '', '', '', '']);
  assert.deepEqual(['1234', '-1234567.8912', '123', '1e+21', '12345678901234567890'].map(separated),
    ['1,234', '-1,234,567.8912', '123', '1e+21', '12,345,678,901,234,567,890']);
});

test('a card has room for what it shows', () => {
  const row = { name: 'a name of sixteen', price: '123456.78', change: '-1.25', volume: '1000000', high: '1', low: '2' };
  assert.deepEqual(sizeOf(1), { lines: 1, span: 1 });
  assert.deepEqual(sizeOf({ a: 1, b: 2 }), { lines: 2, span: 1 });
  assert.deepEqual(sizeOf([1, 2, 3, 4]), { lines: 1, span: 1 });
  assert.deepEqual(sizeOf([row, row]), { lines: 3, span: 2 });
});

test('a search finds names, keys and texts at any depth, by all of its words', () => {
  const value = { Outer: [{ inner: { Deep: 1 } }], text: 'not a key', n: 12345 };
  const found = (query) => matches(wordsOf(query), 'Market', value);
  assert.deepEqual(['market', ' MARK  deep ', 'inner', 'value', 'market nothing', 'not', '12345', ''].map(found), [true, true, true, false, false, true, false, true]);
});

test('what cannot be seen becomes a mark and what belongs to a script stays', () => {
  const texts = [
    ['plain\tand\nlines', 'plain\tand\nlines'],
    ['\u202Egnp.exe\u202C', '‹U+202E›gnp.exe‹U+202C›'],
    ['\u2066x\u2069\u200F', '‹U+2066›x‹U+2069›‹U+200F›'],
    ['NIF\u200BTY\u200D\uFEFF\u00AD', 'NIF‹U+200B›TY‹U+200D›‹U+FEFF›‹U+00AD›'],
    ['a\u0000b\u0007\u001b[2J\u009b', 'a‹U+0000›b‹U+0007›‹U+001B›[2J‹U+009B›'],
    ['\u2028\uE000', '‹U+2028›‹U+E000›'],
    ['👩‍👩‍👧 नमस्ते نمی‌خواهم é 日本語', '👩‍👩‍👧 नमस्ते نمی‌خواهم é 日本語'],
    ['e\u0301\u0302\u0303\u0304\u0305\u0306x', 'e\u0301\u0302\u0303\u0304x'],
  ];
  for (const [text, seen] of texts) assert.equal(safeText(text), seen);
  assert.equal(safeJson('{"\u202e\u200b":\n "\u{e0001}é"}'), '{"\\u202e\\u200b":\n "\\udb40\\udc01é"}');
});

test('alerts are ranked by their level, and shown while they are on', () => {
  assert.deepEqual(['critical', 'Error', 'WARNING', 'info', 'odd'].map(rank), [0, 1, 2, 3, 4]);
  const states = [
    { active: 'Warn' }, { active: 'warn', resolved: true }, { active: false }, { active: null }, {}, { active: true },
    { active: true, alert: { severity: 'CRITICAL' } },
  ];
  assert.deepEqual(states.map(activeLevel), ['warn', null, null, null, null, 'active', 'critical']);
  const severity = new Severity();
  assert.equal(severity.isEmpty, true);
  severity.setState({ alert_type: 'b', active: 'warn', last_change_cycle: 1 }, 1);
  severity.setState({ alert_type: 'a', active: 'critical', last_change_cycle: 1 }, 2);
  severity.setState({ alert_type: 'b', active: 'warn', last_change_cycle: 1 }, 3);
  assert.deepEqual(severity.active().map(({ type, changedAt }) => [type, changedAt]), [['a', 2], ['b', 1]]);
  severity.setCounts({ info: null, warn: 2, other: 1 });
  assert.deepEqual([...severity.counts], [['warn', 2], ['other', 1]]);
  assert.equal(severity.isEmpty, false);
});

test('a follow-up has four fields whatever it was sent with, and is taken once', () => {
  const severity = new Severity();
  const sent = [
    { alert: { type: 'iv', index: 'NIFTY', severity: 'warn', message: 'm', source: 'one' }, ts: 5 }, { alert: { type: 'iv' } }, { message: 'root' }, {},
  ];
  assert.deepEqual(sent.map((payload) => severity.addFollowup(payload)), [true, true, true, true]);
  assert.equal(severity.addFollowup(sent[0]), false);
  assert.deepEqual(severity.followups.map(({ time, level, component, message, source }) => [time, level, component, message, source]), [
    [null, 'INFO', 'Follow-up', 'followup triggered', null], [null, 'INFO', 'Follow-up', 'root', null],
    [null, 'INFO', 'Follow-up iv', 'iv triggered', null], [5, 'WARN', 'Follow-up iv NIFTY', 'm', 'one'],
  ]);
});

test('a list takes the lines that its texts, or its numbers with their trends, need', () => {
  const lines = (list) => sizeOf(list).lines;
  assert.equal(lines(['NIFTY', 'BANKNIFTY', 'FINNIFTY', 'SENSEX']), 2);
  assert.equal(lines(['a', 'b', 'c']), 1);
  assert.equal(lines([1, 2, 3, 4]), 1);
  assert.equal(lines([100.25, 101.5, 102.75, 103]), 2);
  assert.equal(lines(Array.from({ length: 4 }, (_, i) => 1e9 + i / 100)), 2);
  assert.equal(lines(Array.from({ length: 150 }, (_, i) => i % 7)) <= 27, true);
});

test('a table has room for the trends of its numbers', () => {
  const table = (row) => sizeOf([row, row, row]).span;
  assert.equal(table({ symbol: 'SYM14FUT', a: 24529.5, b: 0.15, c: 94763, side: 'SELL' }), 2);
  assert.equal(table({ symbol: 'SYM14FUT', a: '24529.5', b: '0.15', c: '94763', side: 'SELL' }), 1);
});

test('numbers of very many decimals push no others away', () => {
  assert.deepEqual(['1.25', '7', '0.000001', '0.0000001', '1e-17', 'x'].map(alignedDecimals), [2, 0, 6, null, null, null]);
});
