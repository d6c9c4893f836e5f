// Elects the tab that leads, by a Web Lock: the browser hands it to the next tab when its holder goes.

export class LockElection {
  #name;
  #onLead;
  #onLose;
  #stop = new AbortController();
  #release = () => {};

  constructor(name, onLead, onLose) {
    this.#name = name;
    this.#onLead = onLead;
    this.#onLose = onLose;
    this.#wait({ signal: this.#stop.signal });
  }

  /** Takes the lead from a tab that has fallen silent. */
  take() {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#wait({ steal: true });
  }

  close() {
    this.#stop.abort();
    this.#release();
  }

  async #wait(options) {
    const stop = this.#stop;
    try {
      await navigator.locks.request(this.#name, options, () => {
        this.#onLead();
        return new Promise((resolve) => { this.#release = resolve; });
      });
    } catch (error) {
      if (error.name !== 'AbortError') throw error;
      if (stop.signal.aborted) return;
      // Another tab took it away.
      this.#onLose();
      this.#wait({ signal: this.#stop.signal });
    }
  }
}
