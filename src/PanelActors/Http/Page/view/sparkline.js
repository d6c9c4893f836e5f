// A small bar chart of the last minutes.

export class Sparkline {
  #svg;
  #path;
  #drawn = '';

  constructor(svg) {
    this.#svg = svg;
    this.#path = svg.querySelector('path');
  }

  show(series) {
    const { width, height } = this.#svg.viewBox.baseVal;
    const highest = Math.max(1, ...series);
    const step = width / series.length;
    const bars = series.map((value, index) => {
      const tall = Math.max(value > 0 ? 1 : 0, (value / highest) * height);
      const [left, wide, up] = [(index * step).toFixed(1), (step * 0.75).toFixed(2), tall.toFixed(1)];
      return tall === 0 ? '' : `M${left} ${height}v-${up}h${wide}v${up}z`;
    }).join('');
    if (bars === this.#drawn) return;
    this.#drawn = bars;
    this.#path.setAttribute('d', bars);
    this.#svg.setAttribute('aria-label', `Events a second over the last minutes; at most ${highest.toFixed(1)}`);
  }
}
