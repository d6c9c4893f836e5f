// How the page writes ages, times, names, numbers and remainders.

const MAX_DECIMALS = 6;

/** An age in words of constant width. */
export function ageText(seconds) {
  if (seconds === null) return 'never';
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  if (seconds < 6000) return `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
  return `${Math.floor(seconds / 3600)} h ${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')} min`;
}

/** The time of day at `milliseconds` since 1970. */
export function timeText(milliseconds) {
  return new Date(milliseconds).toLocaleTimeString([], { hour12: false });
}

/** A name that can be seen. */
export function nameText(name) {
  return name === '' ? '(no name)' : name;
}

/** What a view leaves out: `{ items, rows, columns }`; empty where that is nothing. */
export function moreText(more) {
  return Object.entries(more).filter(([, count]) => count > 0)
    .map(([noun, count]) => noun === 'items' ? `and ${count} more` : `and ${count} more ${noun}`).join(', ');
}

/** Writes numbers for one place: each keeps the decimals that one before it had, so that 7.1 after 7.05 stands in the same place. */
export class NumberFormat {
  #decimals = 0;

  write(number) {
    const text = String(number);
    if (!Number.isFinite(number) || text.includes('e')) return text;
    const point = text.indexOf('.');
    const own = point < 0 ? 0 : text.length - point - 1;
    this.#decimals = Math.min(MAX_DECIMALS, Math.max(this.#decimals, own));
    return own > MAX_DECIMALS ? text : number.toFixed(this.#decimals);
  }
}
