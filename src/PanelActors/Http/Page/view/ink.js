// The colours of what is drawn, as the style sheet has them: a canvas does not follow themes, contrasts and forced colours by itself.
import { by } from './dom.js';

const listeners = new Set();
let known = null;

/** The colours by their names: `line`, `band`, `grid`, `text`, `muted`, `cross`. */
export function ink() {
  if (known !== null) return known;
  known = {};
  for (const probe of by('ink').children) known[probe.dataset.ink] = getComputedStyle(probe).color;
  return known;
}

/** `listener()` hears when the colours are others. */
export function listenToInk(listener) {
  listeners.add(listener);
}

function forget() {
  known = null;
  for (const listener of listeners) listener();
}

new MutationObserver(forget).observe(document.documentElement, { attributeFilter: ['data-theme', 'data-look'] });
for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)'])
  matchMedia(query).addEventListener('change', forget);

/** A canvas made as sharp as the screen is; answers with what to draw on and its size in CSS pixels. Draws afresh. */
export function surfaceOf(canvas, width, height) {
  const scale = devicePixelRatio;
  const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
  // Drawn by the processor: a layer of the graphics card for each of many small ones costs more.
  const surface = canvas.getContext('2d', { willReadFrequently: true });
  if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
  else surface.clearRect(0, 0, wide, high);
  surface.setTransform(scale, 0, 0, scale, 0, 0);
  return surface;
}
