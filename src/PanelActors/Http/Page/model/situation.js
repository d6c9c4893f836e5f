// What the page says about itself in one word and one sentence.
import { connectionOf, isComposite, replayText } from './store-summary.js';

const CONNECTIONS = { connecting: 'being connected', waiting: 'waiting for its next attempt', stopped: 'stopped' };

/**
 * How the page looks (`live`, `warn`, `stale`, `init`, `lost`), the badge's word, and the sentence beside it. `phase` is that of the page;
 * `lostFor` is for how long the daemon has not answered, or shown nothing; `clock(age)` writes the time of day that long ago.
 */
export function situationOf({ phase, store, health, age, lostFor, summary, clock }) {
  switch (phase) {
    case 'barred':
      return { look: 'lost', word: 'locked', text: barredText(summary, lostFor, clock) };
    case 'lost':
      return { look: 'lost', word: 'lost', text: `The daemon has not answered since ${clock(lostFor)}.${below(summary)}` };
    case 'gone':
      return { look: 'lost', word: 'gone', text: `There is no store ${store} any more. Choose another one.` };
    case 'unknown':
      return { look: 'lost', word: 'unknown', text: `There is no store named ${store}. Choose another one.` };
    default:
      return asReplay(summary, ofHealth(
        health, () => waiting(phase, store, summary), () => `${agedText(age, summary, clock)}.${trouble(summary)}`));
  }
}

// What is fresh in a replay is fresh of the past.
function asReplay(summary, situation) {
  const replay = replayText(summary);
  if (replay === '') return situation;
  return situation.look === 'live' ? { look: 'warn', word: 'replay', text: replay } : { ...situation, text: `${replay} ${situation.text}` };
}

function barredText(summary, lostFor, clock) {
  return summary === undefined ? 'Nothing is shown without a key.' : `Access ended at ${clock(lostFor)}.${below(summary)}`;
}

function below(summary) {
  return summary === undefined ? '' : ' What stands below is from then.';
}

function ofHealth(health, waits, aged) {
  switch (health) {
    case 'init': return { look: 'init', word: 'init', text: waits() };
    case 'stale': return { look: 'stale', word: 'stale', text: `Stale: ${aged()}` };
    case 'warn': return { look: 'warn', word: 'warn', text: `Late: ${aged()}` };
    default: return { look: 'live', word: 'ok', text: 'Live' };
  }
}

function agedText(age, summary, clock) {
  if (age !== null) return `nothing new since ${clock(age)}`;
  return isComposite(summary) ? 'age unknown, a part of it was never fresh' : 'age unknown, it was never known to be fresh';
}

function waiting(phase, store, summary) {
  if (phase === 'choosing') return 'The page waits for the daemon.';
  if (phase === 'opening') return `The page waits for the events of ${store}.`;
  return `${store} waits for ${isComposite(summary) ? 'a first event of its members' : 'its first event'}.${trouble(summary)}`;
}

function trouble(summary) {
  if (summary === undefined) return '';
  const connection = connectionOf(summary);
  const state = connection === 'open' ? '' : `The source is ${CONNECTIONS[connection] ?? connection}`;
  const parts = [state, summary.last_error ?? ''].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` ${parts.join(': ')}.`;
}
