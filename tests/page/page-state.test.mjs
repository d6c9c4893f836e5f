import assert from 'node:assert/strict';
import { test } from 'node:test';
import { START, isAbsent, next, phaseOf, summaryOf } from '../../src/PanelActors/Http/Page/model/page-state.js';

const FEED = { name: 'feed', kind: 'source', default: true };
const OTHER = { name: 'other', kind: 'source', default: false };
const named = (name) => ({ type: 'named', name });
const answered = (...stores) => ({ type: 'answered', stores, askedAt: 0 });
const failed = { type: 'failed' };
const opened = { type: 'relay', isOpen: true };
const closed = { type: 'relay', isOpen: false };

/** The states that inputs lead to, one each, a second apart. */
function walk(...inputs) {
  const states = [];
  for (const input of inputs) states.push(next(states.at(-1) ?? START, input, states.length + 1));
  return states;
}

test('a page that names no store waits for the list, and then has the only one', () => {
  const states = walk(named(null), answered(FEED), opened);
  assert.deepEqual(states.map(({ store }) => store), [null, 'feed', 'feed']);
  assert.deepEqual(states.map(phaseOf), ['choosing', 'opening', 'following']);
});

test('where there are several stores, one that is not named is not chosen', () => {
  const states = walk(named(null), answered(OTHER, FEED), answered(OTHER));
  assert.deepEqual(states.map(({ store }) => store), [null, null, 'other']);
});

test('a page that shows all stores follows none, however many there are', () => {
  const states = walk(named('feed'), answered(FEED), opened, { type: 'unnamed' }, answered(FEED), failed);
  assert.deepEqual(states.map(({ store }) => store), ['feed', 'feed', 'feed', null, null, null]);
  assert.deepEqual(states.map(phaseOf).slice(3), ['choosing', 'choosing', 'lost']);
});

test('a page that names a store does not wait for the list', () => {
  assert.deepEqual(walk(named('other'), opened).map(phaseOf), ['opening', 'following']);
});

test('nothing is shown to a reader that may not read, whatever else goes on, and since when is kept', () => {
  const session = (...may) => ({ type: 'session', session: { may } });
  const states = walk(named('feed'), answered(FEED), opened, session('read'), session(), closed, failed, session('read', 'control'));
  assert.deepEqual(states.map(phaseOf), ['opening', 'opening', 'following', 'following', 'barred', 'barred', 'barred', 'lost']);
  assert.deepEqual(states.map(({ lostAt }) => lostAt), [null, null, null, null, 5, 5, 5, 5]);
});

// From each phase, what each input leads to.
const TABLE = {
  choosing: { start: [named(null)], 'named a': 'opening', lists: 'opening', fails: 'lost', opens: 'choosing', closes: 'choosing' },
  opening: { start: [named('feed'), answered(FEED)], 'named a': 'unknown', lists: 'opening', lacks: 'gone', fails: 'lost', opens: 'following', closes: 'opening' },
  following: { start: [named('feed'), answered(FEED), opened], 'named a': 'unknown', lists: 'following', lacks: 'gone', fails: 'lost', opens: 'following', closes: 'lost' },
  unknown: { start: [named('feed'), answered(OTHER)], 'named a': 'unknown', lists: 'opening', lacks: 'unknown', fails: 'lost', opens: 'unknown', closes: 'unknown' },
  gone: { start: [named('feed'), answered(FEED), answered(OTHER)], 'named a': 'unknown', lists: 'opening', lacks: 'gone', fails: 'lost', opens: 'gone', closes: 'gone' },
  lost: { start: [named('feed'), answered(FEED), failed], 'named a': 'lost', lists: 'opening', lacks: 'gone', fails: 'lost', opens: 'lost', closes: 'lost' },
};
const INPUTS = { 'named a': named('a'), lists: answered(FEED), lacks: answered(OTHER), fails: failed, opens: opened, closes: closed };

for (const [phase, { start, ...ways }] of Object.entries(TABLE)) {
  for (const [input, after] of Object.entries(ways)) {
    test(`from ${phase}, when it ${input}: ${after}`, () => {
      const state = walk(...start).at(-1);
      assert.equal(phaseOf(state), phase);
      assert.equal(phaseOf(next(state, INPUTS[input], 9)), after);
    });
  }
}

test('a daemon is lost from the first sign on, until both the list and the relay are back', () => {
  const states = walk(named('feed'), answered(FEED), opened, closed, failed, answered(FEED), opened, answered(FEED));
  assert.deepEqual(states.map(phaseOf), ['opening', 'opening', 'following', 'lost', 'lost', 'lost', 'following', 'following']);
  assert.deepEqual(states.map(({ lostAt }) => lostAt), [null, null, null, 4, 4, 4, null, null]);
});

test('a store that the daemon does not list is not lost when its relay ends', () => {
  assert.deepEqual(walk(named('feed'), answered(FEED), opened, answered(OTHER), closed).map(phaseOf).slice(2), ['following', 'gone', 'gone']);
});

test('a daemon that is lost is not absent, and what it listed stays known', () => {
  const state = walk(named('feed'), answered(FEED), failed).at(-1);
  assert.equal(isAbsent(state), false);
  assert.equal(summaryOf(state), FEED);
});

test('another store begins with a relay of its own', () => {
  const states = walk(named('feed'), answered(FEED, OTHER), opened, named('other'), closed, opened);
  assert.deepEqual(states.map(phaseOf).slice(2), ['following', 'opening', 'opening', 'following']);
});

test('an address without a name leads back to the only store, and else to none', () => {
  assert.deepEqual(walk(named('other'), answered(FEED, OTHER), named(null)).map(({ store }) => store), ['other', 'other', null]);
  assert.deepEqual(walk(named('other'), named(null), answered(FEED)).map(({ store }) => store), ['other', null, 'feed']);
  const states = walk(named('feed'), answered(FEED), opened, named(null));
  assert.equal(phaseOf(states.at(-1)), 'following');
});

test('a second store does not take the page away from the one it shows', () => {
  const states = walk(named(null), answered(FEED), answered(FEED, OTHER));
  assert.deepEqual(states.map(({ store }) => store), [null, 'feed', 'feed']);
});

test('the case of a name does not matter', () => {
  const state = walk(named('FEED'), answered(FEED)).at(-1);
  assert.equal(phaseOf(state), 'opening');
  assert.equal(summaryOf(state), FEED);
});

test('an input that is not known is refused', () => assert.throws(() => next(START, { type: 'more' }, 0)));
