// Severity as the relay tells it: counts, the state of each alert type, and the follow-ups.
import { isObject } from './merge-patch.js';

const KNOWN_FOLLOWUPS = 200;
const RANKS = ['critical', 'error', 'warn', 'info'];

/** How grave a level is: 0 is the gravest; unknown words come last. */
export function rank(level) {
  const word = String(level).toLowerCase();
  const known = RANKS.indexOf(word === 'warning' ? 'warn' : word);
  return known < 0 ? RANKS.length : known;
}

/** The level of an alert's state, in lower case; null where it is not active. */
export function activeLevel(state) {
  if (state.resolved === true || state.active === null || state.active === false || state.active === undefined) return null;
  if (typeof state.active === 'string') return state.active.toLowerCase();
  return isObject(state.alert) && typeof state.alert.severity === 'string' ? state.alert.severity.toLowerCase() : 'active';
}

/** How many alerts of each level there are, gravest first: `2 critical, 1 warn`. */
export function tallyText(levels) {
  return [...new Set(levels)].map((level) => `${levels.filter((one) => one === level).length} ${level}`).join(', ');
}

/** Since when (unix seconds) an alert is what it is, by what the daemon lists; null where that is of another state, or not known. */
export function sinceOf(times, { type, level }) {
  const item = times?.find((one) => one.alert_type === type);
  if (item === undefined || item.active !== true || typeof item.since !== 'number') return null;
  return String(item.level ?? level).toLowerCase() === level ? item.since : null;
}

/** Everything about severity that one store shows. */
export class Severity {
  counts = new Map();
  alerts = new Map();
  followups = [];

  get isEmpty() {
    return this.counts.size === 0 && this.alerts.size === 0 && this.followups.length === 0;
  }

  /** Replaces the counts. Null stands for a severity that is not counted. */
  setCounts(counts) {
    this.counts = new Map(isObject(counts) ? Object.entries(counts).filter(([, count]) => count !== null) : []);
  }

  /** Replaces the state of one alert type; now is when it was heard, null for a state that was there before. */
  setState(payload, now) {
    const { alert_type: type, counts, ...state } = payload;
    if (counts !== undefined) this.setCounts(counts);
    if (isEmpty(state)) {
      this.alerts.delete(type);
      return;
    }

    const before = this.alerts.get(type);
    const same = before !== undefined && before.state.last_change_cycle === state.last_change_cycle && before.state.active === state.active;
    this.alerts.set(type, { state, changedAt: same ? before.changedAt : now });
  }

  /** Adds a follow-up, newest first. Answers whether it was new. */
  addFollowup(payload) {
    const followup = followupOf(payload);
    if (this.followups.some((known) => isSame(known, followup))) return false;
    this.followups = [followup, ...this.followups].slice(0, KNOWN_FOLLOWUPS);
    return true;
  }

  /** Why an alert is what it is, where that is known. */
  reasonsOf(type) {
    const reasons = this.alerts.get(type)?.state.reasons;
    return Array.isArray(reasons) ? reasons : [];
  }

  /** The alerts that are active, gravest first, each with what is known of when it began: `times` as sinceOf reads them. */
  active(times = null) {
    return [...this.alerts]
      .map(([type, { state, changedAt }]) => ({ type, state, changedAt, level: activeLevel(state) }))
      .map((alert) => ({ ...alert, since: sinceOf(times, alert) }))
      .filter((alert) => alert.level !== null)
      .sort((one, other) => rank(one.level) - rank(other.level) || (one.type < other.type ? -1 : 1));
  }
}

function isEmpty(state) {
  return Object.values(state).every((value) => value === null || (Array.isArray(value) && value.length === 0));
}

// The four fields of a follow-up (specification 2.6), and where a composite has it from.
function followupOf(payload) {
  const alert = isObject(payload.alert) ? payload.alert : payload;
  const about = [alert.type, alert.index].filter((part) => typeof part === 'string' && part !== '');
  const text = [alert.message, payload.message].find((part) => typeof part === 'string' && part !== '');
  return {
    time: typeof payload.ts === 'number' ? payload.ts : null,
    level: typeof alert.severity === 'string' && alert.severity !== '' ? alert.severity.toUpperCase() : 'INFO',
    component: ['Follow-up', ...about].join(' '),
    message: text ?? `${typeof alert.type === 'string' ? alert.type : 'followup'} triggered`,
    source: typeof alert.source === 'string' ? alert.source : null,
  };
}

function isSame(one, other) {
  return one.time === other.time && one.level === other.level && one.component === other.component && one.message === other.message;
}
