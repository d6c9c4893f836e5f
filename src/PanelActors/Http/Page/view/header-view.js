// The bar at the top.
import { connectionOf, isComposite, needOf } from '../model/store-summary.js';
import { by, setIcon, setText } from './dom.js';
import { Sparkline } from './sparkline.js';

const ICONS = { ok: 'ok', warn: 'warn', stale: 'stale', init: 'init', replay: 'warn', lost: 'lost', gone: 'lost', unknown: 'lost', locked: 'lost' };

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

  /** The store in the list of stores; and since when the daemon has not answered, null where it does. */
  showSummary(summary, lostSince) {
    setText(by('connection'), lostSince === null ? connectionText(summary) : `daemon unreachable since ${lostSince}`);
    setText(by('generation'), String(summary?.generation ?? '–'));
    setText(by('changes'), String(summary?.ui_generation ?? '–'));
    const need = summary === undefined ? null : needOf(summary);
    by('need').closest('.need').dataset.need = String(need !== null);
    setText(by('need'), summary === undefined ? '–' : need === null ? 'complete' : `needed: ${need}`);
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

function connectionText(summary) {
  if (summary === undefined) return '–';
  return isComposite(summary) ? 'composite' : connectionOf(summary);
}
