// Asks for the panels of a moment: one question at a time, and what was wanted last is what is shown.
import { parseJson } from '../model/json.js';
import { coveredOf, momentQuery, readPast } from '../model/moment.js';
import { storePath } from './address.js';
import { get } from './api.js';

// A long recording takes longer than what is live.
const PATIENCE = 15_000;

export class Past {
  #onChange;
  #wanted = null;
  #runs = false;

  /** What is shown: `{ store, at, status }`, with `past` where there is one, else with `covered` and `detail`; null before an answer. */
  shown = null;

  /** `onChange()` hears when something else is shown, or asked for. */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** The moment that was asked for last, `{ store, at }`; null where none is wanted. */
  get wanted() {
    return this.#wanted;
  }

  /** Whether the answer to what is wanted is still to come. */
  get isAsking() {
    return this.#wanted !== null && this.#wanted !== this.shown?.wanted;
  }

  /** Wants a moment; also again, where the answer before was none. */
  async want(store, at) {
    this.#wanted = { store, at };
    this.#onChange();
    if (this.#runs) return;
    this.#runs = true;
    while (this.isAsking) {
      const wanted = this.#wanted;
      const answer = await ask(wanted);
      // An answer that came late is not shown below another time.
      if (wanted !== this.#wanted) continue;
      this.shown = { ...wanted, wanted, ...answer };
      this.#onChange();
    }

    this.#runs = false;
  }

  /** Wants none, and forgets what was shown. */
  clear() {
    [this.#wanted, this.shown] = [null, null];
    this.#onChange();
  }
}

// Does not fail: what went wrong is an answer too.
async function ask({ store, at }) {
  const none = { past: null, covered: [], detail: null };
  try {
    const response = await get(storePath(store, momentQuery(at)), { patience: PATIENCE });
    return { ...none, status: 200, past: readPast(parseJson(await response.text())) };
  } catch (error) {
    const answer = await error.response?.json().catch(() => null) ?? null;
    return { ...none, status: error.status ?? null, covered: coveredOf(answer), detail: answer?.detail ?? null };
  }
}
