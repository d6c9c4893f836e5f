// Text from a feed, made fit to be read: what has no shape, or turns the reading direction around, becomes a mark that names it, and no letter carries more marks than any script puts on one.

const PLAIN = /^[\t\n\r -~]*$/;
// Joiners between letters or pictures of other scripts are part of how these are written.
const ODD = /(?<=[^\0-\u02ff])[\u200c\u200d](?=[^\0-\u02ff])|[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]|(?<=\p{M}{4})\p{M}/gu;
const KEPT = /[\t\n\r]/;
const JOINER = /(?<=[^\0-\u02ff])[\u200c\u200d](?=[^\0-\u02ff])/gu;

/** The text with a mark such as ‹U+202E› for each character that cannot be seen. */
export function safeText(text) {
  if (PLAIN.test(text)) return text;
  const joiners = new Set([...text.matchAll(JOINER)].map(({ index }) => index));
  return text.replace(ODD, (found, index) => {
    if (KEPT.test(found) || joiners.has(index)) return found;
    if (/\p{M}/u.test(found)) return '';
    return `‹U+${found.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}›`;
  });
}

/** JSON text with escapes for such characters: the same JSON, and all of it can be seen. */
export function safeJson(text) {
  if (PLAIN.test(text)) return text;
  return text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/gu, (found) => KEPT.test(found) ? found
    : [...Array(found.length).keys()].map((i) => `\\u${found.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''));
}
