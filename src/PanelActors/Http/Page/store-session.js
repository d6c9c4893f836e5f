// One store while it is shown: the relay's events on one side, the state and its freshness on the other.
import { now } from './link/clock.js';
import { AlertTimes } from './link/alert-times.js';
import { PanelSources } from './link/panel-sources.js';
import { Series } from './link/series.js';
import { SharedRelay } from './link/shared-relay.js';
import { EventRate } from './model/event-rate.js';
import { Freshness } from './model/freshness.js';
import { parseEvent } from './model/json.js';
import { Lag } from './model/lag.js';
import { OutOfStep, PanelState } from './model/panel-state.js';
import { isComposite, sourcesKey } from './model/store-summary.js';
import { Trends } from './model/trends.js';

const MUTATIONS = new Set(['panel_full', 'panel_diff', 'severity_counts', 'severity_state', 'followup_alert']);

const ABOUT_ALERTS = new Set(['panel_full', 'severity_state']);

// Part of a composite can be stale while the others go on.
const SILENCE = 5;
const JUST_NOW = 1;

export class StoreSession {
  state = new PanelState();
  freshness = new Freshness();
  rate = new EventRate();
  trends = new Trends();
  series;
  link = { isOpen: false, isLeader: false };
  #lag = new Lag();
  #relay = null;
  #sources;
  #alerts;
  #listener;
  #heardAt = -Infinity;
  #frameAt = -Infinity;
  #wasOpen = false;

  // The relay said that the right has ended; whether there is still one is found out.
  #isEnding = false;

  /**
   * `listener.changed(change)` hears what an event changed, `linked(link)` when the connection is another, `sourced(sources)` which
   * member each panel of a composite comes from, `trended(paths)` of which numbers more is known, `refused()` that the daemon may have
   * refused the connection.
   */
  constructor(name, listener) {
    this.name = name;
    this.#listener = listener;
    const isRead = () => this.link.isOpen && !this.#isEnding;
    this.#sources = new PanelSources(name, (sources) => listener.sourced(sources), isRead);
    this.series = new Series(name, (path, points) => {
      if (this.trends.prime(path, points)) listener.trended([path]);
    }, isRead);
    this.#alerts = new AlertTimes(name, () => listener.changed({ all: false, panels: new Set(), severity: true }), isRead);
  }

  /** What the daemon lists of the alerts; null where it lists nothing. */
  get alerts() {
    return this.#alerts.items;
  }

  /** Whether anything came from the daemon just now. */
  isHeard(time) {
    return this.link.isOpen && time - this.#frameAt < JUST_NOW;
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
    this.#alerts.close();
    this.series.close();
  }

  /** Hears what the daemon lists. */
  list(summary, stores) {
    if (isComposite(summary)) this.#sources.refresh(sourcesKey(summary, stores, this.state.panels.keys()));
  }

  #hear(type, text, id) {
    const time = now();
    this.#frameAt = time;
    const event = parseEvent(text);
    if (type === 'bye' && event.payload.reason === 'access') {
      this.#isEnding = true;
      this.#listener.refused();
    }

    const late = this.#lag.of(event.publish_unixtime, time);
    try {
      const change = this.state.apply({ ...event, type, id }, time);
      if (MUTATIONS.has(type)) {
        this.rate.add(time);
        this.#heardAt = time;
        this.freshness.event(event.age_seconds === null ? null : (event.age_seconds ?? 0) + late, time);
      } else if (type === 'heartbeat') {
        this.freshness.heartbeat(event.payload, late, time);
      }

      this.#noteTrends(change, time);
      if (change.severity && ABOUT_ALERTS.has(type)) this.#alerts.refresh(this.state.severity.alerts.size > 0);
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
    this.#noteTrends({ all: true, panels: [] }, time);
    this.#alerts.refresh(this.state.severity.alerts.size > 0);
    this.#listener.changed({ all: true, panels: new Set(), severity: true });
  }

  #noteTrends({ all, panels }, time) {
    const names = all ? new Set([...this.trends.panels, ...this.state.panels.keys()]) : panels;
    const changed = [];
    for (const name of names) changed.push(...this.trends.note(name, this.state.panels.get(name), time));
    if (changed.length > 0) this.#listener.trended(changed);
  }

  /** Lets time pass. What a link that is down would bring, and what is stale while nothing comes, is not known: the trends have a gap. */
  tick() {
    const time = now();
    // What was before the first connection is the daemon's to know.
    this.#wasOpen ||= this.link.isOpen;
    if (!this.#wasOpen) return;
    const isSilent = this.freshness.health(time) === 'stale' && time - this.#heardAt > SILENCE;
    if (!this.link.isOpen || isSilent) this.trends.silence(time);
    else this.trends.resume(time);
  }

  #setLink(link) {
    const isOpened = link.isOpen && !this.link.isOpen;
    this.link = link;
    if (isOpened) {
      this.#isEnding = false;
      this.series.resume();
      this.#alerts.refresh(this.state.severity.alerts.size > 0);
    }

    this.#listener.linked(link);
  }
}
