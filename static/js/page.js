// Every page: the choice of theme, and menus that close by Escape or a click elsewhere.
const root = document.documentElement;
const switcher = document.getElementById("ui-theme");

function show(choice) {
  for (const button of switcher.querySelectorAll("[data-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.choice === choice));
  }
}

function choose(choice) {
  if (choice === "system") delete root.dataset.theme;
  else root.dataset.theme = choice;
  try {
    if (choice === "system") localStorage.removeItem("theme");
    else localStorage.setItem("theme", choice);
  } catch { /* the choice then lasts for this page */ }
  show(choice);
}

if (switcher) {
  const kept = root.dataset.theme; // the admin keeps its "auto" under the same name
  show(kept === "light" || kept === "dark" ? kept : "system");
  switcher.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choice]");
    if (button) choose(button.dataset.choice);
  });
}

const openMenus = () => document.querySelectorAll("[data-menu][open]");
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// After a save: the names that the text could link, in the place of a mere link to the page that lists them.
const unlinked = document.querySelector("[data-unlinked]");
const link = unlinked?.querySelector("a");
if (link) {
  fetch(`${link.href}?part=names`).then((answer) => answer.json()).then(({ names }) => {
    if (!names.length) return unlinked.remove();
    const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
    link.textContent = `It names ${names.slice(0, 3).map((name) => `“${name}”`).join(", ")}${more} without a link`;
  }).catch(() => { /* the link stays as it is */ });
}
