// Pointer, wheel, fingers and keys on the map.
const STEP = 60; // px that an arrow key moves
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** `choose(at)` takes a name (-1 for none), `open(at)` goes to its page. */
export function reach(chart, choose, open) {
  const { canvas } = chart, down = new Map();
  let moved = 0;
  const point = (event) => [event.offsetX, event.offsetY];
  const found = (event) => chart.at(...point(event), event.pointerType === "touch" ? 24 : 12);
  const hover = (at) => {
    if (at === chart.hovered) return;
    chart.hovered = at; canvas.classList.toggle("on-name", at >= 0); chart.draw();
  };

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    down.set(event.pointerId, point(event));
    if (down.size === 1) moved = 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = down.get(event.pointerId), [x, y] = point(event);
    if (!before) { if (event.pointerType !== "touch") hover(found(event)); return; }
    const others = [...down].filter(([key]) => key !== event.pointerId).map(([, place]) => place);
    if (others.length === 1) {
      const [[u, v]] = others, far = (place) => Math.hypot(place[0] - u, place[1] - v) || 1;
      chart.zoom(far([x, y]) / far(before), (x + u) / 2, (y + v) / 2);
    }
    moved += Math.hypot(x - before[0], y - before[1]);
    if (moved > 4) chart.pan((x - before[0]) / down.size, (y - before[1]) / down.size);
    down.set(event.pointerId, [x, y]);
  });
  const up = (event) => {
    const was = down.delete(event.pointerId);
    if (!was || event.type !== "pointerup" || event.button || moved > 4) return;
    const at = found(event);
    // A finger has no hover: its first touch shows the name and its neighbours.
    if (at >= 0 && (event.pointerType !== "touch" || at === chart.chosen)) open(at); else choose(at);
  };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("pointerleave", () => hover(-1));
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    chart.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.002)), ...point(event));
  }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (way && event.shiftKey) choose(next(chart, way));
    else if (way) chart.pan(-STEP * way[0], -STEP * way[1]);
    else if (event.key === "+" || event.key === "=") chart.zoom(1.4);
    else if (event.key === "-") chart.zoom(1 / 1.4);
    else if (event.key === "0") chart.fit();
    else if (event.key === "Escape") choose(-1);
    else if (event.key === "Enter" && chart.chosen >= 0) open(chart.chosen);
    else return;
    event.preventDefault();
  });
}

/** The next name in a direction from the chosen one; the one nearest to the middle where none is chosen. */
function next(chart, [across, along]) {
  const from = chart.chosen;
  if (from < 0) return chart.at(chart.width / 2, chart.height / 2, Infinity);
  let best = from, least = Infinity;
  for (const each of chart.ranked) {
    const x = chart.x(each) - chart.x(from), y = chart.y(each) - chart.y(from);
    const ahead = x * across + y * along, aside = Math.abs(x * along) + Math.abs(y * across);
    if (each === from || !chart.shown[each] || ahead <= 0 || aside > ahead * 1.5) continue;
    if (ahead + 2 * aside < least) { best = each; least = ahead + 2 * aside; }
  }
  return best;
}
