// Notices when something no longer fits into the place that scrolls it. Asked of the browser, whose layout is done by then.

const known = new WeakMap();
const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) known.get(target)?.();
});

/** Calls `onOverflow()` when `content` has become higher or wider than `place`, in which it is. */
export function watchOverflow(place, content, onOverflow) {
  const look = () => {
    if (place.scrollHeight > place.clientHeight + 1 || place.scrollWidth > place.clientWidth + 1) onOverflow();
  };
  for (const target of [place, content]) {
    known.set(target, look);
    observer.observe(target);
  }
}
