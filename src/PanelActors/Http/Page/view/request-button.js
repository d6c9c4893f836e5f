// The button that asks for a baseline, and the answer beside it.
import { setText } from './dom.js';

const ANSWER_STAYS = 20_000;

export class RequestButton {
  #button;
  #answer;
  #ask;
  #timer = null;

  /** `ask()` asks, and answers with a sentence. */
  constructor(button, answer, ask) {
    this.#button = button;
    this.#answer = answer;
    this.#ask = ask;
    button.addEventListener('click', () => this.#onClick());
  }

  async #onClick() {
    this.#button.disabled = true;
    setText(this.#answer, '');
    setText(this.#answer, await this.#ask());
    this.#button.disabled = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => setText(this.#answer, ''), ANSWER_STAYS);
  }
}
