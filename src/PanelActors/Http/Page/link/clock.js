// Seconds on this machine's monotonic clock. It may stand still while the machine sleeps; that time is added back.
// The daemon's clock is known by the dates of its answers; every time of day is written in the zone that the reader chose.
import { DaemonClock } from '../model/daemon-clock.js';
import { dayIn, momentIn, offsetIn, timeIn, zoneName } from '../model/zone.js';

const ASLEEP = 3;
const daemon = new DaemonClock();
let zone = zoneName('local');
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

/** The answer to a question of `askedAt` has come, with this `Date`. */
export function hearDaemon(date, askedAt) {
  const milliseconds = Date.parse(date ?? '');
  if (Number.isFinite(milliseconds)) daemon.hear(milliseconds / 1000, askedAt, now());
}

/** Unix seconds on the daemon's clock; on this machine's where that is not known. */
export function daemonNow() {
  return daemon.ahead === null ? Date.now() / 1000 : now() + daemon.ahead;
}

/** Unix seconds that the daemon's clock shows at least: what is before them has passed there. */
export function daemonPast() {
  return daemon.least === null ? daemonNow() : now() + daemon.least;
}

/** The moment of our clock at which the daemon's showed these unix seconds. */
export function fromDaemon(seconds) {
  return seconds - (daemonNow() - now());
}

/** Writes times in another zone from now on. */
export function useZone(name) {
  zone = name;
}

/** The zone of all times, such as `Asia/Kolkata`. */
export function zoneInUse() {
  return zone;
}

/** The time of day at a moment in unix seconds. */
export function timeOfDayAt(seconds) {
  return timeIn(zone, seconds * 1000);
}

/** Hours and minutes at a moment in unix seconds, with the day where that is not today. */
export function momentAt(seconds) {
  return momentIn(zone, seconds * 1000, daemonNow() * 1000);
}

/** The day of a moment in unix seconds. */
export function dayAt(seconds) {
  return dayIn(zone, seconds * 1000);
}

/** How far the zone is from UTC now. */
export function zoneOffset() {
  return offsetIn(zone, daemonNow() * 1000);
}

/** The time of day `age` seconds ago. The same moment, named again and again, keeps its second. */
export function timeOfDay(age) {
  const moment = Date.now() - age * 1000;
  if (Math.abs(moment - named) > 900) named = moment;
  return timeIn(zone, named);
}
