// Notices when something no longer fits into the place that scrolls it. Asked of the browser, whose layout is done by then.

const known = new WeakMap();
const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) known.get(target)?.();
});

/** Calls `onLook(isOver)` when `content` or `place`, in which it is, has another size: whether it is higher or wider than that. */
export function watchOverflow(place, content, onLook) {
  const look = () => onLook(place.scrollHeight > place.clientHeight + 1 || place.scrollWidth > place.clientWidth + 1);
  for (const target of [place, content]) {
    known.set(target, look);
    observer.observe(target);
  }
}
