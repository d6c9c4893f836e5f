// Draws what changed, once a frame: what is on the screen first, the rest as time permits.

const VISIBLE_BUDGET = 9;
const HIDDEN_BUDGET = 3;
const NEAR = '300px';

export class DrawQueue {
  #draw;
  #waiting = new Map();
  #near = new Set();
  #frame = null;
  #watch = new IntersectionObserver((entries) => this.#see(entries), { rootMargin: NEAR });

  /** `draw(name, isSeen)` draws one. */
  constructor(draw) {
    this.#draw = draw;
  }

  /** The card of this name has to be drawn. */
  add(name, card) {
    this.#watch.observe(card);
    this.#waiting.set(name, card);
    this.#frame ??= requestAnimationFrame(() => this.#run());
  }

  forget(card) {
    this.#watch.unobserve(card);
    this.#near.delete(card);
  }

  clear() {
    this.#waiting.clear();
  }

  #see(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#near.add(target);
      else this.#near.delete(target);
    }
  }

  #run() {
    this.#frame = null;
    const begun = performance.now();
    this.#pass(true, begun + VISIBLE_BUDGET);
    this.#pass(false, begun + HIDDEN_BUDGET);
    if (this.#waiting.size > 0) this.#frame = requestAnimationFrame(() => this.#run());
  }

  // At least one, however slow the machine is.
  #pass(isSeen, until) {
    for (const [name, card] of this.#waiting) {
      if (this.#near.has(card) !== isSeen) continue;
      this.#waiting.delete(name);
      this.#draw(name, isSeen);
      if (performance.now() >= until) return;
    }
  }
}
