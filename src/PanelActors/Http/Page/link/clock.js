// Seconds on this machine's monotonic clock. It may stand still while the machine sleeps; that time is added back.
import { timeText } from '../model/format.js';

const ASLEEP = 3;
let slept = 0;
let named = 0;
let wall = Date.now();
let steady = performance.now();

/** Seconds since the page was opened. */
export function now() {
  const [w, s] = [Date.now(), performance.now()];
  const gap = (w - wall - (s - steady)) / 1000;
  if (gap > ASLEEP) slept += gap;
  [wall, steady] = [w, s];
  return s / 1000 + slept;
}

/** The time of day at a moment in unix seconds. */
export function timeOfDayAt(seconds) {
  return timeText(seconds * 1000);
}

/** The time of day `age` seconds ago. The same moment, named again and again, keeps its second. */
export function timeOfDay(age) {
  const moment = Date.now() - age * 1000;
  if (Math.abs(moment - named) > 900) named = moment;
  return timeText(named);
}
