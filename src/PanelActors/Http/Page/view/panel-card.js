// One top-level panel.
import { nameText } from '../model/format.js';
import { sizeOf, undrawn } from '../model/shape.js';
import { pointer } from '../model/trends.js';
import { element, icon, setText } from './dom.js';
import { watchOverflow } from './overflow.js';
import { ValueSlot } from './value-slot.js';

const MAX_LINES = 16;
const UNITS_A_LINE = 3.5;
const UNITS_OF_FRAME = 9;
const ROWS = 'tbody tr, .rows > div:not(.nested), .list > li';
const NAMED = `${ROWS}, thead th, .rows > .nested > dt, .fold > summary`;

export class PanelCard {
  #title;
  #source = element('span', { className: 'source' });
  #content = element('div', { className: 'content' });
  #body = element('div', { className: 'card-body' }, this.#content);
  #below = element('p', { className: 'below' });
  #slot;
  #tools;
  #undrawn = 0;
  #isDrawn = false;
  #pin;
  #fold;
  #lines = 0;
  #span = 0;
  #collapsed = false;

  /** `does` has `pin(name)`, `collapse(name)` and `raw(name)`; `tools` are those of the values. */
  constructor(name, does, tools) {
    this.#tools = tools;
    this.#slot = new ValueSlot(this.#content, 0, pointer('', name), tools);
    const heading = element('h3', { text: nameText(name), title: name });
    this.#title = heading.textContent;
    this.#pin = button('pin', () => does.pin(name));
    this.#fold = button('fold', () => does.collapse(name));
    const raw = button('json', () => does.raw(name));
    raw.setAttribute('aria-label', `Raw JSON of ${this.#title}`);
    raw.title = 'Raw JSON';
    this.element = element('article', { className: 'card', 'data-name': name, 'aria-label': this.#title },
      element('div', { className: 'card-head' }, heading, this.#source, this.#pin, raw, this.#fold), this.#body, this.#below);
    this.setPinned(false);
    this.setCollapsed(false);
    watchOverflow(this.#body, this.#content, (isOver) => this.#look(isOver));
    this.#body.addEventListener('scroll', () => this.#look(true), { passive: true });
  }

  get isPinned() {
    return this.element.classList.contains('pinned');
  }

  setPinned(isPinned) {
    this.element.classList.toggle('pinned', isPinned);
    this.#pin.setAttribute('aria-pressed', String(isPinned));
    this.#pin.setAttribute('aria-label', `Pin ${this.#title}`);
    this.#pin.title = isPinned ? 'No longer keep at the top' : 'Keep at the top';
  }

  setCollapsed(isCollapsed) {
    this.#collapsed = isCollapsed;
    this.element.classList.toggle('collapsed', isCollapsed);
    this.#fold.setAttribute('aria-expanded', String(!isCollapsed));
    this.#fold.setAttribute('aria-label', `Content of ${this.#title}`);
    this.#fold.title = isCollapsed ? 'Unfold' : 'Fold up';
    this.#place();
  }

  /** Which member of a composite it comes from; empty where that is not known. */
  setSource(source) {
    setText(this.#source, source);
  }

  /** Whether the feed took the panel away; it keeps its place for a while. */
  setGone(isGone) {
    this.element.classList.toggle('gone', isGone);
    if (isGone) setText(this.#source, 'no longer in the feed');
  }

  /** Reserves room. A card only grows while values change; `anew` lets it shrink too. */
  size(value, anew) {
    const { lines, span } = sizeOf(value);
    const wanted = Math.min(MAX_LINES, lines);
    this.#lines = anew ? wanted : Math.max(this.#lines, wanted);
    this.#span = anew ? span : Math.max(this.#span, span);
    this.#place();
    if (lines >= MAX_LINES || span > 1) this.#reachable();
  }

  draw(value, lights) {
    this.#slot.show(value, lights);
    this.#undrawn = undrawn(value);
    this.#tools.trends.reach(this.element);
    if (this.#tools.words().length === 0) return;
    const first = this.#mark();
    if (!this.#isDrawn) this.#reveal(first);
    this.#isDrawn = true;
  }

  /** Marks the rows that have what is searched for, and shows the first of them. */
  search() {
    this.#slot.refresh();
    this.#reveal(this.#mark());
  }

  #reveal(first) {
    if (first !== null && this.#body.scrollHeight > this.#body.clientHeight)
      this.#body.scrollTop += first.getBoundingClientRect().top - this.#body.getBoundingClientRect().top - this.#body.clientHeight / 3;
  }

  #mark() {
    const words = this.#tools.words();
    let first = null;
    for (const row of this.#content.querySelectorAll(NAMED)) {
      const isFound = words.length > 0 && hasWord(row, words);
      row.classList.toggle('found', isFound);
      if (isFound) first ??= row;
    }

    return first;
  }

  // How many rows are further down than what is seen.
  #look(isOver) {
    if (isOver) this.#reachable();
    const bottom = this.#body.getBoundingClientRect().bottom - 4;
    const rows = isOver ? [...this.#content.querySelectorAll(ROWS)].filter((row) => row.getBoundingClientRect().bottom > bottom).length : 0;
    setText(this.#below, rows === 0 ? '' : `${rows + this.#undrawn} more below`);
  }

  // What does not fit is reached by keyboard too.
  #reachable() {
    if (this.#body.tabIndex === 0) return;
    this.#body.tabIndex = 0;
    this.#body.setAttribute('role', 'region');
    this.#body.setAttribute('aria-label', `Content of ${this.#title}`);
  }

  #place() {
    const units = this.#collapsed ? 7 : Math.ceil(UNITS_OF_FRAME + this.#lines * UNITS_A_LINE);
    this.element.style.setProperty('--span', units);
    this.element.classList.toggle('wide', this.#span === 2 && !this.#collapsed);
    this.element.classList.toggle('widest', this.#span >= 3 && !this.#collapsed);
    this.element.classList.toggle('vast', this.#span === 4 && !this.#collapsed);
  }
}

function button(name, onClick) {
  const made = element('button', { type: 'button', className: 'icon' }, icon(name));
  made.addEventListener('click', onClick);
  return made;
}

// A word stands in one of its cells, not across two.
function hasWord(row, words) {
  const text = [...(row.matches('tr, div') ? row.children : [row])].map((cell) => cell.textContent).join('\n').toLowerCase();
  return words.some((word) => text.includes(word));
}
