// The bar at the top.
import { setIcon, setText } from './dom.js';
import { Sparkline } from './sparkline.js';

const ICONS = { ok: 'ok', warn: 'warn', stale: 'stale', init: 'init', lost: 'lost', gone: 'lost', unknown: 'lost' };
const CONNECTIONS = { open: 'open', connecting: 'connecting', waiting: 'waiting', stopped: 'stopped' };
const by = (id) => document.getElementById(id);

export class HeaderView {
  #badge = by('health');
  #sparkline = new Sparkline(by('sparkline'));

  /** The situation, and the age in words. */
  showSituation({ look, word, text }, age) {
    const root = document.documentElement;
    if (root.dataset.look !== look) root.dataset.look = look;
    if (this.#badge.dataset.word !== word) {
      this.#badge.dataset.word = word;
      setIcon(this.#badge, ICONS[word]);
      setText(this.#badge.querySelector('span'), word);
    }

    setText(by('situation'), text);
    setText(by('age'), age);
  }

  /** What the list of stores says of this one; and since when nobody could be asked, null where somebody answers. */
  showSummary(summary, lostSince) {
    setText(by('connection'), lostSince !== null ? `daemon unreachable since ${lostSince}` : summary === undefined ? '–' : summary.connection === null ? 'composite' : CONNECTIONS[summary.connection] ?? String(summary.connection));
    setText(by('generation'), String(summary?.generation ?? '–'));
    setText(by('changes'), String(summary?.ui_generation ?? '–'));
    const needs = summary?.need_full === true;
    by('need').closest('.need').dataset.need = String(needs);
    setText(by('need'), summary === undefined ? '–' : needs ? `needed: ${summary.need_full_reason ?? 'reason unknown'}` : 'complete');
  }

  showRelay({ isOpen, isLeader }) {
    setText(by('relay'), !isOpen ? 'connecting' : isLeader ? 'this tab' : 'another tab');
  }

  showCount(count) {
    setText(by('count'), String(count));
  }

  showRate(rate, time) {
    setText(by('rate'), `${rate.perSecond(time).toFixed(1)}/s`);
    this.#sparkline.show(rate.series(time));
  }
}
