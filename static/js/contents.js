// The reading page: marks the section in sight in the contents; gives wide tables and code a box to scroll in.
const links = [...document.querySelectorAll(".contents a[href^='#']")];
const fold = document.querySelector(".contents-fold");
const place = document.getElementById("ui-section");
const targets = [...new Set(links.map((link) => link.hash.slice(1)))]
  .map((id) => document.getElementById(decodeURIComponent(id)))
  .filter(Boolean);
let current = null;

function mark() {
  const line = innerHeight * 0.3;
  let found = targets[0];
  for (const target of targets) if (target.getBoundingClientRect().top <= line) found = target;
  if (!found || found === current) return;
  current = found;
  for (const link of links) {
    if (decodeURIComponent(link.hash.slice(1)) === current.id) {
      link.setAttribute("aria-current", "location");
      if (place) place.textContent = link.textContent;
    } else link.removeAttribute("aria-current");
  }
}

let waiting = false;
function soon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; mark(); });
}

if (targets.length) {
  mark();
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  fold?.addEventListener("click", (event) => { if (event.target.closest("a")) fold.open = false; });
}

for (const table of document.querySelectorAll(".prose > table")) {
  const box = document.createElement("div");
  box.className = "box";
  table.replaceWith(box);
  box.append(table);
}

function reach() {
  for (const box of document.querySelectorAll(".prose .box, .prose pre")) {
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", box.tagName === "PRE" ? "Code" : "Table");
    } else for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
  }
}
reach();
addEventListener("resize", reach);
