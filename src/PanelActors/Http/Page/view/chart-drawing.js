// Draws a chart: a lane for each number, all over the same time, with the lowest and highest of each moment as a band.
import { timeOfDayAt } from '../link/clock.js';
import { runsOf, scaleOf, ticksOf, timeTicks } from '../model/chart.js';
import { ink, surfaceOf } from './ink.js';

const FOOT = 20;
const ROOM = 10;

/** Where the lanes are: how much is left for the scale at the right. */
export function plotWidth(canvas) {
  return Math.max(60, canvas.clientWidth - axisWidth(canvas));
}

/**
 * Draws `lanes` (each with `columns` and a `write` for its values) from `from` to `to` by our clock; `offset` is what the daemon's is
 * ahead. `cross` is the column under the crosshair, or null.
 */
export function drawChart(canvas, lanes, { from, to, offset, cross }) {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const surface = surfaceOf(canvas, width, height);
  const plot = plotWidth(canvas);
  surface.font = `${fontSize(canvas)}px ${getComputedStyle(canvas).fontFamily}`;
  surface.textBaseline = 'middle';
  drawTimes(surface, { plot, height, from, to, offset });
  const laneHeight = (height - FOOT) / Math.max(1, lanes.length);
  lanes.forEach((lane, index) => drawLane(surface, lane, { plot, top: index * laneHeight, laneHeight, width, cross }));
  if (cross === null || lanes.length === 0) return;
  const x = ((cross + 0.5) / lanes[0].columns.length) * plot;
  stroke(surface, ink().cross, 1, () => {
    surface.moveTo(x, 0);
    surface.lineTo(x, height - FOOT);
  });
}

function drawTimes(surface, { plot, height, from, to, offset }) {
  surface.fillStyle = ink().muted;
  surface.textAlign = 'center';
  for (const time of timeTicks(from + offset, to + offset, Math.max(2, plot / 110))) {
    const x = ((time - offset - from) / (to - from)) * plot;
    stroke(surface, ink().grid, 1, () => {
      surface.moveTo(x, 0);
      surface.lineTo(x, height - FOOT + 3);
    });
    if (x > 30 && x < plot - 10) surface.fillText(timeOfDayAt(time), x, height - FOOT / 2 + 2);
  }
}

function drawLane(surface, { columns, write, name }, { plot, top, laneHeight, width, cross }) {
  const colours = ink();
  const scale = scaleOf(columns);
  stroke(surface, colours.grid, 1, () => {
    surface.moveTo(0, top + laneHeight - 0.5);
    surface.lineTo(width, top + laneHeight - 0.5);
  });
  surface.textAlign = 'left';
  if (scale === null) {
    surface.fillStyle = colours.muted;
    surface.fillText('nothing is known of this span', 6, top + laneHeight / 2);
    return;
  }

  const inner = laneHeight - 2 * ROOM;
  const y = (value) => top + ROOM + inner - (inner * (value - scale.low)) / (scale.high - scale.low);
  const x = (column) => ((column + 0.5) / columns.length) * plot;
  const { ticks, decimals } = ticksOf(scale.low, scale.high, Math.max(2, Math.floor(laneHeight / 34)));
  surface.fillStyle = colours.muted;
  for (const tick of ticks) {
    stroke(surface, colours.grid, 1, () => {
      surface.moveTo(0, y(tick));
      surface.lineTo(plot, y(tick));
    });
    surface.fillText(write(tick.toFixed(decimals)), plot + 6, y(tick));
  }

  for (const { first, cells } of runsOf(columns)) {
    surface.globalAlpha = 0.25;
    surface.fillStyle = colours.line;
    surface.beginPath();
    cells.forEach((cell, index) => surface.lineTo(x(first + index), y(cell[1])));
    for (let index = cells.length - 1; index >= 0; index--) surface.lineTo(x(first + index), y(cells[index][0]));
    surface.fill();
    surface.globalAlpha = 1;
    stroke(surface, colours.line, 1.75, () => {
      surface.moveTo(x(first) - (cells.length === 1 ? 1 : 0), y(cells[0][2]));
      cells.forEach((cell, index) => surface.lineTo(x(first + index) + (cells.length === 1 ? 1 : 0), y(cell[2])));
    });
  }

  surface.fillStyle = colours.text;
  surface.fillText(name, 6, top + 9, plot - 12);
  const cell = cross === null ? null : columns[cross];
  if (cell === null || cell === undefined) return;
  surface.fillStyle = colours.line;
  surface.beginPath();
  surface.arc(x(cross), y(cell[2]), 3.5, 0, 2 * Math.PI);
  surface.fill();
}

function stroke(surface, colour, width, trace) {
  surface.strokeStyle = colour;
  surface.lineWidth = width;
  surface.beginPath();
  trace();
  surface.stroke();
}

function fontSize(canvas) {
  return Math.round(parseFloat(getComputedStyle(canvas).fontSize));
}

function axisWidth(canvas) {
  return fontSize(canvas) * 6.5;
}
