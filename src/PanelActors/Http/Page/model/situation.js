// What the page says about itself in one word and one sentence.

/** How the page looks (`live`, `warn`, `stale`, `init`, `lost`), the badge's word, and the sentence beside it. */
export function situationOf({ store, isOpen, health, age, daemonLostSince, known, wasKnown, summary, clock }) {
  if (daemonLostSince !== null) {
    return { look: 'lost', word: 'lost', text: `The daemon has not answered since ${clock(daemonLostSince)}. What stands below is from then.` };
  }

  if (!known) {
    return wasKnown
      ? { look: 'lost', word: 'gone', text: `There is no store ${store} any more. Choose another one.` }
      : { look: 'lost', word: 'unknown', text: `There is no store named ${store}. Choose another one.` };
  }

  switch (health) {
    case 'init': return { look: 'init', word: 'init', text: waiting(store, isOpen, summary) };
    case 'stale': return { look: 'stale', word: 'stale', text: `Stale: ${age === null ? ageless(summary) : `nothing new since ${clock(age)}`}.${trouble(summary)}` };
    case 'warn': return { look: 'warn', word: 'warn', text: `Late: ${age === null ? ageless(summary) : `nothing new since ${clock(age)}`}.${trouble(summary)}` };
    default: return { look: 'live', word: 'ok', text: 'Live' };
  }
}

function ageless(summary) {
  return summary?.kind === 'composite' ? 'age unknown, a part of it was never fresh' : 'age unknown, it was never known to be fresh';
}

function waiting(store, isOpen, summary) {
  if (store === null) return 'The page waits for the daemon.';
  if (!isOpen) return `The page waits for the events of ${store}.`;
  const what = summary?.kind === 'composite' ? 'a first event of its members' : 'its first event';
  return `${store} waits for ${what}.${trouble(summary)}`;
}

function trouble(summary) {
  if (summary === undefined) return '';
  const state = summary.connection === null || summary.connection === 'open' ? '' : `The source is ${CONNECTIONS[summary.connection] ?? summary.connection}`;
  const parts = [state, summary.last_error ?? ''].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` ${parts.join(': ')}.`;
}

const CONNECTIONS = { connecting: 'being connected', waiting: 'waiting for its next attempt', stopped: 'stopped' };
