import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyDiff } from '../../src/PanelActors/Http/Page/model/diff-form.js';
import { Severity } from '../../src/PanelActors/Http/Page/model/severity.js';
import { mergePatch } from '../../src/PanelActors/Http/Page/model/merge-patch.js';
import { OutOfStep, PanelState } from '../../src/PanelActors/Http/Page/model/panel-state.js';

// RFC 7396, appendix A: target, patch, result.
const EXAMPLES = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [['a', 'b'], ['c', 'd'], ['c', 'd']],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, null, null],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

test('a merge patch is that of the standard, and leaves its target as it was', () => {
  for (const [target, patch, result] of EXAMPLES) {
    const before = JSON.stringify(target);
    assert.equal(JSON.stringify(mergePatch(target, patch)), JSON.stringify(result));
    assert.equal(JSON.stringify(target), before);
  }
});

test('a merge patch that changes nothing gives the same object', () => {
  const target = { a: { b: [1, 2] }, c: 1 };
  assert.equal(mergePatch(target, { a: { b: [1, 2], no: null }, c: 1 }), target);
  assert.equal(mergePatch(target, { c: 2 }).a, target.a);
});

test('a key named __proto__ is a key like any other', () => {
  const merged = mergePatch({}, JSON.parse('{"__proto__":{"polluted":true}}'));
  assert.deepEqual(Object.keys(merged), ['__proto__']);
  assert.equal({}.polluted, undefined);
});

test('a diff names the panels that it changed and no others', () => {
  const panels = new Map(Object.entries({ a: { x: 1, y: [1, 2] }, b: 2, c: null }));
  const a = panels.get('a');
  const diffs = [
    {}, { a: { x: 1, y: [1, 2] }, b: 2 }, { a: { x: 2 } }, { b: null, no: null }, { new: {} },
    { panel: 'a', op: 'full', data: null }, { panel: 'only a panel' },
  ];
  assert.deepEqual(diffs.map((diff) => [...applyDiff(panels, diff)].join()), ['', '', 'a', 'b', 'new', 'a', 'panel']);
  assert.equal(JSON.stringify([...panels]), '[["a",null],["c",null],["new",{}],["panel","only a panel"]]');
  assert.deepEqual(a, { x: 1, y: [1, 2] });
});

test('an event that does not fit asks for a baseline', () => {
  const full = { type: 'panel_full', payload: { status: { p: 1 } }, generation: 5 };
  const diff = (payload, generation = 5) => ({ type: 'panel_diff', payload, generation });
  const tries = [
    [[diff({ diff: {} })], 'a diff before the baseline'],
    [[full, diff({ diff: {} }, 6)], 'a diff of another baseline'],
    [[full, diff({ diff: [] })], 'a diff is an object'],
    [[full, diff({ diff: { panel: 1, op: 'full', data: 1 } })], 'a panel operation that the relay never sends'],
    [[{ type: 'panel_full', payload: { status: [] } }], 'a baseline without a status'],
  ];
  for (const [events, message] of tries) {
    const state = new PanelState();
    assert.throws(() => events.forEach((event) => state.apply(event, 0)), (error) => error instanceof OutOfStep && error.message === message);
  }
});

test('events that fit say what they changed', () => {
  const state = new PanelState();
  const apply = (type, payload, id) => {
    const { all, panels, severity } = state.apply({ type, payload, generation: 5, id }, 0);
    return [all, [...panels].join(), severity];
  };
  assert.deepEqual(apply('panel_full', { status: { p: 1 } }, 41), [true, '', true]);
  assert.deepEqual(apply('panel_diff', { diff: { p: 2, q: 1 } }, 42), [false, 'p,q', false]);
  assert.deepEqual(apply('a new type', {}), [false, '', false]);
  assert.deepEqual(apply('severity_counts', { counts: { warn: 1 } }), [false, '', true]);
  assert.deepEqual([...state.panels], [['p', 2], ['q', 1]]);
  assert.equal(state.lastId, 42);
});

test('severity is kept through a baseline for all and begins anew with one for this client', () => {
  const state = new PanelState();
  const seen = [];
  const apply = (type, payload) => {
    state.apply({ type, payload, generation: 1 }, 10);
    seen.push([state.panels.size, state.severity.alerts.size, state.severity.followups.length].join(' '));
  };
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
  assert.deepEqual(seen, [
    '0 0 0', '1 0 0', '1 1 0', '1 2 0', '1 2 1', '1 2 1', '2 2 1', '2 1 1', '1 0 0', '1 1 0', '1 1 0', '1 1 0', '1 1 0', '0 0 0',
  ]);
});

test('another tab gets a state by which it goes on', () => {
  const state = new PanelState();
  const apply = (target, type, payload, generation = 7) => target.apply({ type, payload, generation, id: 9 }, 10);
  apply(state, 'hello', { store: 's', resumed: false });
  apply(state, 'panel_full', { status: { p: 1 } });
  apply(state, 'heartbeat', {});
  apply(state, 'severity_state', { alert_type: 'one', active: 'warn' });
  const copy = new PanelState();
  copy.import(structuredClone(state.export(12)), 100);
  assert.deepEqual([...copy.panels], [['p', 1]]);
  assert.deepEqual([copy.store, copy.lastId, copy.generation], ['s', 9, 7]);
  assert.equal(copy.severity.active()[0].changedAt, 98);
  assert.deepEqual([...apply(copy, 'panel_diff', { diff: { p: 2 } }).panels], ['p']);
});

test('an alert is as old as the daemon lists it, unless that was in another state', () => {
  const severity = new Severity();
  severity.setState({ alert_type: 'gap', active: 'critical', last_change_cycle: 1 }, 5);
  const of = (item) => severity.active(item === null ? null : [item])[0].since;
  const listed = { alert_type: 'gap', level: 'CRITICAL', active: true, since: 100 };
  assert.equal(of(listed), 100);
  assert.deepEqual([null, { ...listed, alert_type: 'other' }, { ...listed, active: false }, { ...listed, level: 'WARN' }, { ...listed, since: null }]
    .map(of), [null, null, null, null, null]);
});
