// The time zone of every time on the page: that of the browser, UTC, or that of the exchange.

export const ZONES = ['local', 'utc', 'exchange'];
export const EXCHANGE = 'Asia/Kolkata';
const MANY_FORMATS = 32;
const formats = new Map();

/** The name of a chosen zone, such as `Asia/Kolkata`. */
export function zoneName(choice, exchange = EXCHANGE) {
  if (choice === 'utc') return 'UTC';
  return choice === 'exchange' ? exchange : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Whether there is such a zone. */
export function isZone(name) {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The time of day at `milliseconds` since 1970, such as `18:24:05`. */
export function timeIn(zone, milliseconds) {
  return format(zone, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(milliseconds);
}

/** Hours and minutes, with the day where that is not the day of `now`: `18:24`, `26 Nov 18:24`. */
export function momentIn(zone, milliseconds, now) {
  const minutes = format(zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(milliseconds);
  if (dayIn(zone, milliseconds) === dayIn(zone, now)) return minutes;
  return `${format(zone, { day: 'numeric', month: 'short' }).format(milliseconds)} ${minutes}`;
}

/** The day, such as `Friday, 27 November 2026`. */
export function dayIn(zone, milliseconds) {
  return format(zone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(milliseconds);
}

/** The wall clock of a zone as a field for it has it: `2026-11-27T18:24:05`. */
export function wallIn(zone, milliseconds) {
  const parts = format(zone, {
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  }).formatToParts(milliseconds);
  const of = (name) => parts.find(({ type }) => type === name).value;
  return `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:${of('second')}`;
}

/** When a zone's wall clock shows this, in milliseconds since 1970; null for anything else. An hour that comes twice is the first. */
export function ofWall(zone, wall) {
  const asUtc = Date.parse(`${wall.length === 16 ? `${wall}:00` : wall}Z`);
  if (!Number.isFinite(asUtc)) return null;
  // The zone's distance from UTC is known at a moment, and the moment is what is sought: a day around it has every candidate.
  const candidates = [-86_400_000, 0, 86_400_000].map((shift) => {
    const near = asUtc + shift;
    return asUtc - (Date.parse(`${wallIn(zone, near)}Z`) - Math.floor(near / 1000) * 1000);
  });
  const exact = candidates.filter((moment) => Date.parse(`${wallIn(zone, moment)}Z`) === asUtc);
  return Math.min(...(exact.length > 0 ? exact : candidates.slice(1, 2)));
}

/** How far a zone is from UTC at that time, such as `UTC+5:30`. */
export function offsetIn(zone, milliseconds) {
  const parts = format(zone, { timeZoneName: 'shortOffset' }).formatToParts(milliseconds);
  return parts.find(({ type }) => type === 'timeZoneName').value.replace('GMT', 'UTC').replace(/^UTC[+-]0$/, 'UTC');
}

// Making one costs far more than using it.
function format(zone, options) {
  const key = `${zone} ${JSON.stringify(options)}`;
  let made = formats.get(key);
  if (made !== undefined) return made;
  if (formats.size >= MANY_FORMATS) formats.clear();
  made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone });
  formats.set(key, made);
  return made;
}
