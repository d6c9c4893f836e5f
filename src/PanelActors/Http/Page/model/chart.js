// The measures of a chart: its scale, its ticks, and what is under the crosshair.

export const SPANS = [60, 300, 900];
const STEPS = [1, 2, 2.5, 5, 10];
const TIME_STEPS = [10, 15, 30, 60, 120, 180, 300];

/** The lowest and highest value of columns, with some room; null where there are none. */
export function scaleOf(columns) {
  let [low, high] = [Infinity, -Infinity];
  for (const cell of columns) {
    if (cell === null) continue;
    [low, high] = [Math.min(low, cell[0]), Math.max(high, cell[1])];
  }

  if (low > high) return null;
  const room = high === low ? Math.abs(high) * 0.01 || 1 : (high - low) * 0.08;
  return { low: low - room, high: high + room, lowest: low, highest: high };
}

/** At most `count` round values between two others. */
export function ticksOf(low, high, count) {
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = STEPS.map((factor) => factor * power).find((size) => size >= rough * 0.999);
  const ticks = [];
  for (let index = Math.ceil(low / step); index * step <= high && ticks.length <= count; index++) ticks.push(index * step);
  return { ticks, decimals: Math.max(0, Math.min(6, Math.ceil(-Math.log10(step) + (step / power === 2.5 ? 1 : 0)))) };
}

/** Round moments (unix seconds) between two others, at most `count`. */
export function timeTicks(from, to, count) {
  const step = TIME_STEPS.find((size) => (to - from) / size <= count) ?? TIME_STEPS.at(-1);
  const ticks = [];
  for (let time = Math.ceil(from / step) * step; time <= to; time += step) ticks.push(time);
  return ticks;
}

/** How many columns a chart of so many seconds has where it is so many pixels wide: none is less than a second. */
export function columnsOf(seconds, width) {
  return Math.max(2, Math.min(seconds, Math.floor(width / 2)));
}

/** Runs of columns with values, each with its first index: what is between them is never bridged. */
export function runsOf(columns) {
  const runs = [];
  let run = null;
  columns.forEach((cell, index) => {
    if (cell === null) {
      run = null;
    } else if (run === null) {
      runs.push(run = { first: index, cells: [cell] });
    } else {
      run.cells.push(cell);
    }
  });
  return runs;
}

/** What a screen reader says of a chart. */
export function chartText(lanes, minutes, write) {
  if (lanes.length === 0) return 'No numbers are chosen.';
  return lanes.map(({ name, columns, last }) => {
    const scale = scaleOf(columns);
    if (scale === null) return `${name}: nothing is known of the last ${minutes} min.`;
    const gaps = runsOf(columns).length - 1;
    const now = last === null ? 'now not there' : `now ${write(last)}`;
    return `${name}, last ${minutes} min: ${now}, lowest ${write(scale.lowest)}, highest ${write(scale.highest)}`
      + `${gaps > 0 ? `, ${gaps} ${gaps === 1 ? 'gap' : 'gaps'}` : ''}.`;
  }).join(' ');
}
