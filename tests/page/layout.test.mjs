import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safeJson, safeText } from '../../src/PanelActors/Http/Page/model/safe-text.js';
import { matches, wordsOf } from '../../src/PanelActors/Http/Page/model/search.js';
import { Severity, activeLevel, rank } from '../../src/PanelActors/Http/Page/model/severity.js';
import { MAX_COLUMNS, MAX_ROWS, columnsOf, entriesOf, isInline, kindOf, sizeOf, textOf } from '../../src/PanelActors/Http/Page/model/shape.js';

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

test('a card has room for what it shows', () => {
  const row = { name: 'a name of sixteen', price: '123456.78', change: '-1.25', volume: '1000000', high: '1', low: '2' };
  assert.deepEqual(sizeOf(1), { lines: 1, span: 1 });
  assert.deepEqual(sizeOf({ a: 1, b: 2 }), { lines: 2, span: 1 });
  assert.deepEqual(sizeOf([1, 2, 3, 4]), { lines: 2, span: 1 });
  assert.deepEqual(sizeOf([row, row]), { lines: 3, span: 2 });
});

test('a search finds names and keys at any depth, by all of its words', () => {
  const value = { Outer: [{ inner: { Deep: 1 } }], text: 'not a key' };
  const found = (query) => matches(wordsOf(query), 'Market', value);
  assert.deepEqual(['market', ' MARK  deep ', 'inner', 'value', 'market nothing', 'not', ''].map(found), [true, true, true, false, false, false, true]);
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
