// Light, dark, or as the system says.
import { by, setIcon } from './dom.js';

const NEXT = { auto: 'light', light: 'dark', dark: 'auto' };
const WORDS = { auto: 'as the system says', light: 'light', dark: 'dark' };

export class ThemeToggle {
  #button = by('theme');
  #preferences;

  constructor(preferences) {
    this.#preferences = preferences;
    this.#button.addEventListener('click', () => {
      preferences.theme = NEXT[preferences.theme];
      this.#show();
    });
    preferences.listen(() => this.#show());
    this.#show();
  }

  #show() {
    const { theme } = this.#preferences;
    document.documentElement.dataset.theme = theme;
    setIcon(this.#button, theme);
    this.#button.setAttribute('aria-label', `Theme: ${WORDS[theme]}. Change it.`);
    this.#button.title = `Theme: ${WORDS[theme]}`;
  }
}
