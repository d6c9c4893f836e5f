// All panels: which cards there are, in what order, which of them are shown, and when each is drawn.
import { matches, wordsOf } from '../model/search.js';
import { DrawQueue } from './draw-queue.js';
import { PanelCard } from './panel-card.js';
import { arrange, element } from './dom.js';

// What the snapshot merges in; not panels.
const NOT_PANELS = new Set(['panel_push_meta', 'adaptive_stream']);
const MAX_CARDS = 1000;
const MAX_FOUND = 200;
const MAX_PLACES = 10_000;
const GONE_FOR = 60;

export class PanelGrid {
  #host;
  #cells = element('div', { className: 'grid-cells' });
  #preferences;
  #does;
  #tools;
  #cards = new Map();
  #places = new Map();
  #nextPlace = 0;
  #gone = new Map();
  #panels = new Map();
  #sources = new Map();
  #words = [];
  #found = new Set();
  #store = '';
  #queue;

  /**
   * `does.raw(name)` shows a panel's JSON; `does.changed()` hears when other cards are shown, `does.seen(name, value)` that one is looked
   * at. `tools` are those of the values, without the words that are searched for.
   */
  constructor(host, preferences, does, tools) {
    this.#tools = { ...tools, words: () => this.#words };
    this.#host = host;
    this.#preferences = preferences;
    this.#does = does;
    this.#queue = new DrawQueue((name, lights) => this.#draw(name, lights), (name) => this.#see(name));
    host.append(this.#cells);
    preferences.listen(() => this.#arrange(true));
  }

  /** How many panels there are, are drawn, and match the search. */
  get tally() {
    let shown = 0;
    for (const { card } of this.#cards.values()) shown += card.element.hidden ? 0 : 1;
    const all = [...this.#panels.keys()].filter((name) => !NOT_PANELS.has(name)).length;
    return { all, drawn: this.#cards.size - this.#gone.size, shown, searched: this.#words.length > 0 };
  }

  /** Begins with another store. */
  open(store) {
    this.#store = store;
    this.#queue.clear();
    for (const { card } of this.#cards.values()) this.#queue.forget(card.element);
    this.#cards.clear();
    this.#places.clear();
    this.#gone.clear();
    this.#found.clear();
    this.#cells.replaceChildren();
  }

  /** Shows these panels; null stands for all names. */
  show(panels, names, now) {
    this.#panels = panels;
    let arranges = false;
    for (const name of names ?? new Set([...panels.keys(), ...this.#cards.keys()])) {
      if (NOT_PANELS.has(name)) continue;
      arranges = this.#touch(name, now) || arranges;
    }

    if (arranges) this.#arrange(false);
    else if (this.#words.length > 0) this.#narrow();
  }

  /** Takes cards away whose panels have been gone for long. */
  tidy(now) {
    let any = false;
    for (const [name, since] of this.#gone) {
      if (now - since < GONE_FOR) continue;
      this.#remove(name);
      any = true;
    }

    if (!any) return;
    // There is room again for panels that had no card.
    for (const [name, value] of this.#panels) {
      if (this.#cards.size >= MAX_CARDS) break;
      if (!NOT_PANELS.has(name) && !this.#cards.has(name)) this.#add(name, value, MAX_CARDS);
    }

    this.#arrange(false);
  }

  search(query) {
    this.#words = wordsOf(query);
    for (const name of this.#found) if (this.#cards.has(name)) this.#remove(name);
    this.#found.clear();
    this.#find();
    this.#arrange(false);
    for (const { card } of this.#cards.values()) if (!card.element.hidden) card.search();
  }

  // Where there are more panels than cards, a search looks at those too that have none.
  #find() {
    if (this.#words.length === 0 || this.#panels.size <= this.#cards.size) return;
    for (const [name, value] of this.#panels) {
      if (this.#found.size >= MAX_FOUND) return;
      if (NOT_PANELS.has(name) || this.#cards.has(name) || !matches(this.#words, name, value)) continue;
      this.#found.add(name);
      this.#add(name, value, MAX_CARDS + MAX_FOUND);
    }
  }

  /** Which member each panel comes from. */
  setSources(sources) {
    this.#sources = sources;
    for (const [name, { card }] of this.#cards) if (!this.#gone.has(name)) card.setSource(sources.get(name) ?? '');
  }

  // Answers whether a card is new.
  #touch(name, now) {
    if (!this.#panels.has(name)) {
      if (!this.#cards.has(name) || this.#gone.has(name)) return false;
      this.#gone.set(name, now);
      this.#cards.get(name).card.setGone(true);
      this.#does.changed();
      return false;
    }

    const value = this.#panels.get(name);
    const known = this.#cards.get(name);
    if (known === undefined) return this.#add(name, value, MAX_CARDS);
    if (this.#gone.delete(name)) {
      known.card.setGone(false);
      known.card.setSource(this.#sources.get(name) ?? '');
      this.#does.changed();
    }

    if (Object.is(known.value, value)) return false;
    known.value = value;
    known.card.size(value, false);
    this.#queue.add(name, known.card.element);
    return false;
  }

  #add(name, value, max) {
    if (this.#cards.size >= max) return false;
    const card = new PanelCard(name, {
      pin: () => this.#toggle('pinned', name),
      collapse: () => this.#toggle('collapsed', name),
      raw: () => this.#does.raw(name),
    }, this.#tools);
    card.size(value, true);
    card.setSource(this.#sources.get(name) ?? '');
    card.setPinned(this.#preferences.has('pinned', this.#store, name));
    card.setCollapsed(this.#preferences.has('collapsed', this.#store, name));
    if (!this.#places.has(name)) this.#places.set(name, this.#nextPlace++);
    // A feed that names its panels ever anew: the places of those long gone are given up.
    if (this.#places.size > MAX_PLACES)
      this.#places = new Map([...this.#places].filter(([known]) => known === name || this.#cards.has(known)));
    this.#cards.set(name, { card, value, isNew: true });
    this.#queue.add(name, card.element);
    return true;
  }

  #remove(name) {
    const { card } = this.#cards.get(name);
    this.#queue.forget(card.element);
    card.element.remove();
    this.#cards.delete(name);
    this.#gone.delete(name);
  }

  #draw(name, lights) {
    const known = this.#cards.get(name);
    if (known === undefined) return;
    known.card.draw(known.value, lights && !known.isNew);
    known.isNew = false;
  }

  #see(name) {
    const known = this.#cards.get(name);
    if (known !== undefined) this.#does.seen(name, known.value);
  }

  #toggle(set, name) {
    const isIn = !this.#preferences.has(set, this.#store, name);
    this.#preferences.put(set, this.#store, name, isIn);
    this.#arrange(true);
    // What was moved is shown where it is now.
    if (set === 'pinned') this.#cards.get(name).card.element.scrollIntoView({ block: 'nearest' });
  }

  // Pinned cards first, each part in the order in which the panels were first seen.
  #arrange(reads) {
    for (const [name, { card }] of reads ? this.#cards : []) {
      card.setPinned(this.#preferences.has('pinned', this.#store, name));
      card.setCollapsed(this.#preferences.has('collapsed', this.#store, name));
    }

    const order = [...this.#cards]
      .map(([name, { card }]) => ({ card, place: this.#places.get(name), pinned: card.isPinned }))
      .sort((one, other) => other.pinned - one.pinned || one.place - other.place);
    arrange(this.#cells, order.map(({ card }) => card.element));
    this.#filter();
    this.#does.changed();
  }

  #narrow() {
    this.#filter();
    this.#does.changed();
  }

  #filter() {
    for (const [name, { card, value }] of this.#cards) card.element.hidden = this.#words.length > 0 && !matches(this.#words, name, value);
  }
}
