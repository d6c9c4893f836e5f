// What the page is doing: three regions that change independently, each by one table, who reads it, and the phase that follows from them.
import { isBarred } from './access.js';
import { findStore } from './store-summary.js';

/** Whether the daemon answers the poll of its stores. */
const POLL = {
  pending: { answered: 'answering', failed: 'failing' },
  answering: { failed: 'failing' },
  failing: { answered: 'answering' },
};

/** The relay connection of the chosen store, whichever tab has it. */
const RELAY = {
  new: { opened: 'open' },
  open: { closed: 'closed' },
  closed: { opened: 'open' },
};

/** The chosen store in the daemon's list. */
const LISTING = {
  unasked: { present: 'listed', absent: 'unknown' },
  unknown: { present: 'listed' },
  listed: { absent: 'gone' },
  gone: { present: 'listed' },
};

/** The state of a page that has just been opened; `session` is who reads it, as far as that is known. */
export const START = Object.freeze({
  store: null, stores: null, askedAt: null, wantsOnly: false, poll: 'pending', relay: 'new', listing: 'unasked',
  session: null, lostAt: null,
});

/**
 * The state after an input at `now`:
 * `{ type: 'named', name }`: the address names a store, or none (null), which stands for the only one where there is but one;
 * `{ type: 'unnamed' }`: no store is wanted: the page shows all of them;
 * `{ type: 'answered', stores, askedAt }`, `{ type: 'failed' }`: what a poll brought;
 * `{ type: 'relay', isOpen }`: the relay connection is open, or is not;
 * `{ type: 'session', session }`: who reads the page, and what that allows;
 * `{ type: 'left' }`: what was shown was for another reader.
 */
export function next(state, input, now) {
  const after = apply(state, input);
  return { ...after, lostAt: isLost(after) || isBarred(after.session) ? after.lostAt ?? now : null };
}

/** What the page shows: `choosing`, `opening`, `following`, `unknown`, `gone`, `lost` or `barred`. */
export function phaseOf(state) {
  if (isBarred(state.session)) return 'barred';
  if (isLost(state)) return 'lost';
  if (state.store === null) return 'choosing';
  if (isAbsent(state)) return state.listing;
  return state.relay === 'open' ? 'following' : 'opening';
}

/** Whether the daemon answers and does not list the store. */
export function isAbsent({ listing }) {
  return listing === 'unknown' || listing === 'gone';
}

/** What the list has of the chosen store; undefined where it is not listed. */
export function summaryOf({ stores, store }) {
  return stores === null || store === null ? undefined : findStore(stores, store);
}

function apply(state, input) {
  switch (input.type) {
    case 'named': return named(state, input.name);
    case 'unnamed': return chosen({ ...state, wantsOnly: false }, null);
    case 'answered': return answered(state, input.stores, input.askedAt);
    case 'failed': return { ...state, poll: step(POLL, state.poll, 'failed') };
    case 'relay': return { ...state, relay: step(RELAY, state.relay, input.isOpen ? 'opened' : 'closed') };
    case 'left': return { ...START, store: state.store, wantsOnly: state.wantsOnly, session: state.session };
    case 'session': return { ...state, session: input.session };
    default: throw new Error(`no such input: ${input.type}`);
  }
}

function named(state, name) {
  if (name !== null) return chosen({ ...state, wantsOnly: false }, name);
  return state.stores?.length === 1 ? chosen(state, state.stores[0].name) : { ...chosen(state, null), wantsOnly: true };
}

function answered(state, stores, askedAt) {
  const known = { ...state, stores, askedAt, poll: step(POLL, state.poll, 'answered') };
  const isChosen = known.wantsOnly && stores.length === 1;
  return listed(isChosen ? chosen({ ...known, wantsOnly: false }, stores[0].name) : known);
}

function chosen(state, store) {
  return store === state.store ? state : listed({ ...state, store, relay: 'new', listing: 'unasked' });
}

function listed(state) {
  if (state.store === null || state.stores === null) return state;
  return { ...state, listing: step(LISTING, state.listing, summaryOf(state) === undefined ? 'absent' : 'present') };
}

// An input that a table does not name changes nothing.
function step(table, from, input) {
  return table[from][input] ?? from;
}

// The daemon does not answer a poll, or the relay was open and no longer is, though the store is still there.
function isLost({ poll, relay, listing }) {
  return poll === 'failing' || (relay === 'closed' && listing === 'listed');
}
