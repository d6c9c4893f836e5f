// What a screen reader says: changes that last, a sentence each. Never an age, which changes all the time.
import { connectionOf, needOf } from './store-summary.js';

const SETTLES = 2;

/** Decides which of some facts are news. */
export class Announcements {
  #facts = new Map();

  /**
   * Notes the facts at `now`. Each has a `name`, a `value` that changes with it, the `text` that says it, and whether it `isUsual`: what
   * is usual from the beginning is not announced. Answers with what is to be said; an empty text where that is nothing.
   */
  note(facts, now) {
    return facts.map((fact) => this.#note(fact, now)).filter((text) => text !== '').join(' ');
  }

  #note({ name, value, text, isUsual }, now) {
    let known = this.#facts.get(name);
    if (known === undefined || known.value !== value) {
      known = { value, since: now, said: known?.said };
      this.#facts.set(name, known);
    }

    if (known.said === undefined && isUsual) known.said = value;
    if (known.said === value || now - known.since < SETTLES) return '';
    known.said = value;
    return text;
  }
}

const HEALTHS = {
  ok: 'is live', warn: 'is late', stale: 'is stale', init: 'waits for its first event',
  gone: 'is not there any more', unknown: 'is not known',
};
const CONNECTIONS = { open: 'Its source is connected.', down: 'Its source is not connected.', stopped: 'Its source is stopped.' };

/** What there is to be said of a store in this situation. */
export function factsOf(store, word, summary) {
  const said = word === 'lost' ? 'The daemon cannot be reached.' : `${store} ${HEALTHS[word]}.`;
  const health = { name: 'health', value: word, isUsual: word === 'ok', text: said };
  if (word === 'lost' || summary === undefined) return [health];
  // Attempts follow one another faster than a sentence is spoken.
  const connection = ['open', 'stopped'].includes(connectionOf(summary)) ? connectionOf(summary) : 'down';
  const need = needOf(summary);
  return [
    health,
    { name: 'connection', value: connection, isUsual: connection === 'open', text: CONNECTIONS[connection] },
    {
      name: 'need', value: need !== null, isUsual: need === null,
      text: need === null ? 'Its baseline is complete.' : `It needs a baseline: ${need}.`,
    },
  ];
}

/** What there is to be said of all stores. */
export function factsOfAll({ word, text }) {
  const said = word === 'lost' ? 'The daemon cannot be reached.' : text;
  return [{ name: 'all', value: word === 'lost' ? word : text, isUsual: word === 'ok' || word === 'init', text: said }];
}
