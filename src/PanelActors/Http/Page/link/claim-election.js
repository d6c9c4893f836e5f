// Elects the tab that leads, where there are no Web Locks (a page that came over plain HTTP from another machine): each tab may
// claim the lead, claims are numbered, and the higher one stands. A leader that falls silent is replaced.

const BEAT = 1000;
const PATIENCE = 3500;

export class ClaimElection {
  #channel;
  #onLead;
  #onLose;
  #id = Math.random();
  #leads = false;
  #claim = { term: 0, id: 0 };
  #heardAt = performance.now();
  #timer;

  constructor(name, onLead, onLose) {
    this.#onLead = onLead;
    this.#onLose = onLose;
    this.#channel = new BroadcastChannel(`${name}:claims`);
    this.#channel.addEventListener('message', ({ data }) => this.#hear(data));
    // The first look for a leader comes at another moment in each tab.
    this.#heardAt -= PATIENCE - 300 - Math.random() * 400;
    this.#channel.postMessage({ asks: true });
    this.#timer = setInterval(() => this.#tick(), BEAT / 4);
  }

  take() {
    this.#claim = { term: this.#claim.term + 1, id: this.#id };
    this.#beat();
    this.#become(true);
  }

  close() {
    clearInterval(this.#timer);
    if (this.#leads) this.#channel.postMessage({ leaves: true });
    this.#channel.close();
  }

  #tick() {
    const silent = performance.now() - this.#heardAt;
    if (this.#leads && silent >= BEAT) this.#beat();
    else if (!this.#leads && silent >= PATIENCE) this.take();
  }

  #beat() {
    this.#heardAt = performance.now();
    this.#channel.postMessage(this.#claim);
  }

  #hear(message) {
    if (message.asks) {
      if (this.#leads) this.#beat();
      return;
    }

    if (message.leaves) {
      this.#heardAt = performance.now() - PATIENCE + 200 * Math.random();
      return;
    }

    const stronger = message.term > this.#claim.term || (message.term === this.#claim.term && message.id >= this.#claim.id);
    if (!stronger) {
      if (this.#leads) this.#beat();
      return;
    }

    this.#claim = message;
    this.#heardAt = performance.now();
    this.#become(message.id === this.#id);
  }

  #become(leader) {
    if (leader === this.#leads) return;
    this.#leads = leader;
    (leader ? this.#onLead : this.#onLose)();
  }
}
