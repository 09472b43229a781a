// Finds a place for every name, beside the page and not in it: a worker.
import { forceLink, forceManyBody, forceSimulation, forceX, forceY } from "../../vendor/d3-force.js";

const SHOW_EVERY = 150; // ms

self.onmessage = ({ data: { count, edges } }) => {
  const ticks = Math.round(300 - 200 * Math.min(count / 4000, 1));
  const nodes = Array.from({ length: count }, () => ({}));
  const links = [];
  for (let at = 0; at < edges.length; at += 3) links.push({ source: edges[at], target: edges[at + 1] });
  const settling = forceSimulation(nodes)
    .force("link", forceLink(links).distance(46))
    .force("charge", forceManyBody().strength(-70).theta(1.2).distanceMax(600))
    .force("x", forceX().strength(0.035))
    .force("y", forceY().strength(0.05))
    .alphaDecay(1 - 0.001 ** (1 / ticks))
    .stop();
  const show = (done) => {
    const places = new Float32Array(2 * count);
    nodes.forEach((node, at) => { places[2 * at] = node.x; places[2 * at + 1] = node.y; });
    self.postMessage({ places, done }, [places.buffer]);
  };
  let shown = 0;
  for (let tick = 0; tick < ticks; tick += 1) {
    settling.tick();
    if (performance.now() - shown > SHOW_EVERY) { show(false); shown = performance.now(); }
  }
  show(true);
};
