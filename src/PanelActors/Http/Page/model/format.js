// How the page writes ages, spans of time, names, numbers and remainders.

const MAX_DECIMALS = 6;

/** An age in words of constant width. */
export function ageText(seconds) {
  if (seconds === null) return 'never';
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  if (seconds < 6000) return `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
  return `${Math.floor(seconds / 3600)} h ${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')} min`;
}

/** How long something has been so, as precisely as is worth reading: `12 s`, `3 min`, `2 h 05 min`, `3 d 4 h`. */
export function durationText(seconds) {
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3600)];
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (hours < 1) return `${minutes} min`;
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
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

/** How many decimals a written number has; null where it has a power of ten, or is not a number. */
export function decimalsOf(text) {
  const found = /^-?[\d,]+(?:\.(\d+))?$/.exec(text);
  return found === null ? null : found[1]?.length ?? 0;
}

/** The decimals of a number that others stand below; null where it has so many that making room for them would push these away. */
export function alignedDecimals(text) {
  const count = decimalsOf(text);
  return count !== null && count > MAX_DECIMALS ? null : count;
}

/** What has to stand after a number for its point to be where that of numbers with more decimals is. */
export function padText(own, most) {
  if (own === null || own >= most) return '';
  return own === 0 ? `.${'0'.repeat(most)}` : '0'.repeat(most - own);
}

/** A written number with its thousands separated. */
export function separated(text) {
  const found = /^(-?)(\d{4,})(\.\d+)?$/.exec(text);
  return found === null ? text : found[1] + found[2].replace(/\B(?=(\d{3})+$)/g, ',') + (found[3] ?? '');
}
