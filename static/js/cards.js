// Cards: the opening of the entry that a link leads to, beside the link, on hover and on keyboard focus. A link says
// all that matters without its card; where fingers point there is none.
const WAIT = 300; // ms that the pointer rests on a link
const FOCUS_WAIT = 100; // ms; who tabs through many links asks for none
const GRACE = 250; // ms between leaving the link and reaching its card
const KEPT = 50; // cards
const GAP = 10, EDGE = 8, BEFORE = 112; // px: from the link, from the window, that the card begins before the link
const ENTRY = /\/(?:concepts|essays)\/(?!new\/)[^/]+\/$/;
const coarse = matchMedia("(pointer: coarse)");
const main = document.getElementById("ui-main");
const kept = new Map(); // address of a card: its markup, "" where there is none
let link = null; // whose card is shown or on its way
let card = null, dismissed = null, opening = 0, leaving = 0, asking = null, styled = null;

/** The link to another entry that this is part of, or null. */
function linkAt(node) {
  const found = node.closest?.(":is(.text, .apparatus) a[href]");
  if (!found || found.matches(".red, .choose, .external, .section-edit") || found.origin !== location.origin) return null;
  return ENTRY.test(found.pathname) && !found.search && found.pathname !== location.pathname ? found : null;
}

function open(target, wait, at) {
  if (target === link) return;
  close();
  link = target;
  opening = setTimeout(show, wait, target, at);
}

function close() {
  clearTimeout(opening);
  clearTimeout(leaving);
  leaving = 0;
  asking?.abort();
  asking = null;
  if (card) {
    card.remove();
    link.removeAttribute("aria-describedby");
    if (card.dataset.title) link.title = card.dataset.title;
  }
  card = link = null;
}

async function show(target, at) {
  const [text] = await Promise.all([read(`${target.origin}${target.pathname}card/`), styles()]);
  if (!text || link !== target) return;
  card = document.createElement("div");
  card.className = "card";
  card.setAttribute("role", "tooltip");
  card.append(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
  card.dataset.title = target.title; // the browser would show it over the card
  target.removeAttribute("title");
  const lead = card.querySelector(".card-lead");
  if (lead) { // not the whole card: whoever listens wants the opening, and the name is the link's
    lead.id = "ui-card-lead";
    target.setAttribute("aria-describedby", lead.id);
  }
  main.append(card);
  place(target, at);
}

/** Put the card above the line of its link, or below where there is no room above. */
function place(target, at) {
  const boxes = [...target.getClientRects()];
  const within = (box) => at && at.y >= box.top && at.y <= box.bottom && at.x >= box.left && at.x <= box.right;
  const box = boxes.find(within) ?? boxes[0];
  const width = card.offsetWidth, height = card.offsetHeight;
  const start = getComputedStyle(target).direction === "rtl" ? box.right + BEFORE - width : box.left - BEFORE;
  const left = Math.max(EDGE, Math.min(start, document.documentElement.clientWidth - EDGE - width));
  const above = box.top - GAP - height >= 0;
  card.dataset.side = above ? "above" : "below";
  card.style.left = `${left + scrollX}px`;
  card.style.top = `${(above ? box.top - GAP - height : box.bottom + GAP) + scrollY}px`;
}

/** The markup of a card; "" where there is none, or nobody answers. */
async function read(address) {
  if (kept.has(address)) return kept.get(address);
  asking = new AbortController();
  try {
    const answer = await fetch(address, { credentials: "same-origin", signal: asking.signal });
    const text = answer.ok && !answer.redirected ? await answer.text() : "";
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value);
    kept.set(address, text);
    return text;
  } catch {
    return "";
  }
}

function styles() {
  styled ??= new Promise((done) => {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = document.querySelector("script[data-card-styles]").dataset.cardStyles;
    sheet.onload = sheet.onerror = done;
    document.head.append(sheet);
  });
  return styled;
}

/** The pointer is on neither link nor card; a link that has the focus keeps its card. */
function leave() {
  if (!link || link.matches(":focus-visible")) return;
  if (card) leaving ||= setTimeout(close, GRACE);
  else close();
}

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch" || coarse.matches) return;
  const over = linkAt(event.target);
  if (over !== dismissed) dismissed = null;
  if ((over && over === link) || card?.contains(event.target)) {
    clearTimeout(leaving);
    leaving = 0;
  } else if (over && !dismissed) open(over, WAIT, { x: event.clientX, y: event.clientY });
  else leave();
});
document.documentElement.addEventListener("pointerleave", leave);
document.addEventListener("focusin", (event) => {
  const to = coarse.matches ? null : linkAt(event.target);
  if (to?.matches(":focus-visible")) open(to, FOCUS_WAIT);
});
document.addEventListener("focusout", (event) => {
  if (event.target === link && !link.matches(":hover")) close();
});
function dismiss() {
  dismissed = link;
  close();
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && link) dismiss();
});
document.addEventListener("click", (event) => {
  if (link && linkAt(event.target) === link) dismiss();
});
addEventListener("pagehide", () => { // who comes back may see something else
  close();
  kept.clear();
});
