// One store while it is shown: the relay's events on one side, the state and its freshness on the other.
import { now } from './link/clock.js';
import { PanelSources } from './link/panel-sources.js';
import { SharedRelay } from './link/shared-relay.js';
import { EventRate } from './model/event-rate.js';
import { Freshness } from './model/freshness.js';
import { parseEvent } from './model/json.js';
import { Lag } from './model/lag.js';
import { OutOfStep, PanelState } from './model/panel-state.js';
import { isComposite, sourcesKey } from './model/store-summary.js';

const MUTATIONS = new Set(['panel_full', 'panel_diff', 'severity_counts', 'severity_state', 'followup_alert']);

export class StoreSession {
  state = new PanelState();
  freshness = new Freshness();
  rate = new EventRate();
  link = { isOpen: false, isLeader: false };
  #lag = new Lag();
  #relay = null;
  #sources;
  #listener;

  /**
   * `listener.changed(change)` hears what an event changed, `linked(link)` when the connection is another, `sourced(sources)` which
   * member each panel of a composite comes from, `refused()` that the daemon may have refused the connection.
   */
  constructor(name, listener) {
    this.name = name;
    this.#listener = listener;
    this.#sources = new PanelSources(name, (sources) => listener.sourced(sources));
  }

  /** Follows the store, afresh where it is followed already; what is known of it stays. */
  resume() {
    this.pause();
    this.#relay = new SharedRelay(this.name, {
      frame: (type, text, id) => this.#hear(type, text, id),
      link: (link) => this.#setLink(link),
      adopt: (copy, late) => this.#adopt(copy, late),
      refused: () => this.#listener.refused(),
      state: () => ({ state: this.state.export(now()), freshness: this.freshness.export(now()) }),
      lastId: () => this.state.lastId,
    });
  }

  /** Follows it no more; what is known of it stays. */
  pause() {
    this.#relay?.close();
    this.#relay = null;
    if (this.link.isOpen) this.#setLink({ isOpen: false, isLeader: false });
  }

  close() {
    this.#relay?.close();
    this.#sources.close();
  }

  /** Hears what the daemon lists. */
  list(summary, stores) {
    if (isComposite(summary)) this.#sources.refresh(sourcesKey(summary, stores, this.state.panels.keys()));
  }

  #hear(type, text, id) {
    const time = now();
    const event = parseEvent(text);
    if (type === 'bye' && event.payload.reason === 'access') this.#listener.refused();
    const late = this.#lag.of(event.publish_unixtime, time);
    try {
      const change = this.state.apply({ ...event, type, id }, time);
      if (MUTATIONS.has(type)) {
        this.rate.add(time);
        this.freshness.event(event.age_seconds === null ? null : (event.age_seconds ?? 0) + late, time);
      } else if (type === 'heartbeat') {
        this.freshness.heartbeat(event.payload, late, time);
      }

      this.#listener.changed(change);
    } catch (error) {
      if (!(error instanceof OutOfStep)) throw error;
      console.warn(`The relay is asked for a new baseline: ${error.message}.`);
      this.#relay?.restart();
    }
  }

  #adopt(copy, late) {
    const time = now();
    this.state.import(copy.state, time);
    this.freshness.import(copy.freshness, late, time);
    this.#listener.changed({ all: true, panels: new Set(), severity: true });
  }

  #setLink(link) {
    this.link = link;
    this.#listener.linked(link);
  }
}
