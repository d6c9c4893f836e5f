// What somebody is told who does not see the page: changes that last, a sentence each. Never an age, which changes all the time.

const SETTLES = 2;

/** Decides which of some facts are news. */
export class Announcements {
  #facts = new Map();

  /**
   * Notes what is so at `now`. Each fact has a `name`, a `value` by which it is another one, the `text` that says it, and whether it
   * `isUsual`: what is usual from the beginning is no news. Answers with what is to be said; an empty text where that is nothing.
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

const HEALTHS = { ok: 'is live', warn: 'is late', stale: 'is stale', init: 'waits for its first event', gone: 'is not there any more', unknown: 'is not known' };
const CONNECTIONS = { open: 'Its source is connected.', down: 'Its source is not connected.', stopped: 'Its source is stopped.' };

/** What there is to be said of a store in this situation. */
export function factsOf(store, word, summary) {
  const health = { name: 'health', value: word, isUsual: word === 'ok', text: word === 'lost' ? 'The daemon cannot be reached.' : `${store} ${HEALTHS[word]}.` };
  if (word === 'lost' || summary === undefined) return [health];
  const connection = summary.connection === null || summary.connection === 'open' ? 'open' : summary.connection === 'stopped' ? 'stopped' : 'down';
  const needs = summary.need_full === true;
  return [
    health,
    { name: 'connection', value: connection, isUsual: connection === 'open', text: CONNECTIONS[connection] },
    { name: 'need', value: needs, isUsual: !needs, text: needs ? `It needs a baseline: ${summary.need_full_reason ?? 'reason unknown'}.` : 'Its baseline is complete.' },
  ];
}
