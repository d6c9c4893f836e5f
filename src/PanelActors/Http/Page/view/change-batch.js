// Gathers what changed since the last frame, to be drawn in the next one, however many events it took.

export class ChangeBatch {
  #draw;
  #pending = null;

  /** `draw(change)` draws what has gathered. */
  constructor(draw) {
    this.#draw = draw;
  }

  /** Adds a change: `all` (everything may have), the names of the `panels`, and whether the `severity` did. */
  add({ all, panels, severity }) {
    if (this.#pending === null) {
      this.#pending = { all: false, panels: new Set(), severity: false };
      requestAnimationFrame(() => this.#flush());
    }

    this.#pending.all ||= all;
    this.#pending.severity ||= severity;
    for (const name of panels) this.#pending.panels.add(name);
  }

  #flush() {
    const change = this.#pending;
    this.#pending = null;
    this.#draw(change);
  }
}
