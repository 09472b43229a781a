// The map of the whole wiki. Without this the page is a list, which stays below the map.
import { Chart } from "./map/chart.js";
import { reach } from "./map/reach.js";

const OFFERED = 8; // names that the search field offers
const BESIDE = 12; // neighbours named beside the map
const KINDS = ["concepts", "essays"];
const part = (name) => document.getElementById(`ui-map-${name}`);
const map = document.getElementById("ui-map");
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const many = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

async function start() {
  const answer = await fetch(map.dataset.url);
  if (!answer.ok) throw new Error(`the map answered ${answer.status}`);
  const graph = await answer.json();
  graph.near = graph.title.map(() => []);
  for (let at = 0; at < graph.edges.length; at += 3) {
    const [one, other] = graph.edges.slice(at, at + 2);
    graph.near[one].push(other); graph.near[other].push(one);
  }
  for (const near of graph.near) near.sort((a, b) => graph.degree[b] - graph.degree[a] || a - b);
  map.hidden = false;
  const chart = new Chart(part("canvas"), graph, part("key"));
  document.fonts.load("15px Alegreya").then(() => chart.remeasure(), () => {});
  say(graph);
  settle(chart, graph);
  const open = (at) => location.assign(address(graph, at));
  const choose = (at) => { chart.chosen = at; chart.draw(); describe(at); };
  const describe = (at) => card(graph, at, (other) => { choose(other); chart.centre(other); });
  reach(chart, choose, open);
  finder(chart, graph, (at) => { choose(at); chart.centre(at); });
  filters(chart, graph);
  part("in").addEventListener("click", () => chart.zoom(1.4));
  part("out").addEventListener("click", () => chart.zoom(1 / 1.4));
  part("all").addEventListener("click", () => chart.fit());
  new ResizeObserver(() => chart.resize()).observe(chart.canvas);
  new MutationObserver(() => chart.recolour()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => chart.recolour());
}

function address(graph, at) {
  return `/${KINDS[graph.kind[at]]}/${encodeURIComponent(graph.slug[at])}/`;
}

/** How much of the wiki this is. */
function say(graph) {
  const names = graph.title.length, lines = graph.edges.length / 3;
  const some = names < graph.count ? `The ${many(names, "most linked page")} of ${graph.count.toLocaleString("en")}` : many(names, "page");
  const drawn = lines < graph.edge_count ? `the ${many(lines, "strongest line")} of ${graph.edge_count.toLocaleString("en")} between them` : `${many(lines, "line")} between them`;
  part("size").textContent = `${some}, ${drawn}.`;
}

function settle(chart, graph) {
  const worker = new Worker(map.dataset.worker, { type: "module" });
  map.dataset.state = "settling";
  worker.onmessage = ({ data: { places, done } }) => {
    if (still && !done) return;
    chart.places = places;
    if (chart.free) chart.fit(); else chart.draw();
    if (done) { map.dataset.state = "settled"; worker.terminate(); }
  };
  worker.postMessage({ count: graph.title.length, edges: graph.edges });
}

/** The chosen name beside the map: its page, and its neighbours to go on with. */
function card(graph, at, go) {
  const shown = part("card");
  shown.hidden = at < 0;
  if (at < 0) { part("chosen").textContent = "Nothing is chosen."; return; }
  const near = graph.near[at], title = document.createElement("a"), list = document.createElement("ul");
  title.href = address(graph, at); title.textContent = graph.title[at]; title.className = graph.kind[at] ? "essay-name" : "";
  if (graph.private?.includes(at)) title.classList.add("private");
  for (const other of near.slice(0, BESIDE)) {
    const item = document.createElement("li"), button = document.createElement("button");
    button.type = "button"; button.textContent = graph.title[other];
    button.addEventListener("click", () => go(other));
    item.append(button); list.append(item);
  }
  const count = document.createElement("p");
  count.className = "facts"; count.textContent = many(graph.degree[at], "neighbour");
  shown.replaceChildren(title, count, list);
  part("chosen").textContent = `${graph.title[at]}, ${graph.kind[at] ? "essay" : "concept"}, ${many(graph.degree[at], "neighbour")}.`;
}

/** Names by what is typed, other names too; how many there are is said while one types. */
function finder(chart, graph, go) {
  const field = part("find");
  const folded = graph.title.map((title, at) => [title, ...graph.other[at]].map(fold));
  const found = () => {
    const words = fold(field.value.trim());
    if (!words) return [];
    const rank = (at) => Math.min(...folded[at].map((name, which) => rankOf(name, words) + (which ? 0.5 : 0)));
    const fitting = chart.ranked.filter((at) => chart.shown[at] && folded[at].some((name) => name.includes(words)));
    const ranks = new Map(fitting.map((at) => [at, rank(at)]));
    return fitting.sort((a, b) => ranks.get(a) - ranks.get(b));
  };
  const option = (at) => {
    const words = fold(field.value.trim());
    const other = folded[at][0].includes(words) ? "" : graph.other[at].find((name) => fold(name).includes(words));
    return new Option(other ? `${other} → ${graph.title[at]}` : graph.title[at], graph.title[at]);
  };
  const say = (at) => {
    part("found").textContent = at.length ? `${at.length.toLocaleString("en")} found.` : field.value.trim() ? "Nothing on the map is called so." : "";
  };
  field.addEventListener("input", () => {
    const at = found();
    part("names").replaceChildren(...at.slice(0, OFFERED).map(option));
    say(at);
  });
  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const at = found();
    say(at);
    if (at.length) go(at[0]);
  });
}

/** The whole name, its beginning, or some of it. */
function rankOf(name, words) {
  return name === words ? 0 : name.startsWith(words) ? 1 : name.includes(words) ? 2 : 3;
}

function filters(chart, graph) {
  const kind = part("kind"), tag = part("tag");
  tag.append(...graph.tags.map((name, at) => new Option(name, String(at))));
  const change = () => {
    let left = 0;
    for (let at = 0; at < chart.count; at += 1) {
      const fits = (kind.value === "" || graph.kind[at] === Number(kind.value)) && (tag.value === "" || graph.tagged[at].includes(Number(tag.value)));
      chart.shown[at] = fits ? 1 : 0;
      left += chart.shown[at];
    }
    part("chosen").textContent = `${many(left, "name")} on the map.`;
    chart.fit();
  };
  kind.addEventListener("change", change);
  tag.addEventListener("change", change);
}

start().catch(() => { part("failed").hidden = false; });
