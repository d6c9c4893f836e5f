// The panels as they were at a moment, in the timeline: unmistakably not live.
import { dayAt, daemonPast, now, timeOfDayAt, zoneInUse } from '../link/clock.js';
import { Past } from '../link/past.js';
import { ageText, nameText } from '../model/format.js';
import { missingText, momentOf, nearest, neighbour, reachOf } from '../model/moment.js';
import { Sorts } from '../model/rows.js';
import { tallyText } from '../model/severity.js';
import { ofWall, wallIn } from '../model/zone.js';
import { by, element, setText } from './dom.js';
import { PanelGrid } from './panel-grid.js';

const STEPS = { 'moment-minute-back': -60, 'moment-second-back': -1, 'moment-second-on': 1, 'moment-minute-on': 60 };
const MAX_LINES = 50;

// Trends would go on into the present.
const NO_TRENDS = { place: () => {}, reach: () => {} };

export class MomentView {
  #section = by('moment');
  #slider = by('moment-slider');
  #field = by('moment-at');
  #past = new Past(() => this.#show());
  #grid;
  #does;
  #gridOf = null;
  #drawn = null;
  #covered = [];
  #said = '';

  /**
   * `does.go(of, at)` goes to another moment, or to none where both are null; `does.items()` has what is known to have happened,
   * `does.raw(name, value)` shows a panel's JSON, `does.unrecorded(store)` hears that nothing of a store is recorded.
   */
  constructor(preferences, does) {
    this.#does = does;
    this.#grid = new PanelGrid(by('moment-panels'), preferences, {
      raw: (name) => does.raw(`${name}, ${this.#momentText(this.#past.shown.at)}, not live`, this.#past.shown.past.panels.get(name)),
      changed: () => {},
      seen: () => {},
    }, { trends: NO_TRENDS, sorts: new Sorts(() => {}), separates: () => preferences.is('separators') });
    by('moment-close').addEventListener('click', () => does.go(null, null));
    by('moment-again').addEventListener('click', () => this.#past.want(this.#past.wanted.store, this.#past.wanted.at));
    by('moment-near').addEventListener('click', () => this.#go(nearest(this.#covered, this.#past.wanted.at)));
    for (const [id, seconds] of Object.entries(STEPS)) by(id).addEventListener('click', () => this.#go(this.#past.wanted.at + seconds));
    by('moment-previous').addEventListener('click', () => this.#go(this.#neighbour(-1)));
    by('moment-next').addEventListener('click', () => this.#go(this.#neighbour(1)));
    this.#field.addEventListener('change', () => this.#go(this.#typed()));
    // While it is drawn along, the address is left alone: browsers limit how often it may change.
    this.#slider.addEventListener('input', () => this.#past.want(this.#past.wanted.store, this.#allowed(Number(this.#slider.value))));
    this.#slider.addEventListener('change', () => this.#go(Number(this.#slider.value)));
    document.addEventListener('keydown', (event) => this.#key(event));
  }

  /** What the title of the page says of it; null where no moment is shown. */
  get title() {
    const wanted = this.#past.wanted;
    return wanted === null ? null : `not live: ${wanted.store} at ${timeOfDayAt(wanted.at)}`;
  }

  /** Shows a moment of a store, or none. */
  open(store, at) {
    const [wanted, status] = [this.#past.wanted, this.#past.shown?.status ?? 200];
    if (store === null || at === null) {
      if (wanted !== null) this.clear();
    } else if (wanted?.store !== store || wanted.at !== at || [401, 403, null].includes(status)) {
      if (wanted?.store !== store) this.#covered = [];
      this.#past.want(store, at);
      if (wanted === null) this.#section.scrollIntoView({ block: 'nearest' });
    }
  }

  /** Forgets what it showed. */
  clear() {
    this.#covered = [];
    this.#past.clear();
  }

  /** Writes all times and numbers anew. */
  rewrite() {
    [this.#gridOf, this.#drawn] = [null, null];
    this.#show();
  }

  /** More is known of what happened. */
  refresh() {
    if (this.#past.wanted !== null) this.#showSteps(this.#past.wanted);
  }

  #show() {
    const [wanted, shown] = [this.#past.wanted, this.#past.shown];
    const isShown = wanted !== null;
    this.#section.hidden = !isShown;
    document.documentElement.toggleAttribute('data-past', isShown);
    if (!isShown) {
      [this.#gridOf, this.#drawn, this.#said] = [null, null, ''];
      this.#grid.open('');
      by('moment-severity').replaceChildren();
      return;
    }

    if (shown !== null && shown.status === 404) {
      this.#covered = shown.covered;
      if (shown.covered.length === 0) this.#does.unrecorded(shown.store);
    }

    this.#showTitle(wanted, shown);
    this.#showNote(wanted, shown);
    this.#showSteps(wanted);
    this.#showPanels(shown);
  }

  // The time above the panels is that of the panels, also while others are asked for.
  #showTitle(wanted, shown) {
    const { store, at } = shown?.past ? shown : wanted;
    const title = `${nameText(store)}, ${this.#momentText(at)}`;
    setText(by('moment-title'), title);
    const past = shown?.past ?? null;
    setText(by('moment-health'), past === null ? ''
      : `Then ${past.health}${past.age === null ? '' : `, ${ageText(past.age)} old`}, ${past.panels.size} panels.`);
    if (past === null || this.#said === title) return;
    this.#said = title;
    setText(by('announcement'), `Not live: ${title}`);
  }

  #showNote(wanted, shown) {
    const isMissing = shown !== null && shown.past === null && !this.#past.isAsking;
    const asks = this.#past.isAsking ? `The daemon is asked for ${this.#momentText(wanted.at)}.` : '';
    const note = isMissing ? missingText(shown, (at) => this.#momentText(at)) : asks;
    setText(by('moment-note'), note);
    by('moment-note').hidden = note === '';
    by('moment-note').dataset.missing = String(isMissing);
    by('moment-again').hidden = !isMissing || shown.status === 404 || shown.status === 400;
    by('moment-near').hidden = !isMissing || shown.covered.length === 0;
  }

  #showSteps({ at }) {
    by('moment-previous').disabled = this.#neighbour(-1) === null;
    by('moment-next').disabled = this.#neighbour(1) === null;
    for (const id of ['moment-second-on', 'moment-minute-on']) by(id).disabled = at + STEPS[id] > daemonPast();
    if (document.activeElement !== this.#field) this.#field.value = wallIn(zoneInUse(), at * 1000);
    this.#field.setAttribute('aria-label', `Moment, in ${zoneInUse()}`);
    const reach = this.#reach(at);
    [this.#slider.min, this.#slider.max, this.#slider.step] = [Math.floor(reach.from), Math.ceil(reach.to), 1];
    this.#slider.value = at;
    this.#slider.setAttribute('aria-valuetext', this.#momentText(at));
  }

  // Over what is recorded where that is known, else over what the timeline has, with some room around the moment.
  #reach(at) {
    const times = this.#does.items().map((item) => item.at);
    const reach = reachOf(this.#covered) ?? { from: Math.min(at - 300, ...times), to: Math.max(at + 300, ...times) };
    return { from: Math.min(reach.from, at), to: Math.min(Math.max(reach.to, at), daemonPast()) };
  }

  #showPanels(shown) {
    const past = shown?.past ?? null;
    if (past === this.#drawn && past !== null) return;
    this.#drawn = past;
    const store = past === null ? '' : shown.store;
    if (this.#gridOf !== store || past === null) {
      this.#gridOf = store;
      this.#grid.open(store);
    }

    this.#grid.show(past?.panels ?? new Map(), null, now());
    this.#grid.setSources(past?.sources ?? new Map());
    by('moment-severity').replaceChildren(...(past === null ? [] : severityRows(past.severity)));
  }

  #neighbour(direction) {
    const { store, at } = this.#past.wanted;
    return neighbour(this.#does.items(), store, at, direction);
  }

  #typed() {
    const milliseconds = ofWall(zoneInUse(), this.#field.value);
    return milliseconds === null ? null : milliseconds / 1000;
  }

  // The future is not known, and what is not a time goes nowhere.
  #go(at) {
    if (at !== null && Number.isFinite(at)) this.#does.go(this.#past.wanted.store, this.#allowed(at));
  }

  #allowed(at) {
    return momentOf(Math.min(at, daemonPast()));
  }

  #key(event) {
    if (event.key !== 'Escape' || this.#past.wanted === null || event.defaultPrevented || event.isComposing) return;
    if (document.querySelector('dialog[open], :popover-open') === null && event.target.type !== 'search') this.#does.go(null, null);
  }

  #momentText(at) {
    return `${dayAt(at)}, ${timeOfDayAt(at)} ${zoneInUse()}`;
  }
}

function severityRows(severity) {
  const alerts = severity.active();
  const counts = [...severity.counts].map(([level, count]) => `${level} ${count}`).join(', ');
  const rows = [
    ...(counts === '' ? [] : [element('li', { text: `Counts: ${counts}` })]),
    ...(alerts.length === 0 ? [] : [element('li', { text: `Active: ${tallyText(alerts.map(({ level }) => level))}` })]),
    ...alerts.map(({ type, level, state }) => element('li', { 'data-level': level },
      element('span', { className: 'level', 'data-level': level, text: level.toUpperCase() }), ' ', element('b', { text: type }),
      ` ${Array.isArray(state.reasons) ? state.reasons.map(String).join(', ') : ''}`)),
    ...severity.followups.map(({ time, level, component, message }) => element('li', {},
      element('span', { className: 'level', 'data-level': level.toLowerCase(), text: level.toUpperCase() }),
      ` ${time === null ? '' : timeOfDayAt(time)} `, element('b', { text: component }), ' ', element('span', { text: message }))),
  ];
  const more = rows.length - MAX_LINES;
  return more <= 0 ? rows : [...rows.slice(0, MAX_LINES), element('li', { text: `and ${more} more` })];
}
