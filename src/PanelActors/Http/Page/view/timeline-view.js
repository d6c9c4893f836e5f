// What happened, over all stores: filters, and rows by day.
import { dayAt, timeOfDayAt, zoneInUse, zoneOffset } from '../link/clock.js';
import { History } from '../link/history.js';
import { nameText } from '../model/format.js';
import { momentOf } from '../model/moment.js';
import { daysOf, keyOf, timelineNote } from '../model/timeline.js';
import { arrange, by, dropOthers, element, setText } from './dom.js';
import { MomentView } from './moment-view.js';
import { TimelineFilter } from './timeline-filter.js';

export class TimelineView {
  #days = by('history');
  #sections = new Map();
  #rows = new Map();
  #history = new History(() => this.#show());
  #filter;
  #place;
  #moment;
  #unrecorded = new Set();

  /** `place` keeps the filter and the moment; `raw(name, value)` shows a panel's JSON. */
  constructor(place, preferences, raw) {
    this.#place = place;
    this.#moment = new MomentView(preferences, {
      go: (of, at) => this.#go(of, at), items: () => this.#history.items, raw, unrecorded: (store) => this.#hide(store),
    });
    this.#filter = new TimelineFilter(place, () => this.open(this.#place.address));
    by('history-more').addEventListener('click', () => this.#history.more());
  }

  /** What the title of the page says; null where all that is shown is live. */
  get title() {
    return this.#moment.title;
  }

  /** Reads on, as the address says. */
  open(address) {
    this.#filter.show(address);
    this.#history.open({ stores: address.stores, kinds: address.kinds, levels: address.levels, text: address.text });
    this.rewrite();
    this.#moment.open(address.of, address.at);
  }

  close() {
    this.#history.close();
    // In the views of what is live nothing of the past may be left.
    if (this.#place.address.at === null) this.#moment.clear();
  }

  clear() {
    this.#history.clear();
    this.#moment.clear();
    this.#unrecorded.clear();
  }

  /** The stores that can be chosen. */
  list(stores) {
    this.#filter.list(stores);
  }

  /** Writes all times anew. */
  rewrite() {
    this.#rows.clear();
    this.#sections.clear();
    this.#days.replaceChildren();
    this.#show();
    this.#moment.rewrite();
  }

  // A step from moment to moment is not gone back to; a moment chosen from the list, or the way out, is.
  #go(of, at) {
    if (of !== null && this.#place.address.of === of) {
      this.#place.note({ of, at });
      this.#moment.open(of, at);
    } else {
      this.#place.go({ ...this.#place.address, of, at });
    }
  }

  #hide(store) {
    if (this.#unrecorded.has(store)) return;
    this.#unrecorded.add(store);
    for (const button of this.#days.querySelectorAll('button.then')) if (button.dataset.store === store) button.hidden = true;
  }

  #show() {
    const { items, status, hasMore, isNew } = this.#history;
    setText(by('history-zone'), `Times in ${[...new Set([zoneInUse(), zoneOffset()])].join(', ')}`);
    const note = isNew && status === 200 ? 'The daemon is asked.'
      : timelineNote({ status, count: items.length, isFiltered: this.#filter.isSet });
    setText(by('history-note'), note);
    by('history-note').hidden = note === '';
    by('history-more').hidden = !hasMore;
    setText(by('history-count'), items.length === 0 ? '' : `${items.length}${hasMore ? ' and older ones' : ''}`);
    dropOthers(this.#rows, items.map(keyOf));
    const days = daysOf(items, dayAt);
    dropOthers(this.#sections, days.map(({ day }) => day));
    arrange(this.#days, days.map((day) => this.#section(day)));
    this.#moment.refresh();
  }

  #section({ day, items }) {
    let section = this.#sections.get(day);
    if (section === undefined) {
      const list = element('ol', { 'aria-label': day });
      section = { list, element: element('section', {}, element('h3', { text: day }), list) };
      this.#sections.set(day, section);
    }

    arrange(section.list, items.map((item) => this.#row(item)));
    return section.element;
  }

  #then({ at, store }) {
    const button = element('button', {
      type: 'button', className: 'then', text: 'Panels then', 'data-store': store,
      'aria-label': `Panels then: ${nameText(store)} at ${timeOfDayAt(at)}`,
    });
    button.hidden = this.#unrecorded.has(store);
    button.addEventListener('click', () => this.#place.go({ ...this.#place.address, of: store, at: momentOf(at) }));
    return button;
  }

  #row(item) {
    const key = keyOf(item);
    let row = this.#rows.get(key);
    if (row === undefined) this.#rows.set(key, row = { element: rowOf(item, this.#place, this.#then(item)) });
    return row.element;
  }
}

function rowOf({ at, store, kind, level, title, detail }, place, then) {
  const word = String(level ?? 'INFO');
  return element('li', { 'data-level': word.toLowerCase() },
    element('time', { text: timeOfDayAt(at), datetime: new Date(at * 1000).toISOString() }),
    element('span', { className: 'level', 'data-level': word.toLowerCase(), text: word }),
    element('a', { text: nameText(store), href: place.to({ store }) }),
    element('span', { className: 'kind', text: kind }),
    element('p', {}, element('b', { text: title ?? '' }), ' ', element('span', { text: detail ?? '' })), then);
}
