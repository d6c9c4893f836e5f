// A moment of the past that the page shows: what there is of it, and which moments lie around it.
import { isObject } from './merge-patch.js';
import { Severity } from './severity.js';

// What the snapshot merges in; not panels.
const MERGED = ['panel_push_meta', 'adaptive_stream'];

/** A moment as addresses have it, to the millisecond: not before what happened then. */
export function momentOf(at) {
  return Math.max(0, Math.ceil(at * 1000 - 1e-4)) / 1000;
}

/** The path of the snapshot of a moment in unix seconds. */
export function momentQuery(at) {
  return `snapshot?at=${Number(at.toFixed(3))}`;
}

/** What a snapshot of the past shows: its `panels`, its `severity`, and how old they were then. */
export function readPast(snapshot) {
  const { panel_push_meta: meta, adaptive_stream: stream } = snapshot;
  return {
    panels: new Map(Object.entries(snapshot).filter(([name]) => !MERGED.includes(name))),
    severity: severityOf(isObject(stream) ? stream : {}),
    health: String(meta.sse_heartbeat?.health ?? 'init'),
    age: typeof meta.sse_heartbeat?.stale_sec === 'number' ? meta.sse_heartbeat.stale_sec : null,
    sources: new Map(Object.entries(meta.panel_sources ?? {})),
  };
}

/** The spans of unix seconds that are recorded, as an answer names them; those that are none are left out. */
export function coveredOf(answer) {
  if (!isObject(answer) || !Array.isArray(answer.covered)) return [];
  const isSpan = (span) => Array.isArray(span) && span.length === 2 && span.every(Number.isFinite) && span[0] <= span[1];
  return answer.covered.filter(isSpan);
}

/** From when to when anything is recorded; null where nothing is. */
export function reachOf(covered) {
  if (covered.length === 0) return null;
  return { from: Math.min(...covered.map(([from]) => from)), to: Math.max(...covered.map(([, to]) => to)) };
}

/** The recorded moment that is nearest to this one; null where nothing is recorded. */
export function nearest(covered, at) {
  const distance = (moment) => Math.abs(moment - at);
  const moments = covered.map(([from, to]) => Math.min(Math.max(at, from), to));
  return moments.length === 0 ? null : moments.reduce((best, moment) => distance(moment) < distance(best) ? moment : best);
}

/** The next thing that happened to a store after a moment, or before it where `direction` is negative; null where none is known. */
export function neighbour(items, store, at, direction) {
  // As moments, so that a step from one leaves it.
  const times = items.filter((item) => item.store === store).map((item) => momentOf(item.at))
    .filter((time) => direction > 0 ? time > at : time < at);
  return times.length === 0 ? null : direction > 0 ? Math.min(...times) : Math.max(...times);
}

/** Why there is nothing to see. `status` is that of the answer, null where there was none; `clock(seconds)` writes a moment. */
export function missingText({ status, covered, detail }, clock) {
  if (status === 404 && covered.length > 0) {
    const spans = covered.slice(-3).map(([from, to]) => `${clock(from)} to ${clock(to)}`);
    return `This moment was not recorded. ${covered.length > 3 ? 'The latest recordings are of' : 'Recorded is'} ${spans.join('; ')}.`;
  }

  if (status === 404) return 'There is no recording of this store, so that nothing of its past can be shown.';
  if (status === 401 || status === 403) return 'The past of this store may not be read without a key.';
  if (status === null) return 'The daemon does not answer, so that this moment cannot be shown.';
  return typeof detail === 'string' && detail !== '' ? detail : `The daemon answered with ${status}.`;
}

function severityOf(stream) {
  const severity = new Severity();
  severity.setCounts(stream.severity_counts);
  for (const [type, state] of Object.entries(isObject(stream.severity_state) ? stream.severity_state : {}))
    if (isObject(state)) severity.setState({ ...state, alert_type: type }, null);
  severity.followups = (Array.isArray(stream.followup_alerts) ? stream.followup_alerts : []).filter(isObject)
    .map(({ time, level, component, message, source }) => ({
      time: Number.isNaN(Date.parse(time)) ? null : Date.parse(time) / 1000,
      level: String(level ?? 'INFO'),
      component: String(component ?? ''),
      message: String(message ?? ''),
      source: typeof source === 'string' ? source : null,
    }));
  return severity;
}
