// All stores at a glance: the worst first, each with what is wrong and since when.
import { durationText } from './format.js';
import { connectionOf, criticalsOf, isComposite, needOf, replayText } from './store-summary.js';

const ORDER = ['stale', 'warn', 'init', 'ok'];
const STATES = { stale: ['is stale', 'are stale'], warn: ['is late', 'are late'], init: ['waits for data', 'wait for data'] };
const WORDS = { stale: 'stale', warn: 'late', init: 'waiting', ok: 'live' };

/** The stores, worst first, and among equals the one that has been so for longest. */
export function worstFirst(stores) {
  return [...stores].sort((one, other) => gravity(one) - gravity(other)
    || (one.state_since ?? Infinity) - (other.state_since ?? Infinity) || (one.name < other.name ? -1 : 1));
}

/** How all of them are: `2 of 7 stores are stale. 1 has critical alerts.` */
export function headlineOf(stores) {
  const critical = stores.filter((store) => criticalsOf(store, stores).length > 0).length;
  return healthLine(stores) + (critical === 0 ? '' : ` ${critical} ${critical === 1 ? 'has' : 'have'} critical alerts.`);
}

function healthLine(stores) {
  if (stores.length === 0) return 'There are no stores.';
  const parts = Object.entries(STATES).map(([health, words]) => [stores.filter((store) => store.health === health).length, words])
    .filter(([count]) => count > 0);
  const replays = stores.filter((store) => replayText(store) !== '').length;
  const all = `of ${stores.length} ${stores.length === 1 ? 'store' : 'stores'} `;
  if (replays > 0) parts.push([replays, ['shows a replay', 'show a replay']]);
  if (parts.length === 0) return stores.length === 1 ? 'The only store is live.' : `All ${stores.length} stores are live.`;
  return `${parts.map(([count, [one, many]], index) => `${count} ${index === 0 ? all : ''}${count === 1 ? one : many}`).join(', ')}.`;
}

/** The look, the word and the sentence of the page that shows all stores. */
export function overviewSituation({ phase, stores, lostFor, clock }) {
  if (phase === 'barred') {
    const text = stores === null ? 'Nothing is shown without a key.' : `Access ended at ${clock(lostFor)}. What stands below is from then.`;
    return { look: 'lost', word: 'locked', text };
  }

  if (phase === 'lost') {
    const text = `The daemon has not answered since ${clock(lostFor)}.${stores === null ? '' : ' Nothing below is live.'}`;
    return { look: 'lost', word: 'lost', text };
  }

  if (stores === null) return { look: 'init', word: 'init', text: 'The page waits for the daemon.' };
  const worst = ORDER.find((health) => stores.some((store) => store.health === health)) ?? 'init';
  const isReplay = worst === 'ok' && stores.some((store) => replayText(store) !== '');
  if (isReplay) return { look: 'warn', word: 'replay', text: headlineOf(stores) };
  return { look: { stale: 'bad', warn: 'warn', init: 'init', ok: 'live' }[worst], word: worst, text: headlineOf(stores) };
}

/** Since when a store is what it is: `stale since 18:24 (3 min)`. `moment(seconds)` writes a time, `now` is the daemon's. */
export function sinceText(word, since, now, moment) {
  if (typeof since !== 'number') return word;
  return `${word} since ${moment(since)} (${durationText(Math.max(0, now - since))})`;
}

/** The health of a store in words, and since when. */
export function healthText(store, now, moment) {
  const { health, state_since: since } = store;
  const replay = replayText(store);
  if (replay !== '') return `${replay} ${sinceText(health, since, now, moment)}`;
  return sinceText(WORDS[health] ?? health, since, now, moment);
}

/** The last error of a store and when that was; empty where there is none. */
export function errorText({ last_error: error, last_error_at: at }, now, moment) {
  if ((error ?? null) === null) return '';
  return typeof at === 'number' ? `${error}, at ${moment(at)} (${durationText(Math.max(0, now - at))} ago)` : error;
}

/** What a store's source is doing, with the time until its next attempt. */
export function connectionText(store, now) {
  if (isComposite(store)) return 'composite';
  const connection = connectionOf(store);
  if (connection !== 'waiting' || typeof store.next_attempt_at !== 'number') return connection;
  const left = Math.ceil(store.next_attempt_at - now);
  return left > 0 ? `next attempt in ${durationText(left)}` : 'next attempt now';
}

/** Whether a baseline is needed, in words. */
export function needText(store) {
  const need = needOf(store);
  return need === null ? '' : `needs a baseline: ${need}`;
}

/** What a store has of alerts: `2 critical of 3 alerts: gap, drift`; empty where none is active. */
export function alertsText({ active_alerts: active, critical_alerts: critical = [] }) {
  if (typeof active !== 'number' || active === 0) return '';
  const noun = active === 1 ? 'alert' : 'alerts';
  return critical.length === 0 ? `${active} ${noun}, none critical` : `${critical.length} critical of ${active} ${noun}: ${critical.join(', ')}`;
}

/** The word for a store's badge: its health, unless what is fresh in it is fresh of the past. */
export function wordOf(store) {
  return store.health === 'ok' && replayText(store) !== '' ? 'replay' : store.health;
}

/** The members of a composite. */
export function membersOf(store) {
  return (store.members ?? []).map((member) => ({
    name: member.name, health: member.health, age: member.stale_seconds ?? null, isMissing: isMissing(member),
    isActive: member.name === store.active_member,
  }));
}

/** Whether a member of a composite has no data at all. */
export function isMissing({ health, stale_seconds: age }) {
  return (age ?? null) === null && health !== 'ok';
}

function gravity({ health }) {
  const place = ORDER.indexOf(health);
  return place < 0 ? 0 : place;
}
