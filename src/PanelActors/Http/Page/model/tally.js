// What stands above the panels about how many there are, and below where there are none.

/** How many are not drawn, and how many a search has found. */
export function foundText({ all, drawn, shown, searched }) {
  const cut = all > drawn ? `${all - drawn} more are not drawn. ` : '';
  return cut + (searched ? `${shown} of ${drawn} match` : '');
}

/** Why no panel is shown; empty where one is, and where the situation says it already: there is no such store. */
export function emptyText({ shown, searched }, hasBaseline, isAbsent) {
  if (shown > 0) return '';
  if (searched) return 'No panel, no key and no text has these words.';
  if (hasBaseline) return 'The baseline is empty: it has no panels.';
  return isAbsent ? '' : 'No panels yet.';
}
