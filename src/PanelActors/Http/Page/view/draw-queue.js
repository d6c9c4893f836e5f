// Draws what changed, once a frame: what is on the screen first, the rest as time permits.

const VISIBLE_BUDGET = 9;
const HIDDEN_BUDGET = 3;
const NEAR = '300px';
const SLOW_FRAME = 24;

export class DrawQueue {
  #draw;
  #onSee;
  #waiting = new Map();
  #near = new Set();
  #frame = null;
  #begun = 0;
  #watch = new IntersectionObserver((entries) => this.#see(entries), { rootMargin: NEAR });

  /** `draw(name, isSeen)` draws one; `onSee(name)` hears that one has come near to what is seen. */
  constructor(draw, onSee) {
    this.#draw = draw;
    this.#onSee = onSee;
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
      if (!isIntersecting) {
        this.#near.delete(target);
        continue;
      }

      this.#near.add(target);
      this.#onSee(target.dataset.name);
    }
  }

  #run() {
    this.#frame = null;
    const begun = performance.now();
    const isSlow = begun - this.#begun > SLOW_FRAME;
    this.#begun = begun;
    this.#pass(true, begun + VISIBLE_BUDGET);
    // What is out of sight waits while frames are late; scrolled to, it is drawn first.
    this.#pass(false, isSlow ? begun : begun + HIDDEN_BUDGET);
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
