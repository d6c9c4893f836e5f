// What one store shows, built from the relay's events. Knows no page: time comes in as a number.
import { applyDiff } from './diff-form.js';
import { isObject } from './merge-patch.js';
import { Severity } from './severity.js';

/** Thrown where an event does not fit what is known: only a new baseline helps. */
export class OutOfStep extends Error {}

/** The state of one store. */
export class PanelState {
  panels = new Map();
  severity = new Severity();
  generation = null;
  lastId = null;
  store = null;
  // From a hello that begins anew to the first event after it.
  #begins = false;
  // Until the first heartbeat of a connection, what comes is what was there before.
  #catchesUp = true;

  /** Whether there is a baseline. */
  get hasBaseline() {
    return this.generation !== null;
  }

  /**
   * Applies one event. Answers with what it changed: `all` (everything may have), the names of the `panels`,
   * and whether the `severity` did.
   */
  apply(event, now) {
    const change = this.#apply(event, now);
    if (event.id !== undefined && event.id !== null) this.lastId = event.id;
    return { all: false, panels: new Set(), severity: false, ...change };
  }

  #apply({ type, payload, generation }, now) {
    if (type === 'hello') return this.#hello(payload);
    // Where the first event is not a baseline, the daemon has none, and what was shown is no longer its state.
    const forgets = this.#begins && type !== 'panel_full' && type !== 'bye';
    if (forgets) this.#forget();
    const change = this.#applyKnown(type, payload, generation, now);
    return forgets ? { all: true, severity: true } : change;
  }

  #applyKnown(type, payload, generation, now) {
    switch (type) {
      case 'heartbeat': this.#catchesUp = false; return {};
      case 'panel_full': return this.#full(payload, generation);
      case 'panel_diff': return this.#diff(payload, generation);
      case 'severity_counts': this.severity.setCounts(payload.counts); return { severity: true };
      case 'severity_state': this.severity.setState(payload, this.#catchesUp ? null : now); return { severity: true };
      case 'followup_alert': return { severity: this.severity.addFollowup(payload) };
      default: return {};
    }
  }

  #hello({ store, resumed }) {
    this.store = store;
    this.#begins = !resumed;
    this.#catchesUp = true;
    return {};
  }

  #full(payload, generation) {
    if (!isObject(payload.status)) throw new OutOfStep('a baseline without a status');
    // A baseline of this client alone is followed by the whole severity, as at the beginning.
    if (this.#begins || payload.reason === 'conflated') this.severity = new Severity();
    this.panels = new Map(Object.entries(payload.status));
    this.generation = generation ?? 0;
    this.#begins = false;
    return { all: true, severity: true };
  }

  #diff(payload, generation) {
    if (!this.hasBaseline) throw new OutOfStep('a diff before the baseline');
    if (generation !== undefined && generation !== this.generation) throw new OutOfStep('a diff of another baseline');
    try {
      return { panels: applyDiff(this.panels, payload.diff) };
    } catch (error) {
      throw new OutOfStep(error.message);
    }
  }

  #forget() {
    this.panels = new Map();
    this.severity = new Severity();
    this.generation = null;
    this.#begins = false;
  }

  /** A copy for another tab, without functions; times become ages. */
  export(now) {
    return {
      panels: this.panels,
      counts: this.severity.counts,
      alerts: [...this.severity.alerts].map(([type, { state, changedAt }]) => [type, state, changedAt === null ? null : now - changedAt]),
      followups: this.severity.followups,
      generation: this.generation,
      lastId: this.lastId,
      store: this.store,
      begins: this.#begins,
      catchesUp: this.#catchesUp,
    };
  }

  /** Becomes what another tab exported. */
  import(copy, now) {
    this.panels = copy.panels;
    this.severity = new Severity();
    this.severity.counts = copy.counts;
    this.severity.alerts = new Map(copy.alerts.map(([type, state, age]) => [type, { state, changedAt: age === null ? null : now - age }]));
    this.severity.followups = copy.followups;
    this.generation = copy.generation;
    this.lastId = copy.lastId;
    this.store = copy.store;
    this.#begins = copy.begins;
    this.#catchesUp = copy.catchesUp;
  }
}
