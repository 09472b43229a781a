// Notes of a text: beside their sentence where there is room, opened under their line where there is not.
// Each note is in the document once: an opened one is moved, not copied.
const wide = matchMedia("(min-width: 65em)");
const notes = document.querySelector("[data-notes]");
const items = notes ? [...notes.querySelectorAll("li[data-note]")] : [];
const prose = notes?.parentElement;
const GAP = 12; // between two notes that would meet, in px

const references = () => prose.querySelectorAll(".note-ref a");
const itemOf = (link) => items.find((item) => item.dataset.note === link.parentElement.dataset.note);
const firstReference = (item) => document.getElementById(`fnref-${item.dataset.note}`);

/** Put every note of the side column on the height of its reference; what meets the one before slides down. */
function place() {
  if (!wide.matches) {
    delete notes.dataset.placed;
    prose.style.minBlockSize = "";
    for (const item of items) item.style.top = "";
    return;
  }
  notes.dataset.placed = "";
  prose.style.minBlockSize = "";
  const origin = prose.getBoundingClientRect().top;
  const wanted = items.map((item) => {
    const reference = firstReference(item);
    if (!reference) return 0;
    const box = reference.getBoundingClientRect();
    const lower = parseFloat(getComputedStyle(reference).fontSize) * 0.3; // the number stands raised
    const line = parseFloat(getComputedStyle(item).lineHeight);
    return box.top + box.height / 2 + lower - line / 2 - origin;
  });
  const heights = items.map((item) => item.offsetHeight);
  const end = prose.offsetHeight;
  let free = 0;
  const tops = wanted.map((top, i) => {
    const at = Math.max(top, free);
    free = at + heights[i] + GAP;
    return at;
  });
  // What would run into the matter below the text goes up again as far as its neighbours allow.
  let limit = end;
  for (let i = items.length - 1; i >= 0 && tops[i] + heights[i] > limit; i--) {
    tops[i] = limit - heights[i];
    limit = tops[i] - GAP;
  }
  if (tops[0] < 0) { // more notes than text: the text column grows
    free = 0;
    tops.forEach((_, i) => { tops[i] = Math.max(wanted[i], free); free = tops[i] + heights[i] + GAP; });
    prose.style.minBlockSize = `${free}px`;
  }
  items.forEach((item, i) => { item.style.top = `${tops[i]}px`; });
}

/** Open the note of a reference under its line. */
function open(link) {
  const item = itemOf(link);
  const number = item.dataset.note;
  for (const other of references()) if (other !== link && itemOf(other) === item) close(other);
  const box = document.createElement("span");
  box.className = "note-open";
  box.id = `ui-note-${number}`;
  box.setAttribute("role", "note");
  box.append(...item.childNodes);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = `Close note ${number}`;
  button.addEventListener("click", () => { close(link); link.focus(); });
  box.append(button);
  const table = link.closest(".box") ?? link.closest("table"); // a cell is too narrow to read in
  (table ?? link.parentElement).after(box);
  link.setAttribute("aria-expanded", "true");
}

/** Put the note back where it came from. */
function close(link) {
  const item = itemOf(link);
  const box = item && document.getElementById(`ui-note-${item.dataset.note}`);
  if (!box) return;
  box.querySelector("button").remove();
  item.append(...box.childNodes);
  box.remove();
  for (const other of references()) if (itemOf(other) === item && other.hasAttribute("aria-expanded")) {
    other.setAttribute("aria-expanded", "false");
  }
}

function follow(event) {
  const link = event.target.closest(".note-ref a");
  if (!link || !itemOf(link) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (wide.matches) {
    const item = itemOf(link);
    item.tabIndex = -1;
    item.focus();
  } else if (link.getAttribute("aria-expanded") === "true") close(link);
  else open(link);
}

function press(event) {
  const link = event.target.closest?.(".note-ref a[role]");
  if (link && event.key === " ") follow(event);
  if (link && event.key === "Escape") close(link);
}

/** A reference is a button where it opens its note, and a link where the note is in sight. */
function arrange() {
  for (const link of references()) {
    close(link);
    if (wide.matches || !itemOf(link)) {
      link.removeAttribute("role");
      link.removeAttribute("aria-expanded");
    } else {
      link.setAttribute("role", "button");
      link.setAttribute("aria-expanded", "false");
    }
    link.setAttribute("aria-label", `Note ${link.textContent}`);
  }
  place();
}

if (items.length) {
  arrange();
  prose.addEventListener("click", follow);
  prose.addEventListener("keydown", press);
  wide.addEventListener("change", arrange);
  addEventListener("beforeprint", () => references().forEach(close));
  let width = 0;
  new ResizeObserver(([entry]) => { // pictures, fonts and folded callouts change the height of the text
    const key = `${entry.contentRect.width} ${entry.contentRect.height}`;
    if (key !== width) requestAnimationFrame(place);
    width = key;
  }).observe(prose);
  document.fonts?.ready.then(place);
}
