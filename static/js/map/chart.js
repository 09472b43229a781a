// The map on its canvas: what is drawn where, at which scale.
const FACE = 15; // px, of names
const ROW = 18; // px, that a name takes
const CELL = 12; // px, of the grid in which names keep away from each other
const NAMES = 140; // at once
const SIGNS = 500; // at once, that no name covers
const COARSE = 48; // px, of the grid in which these signs are found
const REACH = 16; // px: no sign is larger
const LINES = 6_000; // at once, the strongest first
const POINT = 1.6; // px: a smaller sign needs no roundness
const LOCK = new Path2D("M4.7 7V4.9a3.3 3.3 0 0 1 6.6 0V7h.5a1 1 0 0 1 1 1v5.5a1 1 0 0 1-1 1H4.2a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1z");
const PARTS = ["concept", "essay", "private", "line", "name", "halo"];

export class Chart {
  /** `graph`: the columns of /graph/data.json with `near`, the neighbours of each; `swatches` bear the colours. */
  constructor(canvas, graph, swatches) {
    Object.assign(this, { canvas, graph, swatches, chosen: -1, hovered: -1, scale: 1, left: 0, top: 0, free: true });
    this.pen = canvas.getContext("2d");
    this.count = graph.title.length;
    this.places = new Float32Array(2 * this.count);
    this.shown = new Uint8Array(this.count).fill(1);
    this.secret = new Set(graph.private);
    this.widths = [];
    this.ranked = graph.title.map((_, at) => at).sort((a, b) => graph.degree[b] - graph.degree[a] || a - b);
    const { edges } = graph;
    this.strongest = Array.from({ length: edges.length / 3 }, (_, at) => 3 * at).sort((a, b) => edges[b + 2] - edges[a + 2] || a - b);
    this.face = getComputedStyle(canvas).fontFamily;
    this.recolour();
    this.resize();
  }

  /** Take the colours of the theme from elements that have them. */
  recolour() {
    this.ink = {};
    for (const part of PARTS) this.ink[part] = getComputedStyle(this.swatches.querySelector(`.${part}`)).color;
    this.draw();
  }

  /** Another face has come. */
  remeasure() { this.widths = []; this.draw(); }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const dense = Math.min(devicePixelRatio || 1, 2);
    Object.assign(this, { width, height, dense });
    this.canvas.width = width * dense;
    this.canvas.height = height * dense;
    if (this.free) this.fit(); else this.draw();
  }

  /** Show everything. */
  fit() {
    this.free = true;
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let at = 0; at < this.count; at += 1) {
      if (!this.shown[at]) continue;
      const x = this.places[2 * at], y = this.places[2 * at + 1];
      left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y);
    }
    if (left > right) return this.draw();
    const room = Math.min(120, this.width / 6);
    this.scale = Math.min((this.width - 2 * room) / (right - left || 1), (this.height - 70) / (bottom - top || 1), 2.5);
    this.left = this.width / 2 - this.scale * (left + right) / 2;
    this.top = this.height / 2 - this.scale * (top + bottom) / 2;
    this.draw();
  }

  pan(x, y) { this.free = false; this.left += x; this.top += y; this.draw(); }

  /** Zoom by a factor, around a point of the canvas that stays where it is. */
  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const scale = Math.min(Math.max(this.scale * factor, 0.02), 12);
    this.left = x - (x - this.left) * scale / this.scale;
    this.top = y - (y - this.top) * scale / this.scale;
    this.scale = scale;
    this.free = false;
    this.draw();
  }

  /** Bring a name into the middle, near enough to read what is around it. */
  centre(at) {
    this.scale = Math.max(this.scale, 1.2);
    this.left = this.width / 2 - this.scale * this.places[2 * at];
    this.top = this.height / 2 - this.scale * this.places[2 * at + 1];
    this.free = false;
    this.draw();
  }

  x(at) { return this.left + this.scale * this.places[2 * at]; }

  y(at) { return this.top + this.scale * this.places[2 * at + 1]; }

  radius(at) { return (1.8 + Math.min(Math.sqrt(this.graph.degree[at]), 12) * 0.5) * Math.min(Math.max(Math.sqrt(this.scale), 0.4), 1.8); }

  /** The name that is nearest to a point of the canvas, no further than `reach`; -1 for none. */
  at(x, y, reach) {
    let best = -1, least = reach * reach;
    for (const each of this.ranked) {
      const far = (this.x(each) - x) ** 2 + (this.y(each) - y) ** 2;
      if (this.shown[each] && far < least) { best = each; least = far; }
    }
    return best;
  }

  /** Draw at the next frame. */
  draw() {
    this.due ??= requestAnimationFrame(() => { this.due = undefined; this.paint(); });
  }

  paint() {
    const { pen, ink } = this;
    pen.setTransform(this.dense, 0, 0, this.dense, 0, 0);
    pen.clearRect(0, 0, this.width, this.height);
    const focus = this.hovered >= 0 ? this.hovered : this.chosen;
    const near = focus >= 0 ? new Set([focus, ...this.graph.near[focus]]) : null;
    this.lines(near ? 0.12 : 0.4, () => true);
    if (near) this.lines(1, (one, other) => one === focus || other === focus);
    for (const part of ["concept", "essay", "private"]) this.dots(part, near);
    if (focus >= 0) {
      pen.strokeStyle = ink.name; pen.lineWidth = 2; pen.beginPath();
      pen.arc(this.x(focus), this.y(focus), this.radius(focus) + 4, 0, 7); pen.stroke();
    }
    this.names(focus, near);
  }

  lines(alpha, wanted) {
    const { pen, graph: { edges }, shown, width, height } = this;
    pen.globalAlpha = alpha; pen.strokeStyle = this.ink.line; pen.lineWidth = alpha < 1 ? 0.7 : 1.4; pen.beginPath();
    let left = LINES;
    for (const at of this.strongest) {
      const one = edges[at], other = edges[at + 1];
      if (!shown[one] || !shown[other] || !wanted(one, other)) continue;
      const x = this.x(one), y = this.y(one), u = this.x(other), v = this.y(other);
      if ((x < 0 && u < 0) || (y < 0 && v < 0) || (x > width && u > width) || (y > height && v > height)) continue;
      pen.moveTo(x, y); pen.lineTo(u, v);
      if ((left -= 1) === 0) break;
    }
    pen.stroke(); pen.globalAlpha = 1;
  }

  /** Concepts are full, essays open, private ones square. */
  dots(part, near) {
    const { pen } = this;
    pen.fillStyle = pen.strokeStyle = this.ink[part]; pen.lineWidth = 1.5;
    for (const faint of near ? [true, false] : [false]) {
      pen.globalAlpha = faint ? 0.25 : 1; pen.beginPath();
      for (const at of this.ranked) {
        if (!this.shown[at] || this.part(at) !== part || (near && near.has(at) === faint)) continue;
        const x = this.x(at), y = this.y(at), r = this.radius(at);
        if (x < -r || y < -r || x > this.width + r || y > this.height + r) continue;
        if (part === "private" || r < POINT) pen.rect(x - r, y - r, 2 * r, 2 * r);
        else { pen.moveTo(x + r, y); pen.arc(x, y, r, 0, 7); }
      }
      if (part === "essay") pen.stroke(); else pen.fill();
    }
    pen.globalAlpha = 1;
  }

  part(at) { return this.secret.has(at) ? "private" : this.graph.kind[at] ? "essay" : "concept"; }

  /** Names, the most linked first, where there is room; those beside the chosen one before all others. */
  names(focus, near) {
    const order = near ? [focus, ...this.graph.near[focus]] : this.ranked;
    const taken = new Set(), signs = this.signs(near ? [...order, ...this.ranked] : order);
    let left = NAMES;
    for (const at of order) {
      if (left > 0 && this.shown[at] && this.name(at, taken, signs, at === focus)) left -= 1;
    }
  }

  /** The signs that no name may cover, by cells of a coarse grid: the first of these names that are in view. */
  signs(order) {
    const found = new Map();
    let left = SIGNS;
    for (const at of order) {
      const x = this.x(at), y = this.y(at);
      if (!this.shown[at] || x < 0 || y < 0 || x > this.width || y > this.height) continue;
      const key = `${Math.floor(x / COARSE)} ${Math.floor(y / COARSE)}`;
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(at);
      if ((left -= 1) === 0) break;
    }
    return found;
  }

  covers(signs, at, [left, top, wide]) {
    const low = (value) => Math.floor((value - REACH) / COARSE), high = (value) => Math.floor((value + REACH) / COARSE);
    for (let column = low(left); column <= high(left + wide); column += 1) {
      for (let row = low(top); row <= high(top + ROW); row += 1) {
        for (const sign of signs.get(`${column} ${row}`) ?? []) {
          const r = this.radius(sign), x = this.x(sign), y = this.y(sign);
          if (sign !== at && x + r > left && x - r < left + wide && y + r > top && y - r < top + ROW) return true;
        }
      }
    }
    return false;
  }

  /** Below its sign, or above it, or beside it: where it covers neither a name nor another sign. */
  name(at, taken, signs, always) {
    const { pen } = this, x = this.x(at), y = this.y(at), r = this.radius(at);
    if (x < 0 || x > this.width || y + r + 2 < -ROW || y + r + 2 > this.height) return false;
    pen.font = `${this.graph.kind[at] ? "italic " : ""}${FACE}px ${this.face}`;
    const title = this.graph.title[at];
    const said = title.length > 48 ? `${title.slice(0, 47)}…` : title;
    const secret = this.secret.has(at), wide = (this.widths[at] ??= pen.measureText(said).width) + (secret ? 16 : 0);
    const places = [[x - wide / 2, y + r + 2], [x - wide / 2, y - r - ROW - 2], [x + r + 4, y - ROW / 2], [x - r - 4 - wide, y - ROW / 2]];
    const free = ([left, top]) => !cells(left, wide, top).some((cell) => taken.has(cell)) && !this.covers(signs, at, [left, top, wide]);
    const [left, top] = places.find(free) ?? (always ? places[0] : []);
    if (left === undefined) return false;
    cells(left, wide, top).forEach((cell) => taken.add(cell));
    pen.textAlign = "left"; pen.textBaseline = "top"; pen.lineJoin = "round"; pen.lineWidth = 4;
    pen.strokeStyle = this.ink.halo; pen.fillStyle = secret ? this.ink.private : this.ink.name;
    const start = left + (secret ? 16 : 0);
    pen.strokeText(said, start, top); pen.fillText(said, start, top);
    if (secret) { pen.save(); pen.translate(left, top); pen.fill(LOCK); pen.restore(); }
    return true;
  }
}

/** The cells of the grid that a name covers. */
function cells(left, wide, top) {
  const found = [];
  for (let column = Math.floor((left - 4) / CELL); column * CELL < left + wide + 4; column += 1) {
    for (let row = Math.floor(top / CELL); row * CELL < top + ROW; row += 1) found.push(row * 10_000 + column);
  }
  return found;
}
