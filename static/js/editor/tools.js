// The toolbar and the keys.
import { TOOLS } from "./text.js";

const KEYS = { b: "bold", i: "italic", k: "link" };

/** One stop for Tab; arrows, Home and End move inside. */
function rove(bar) {
  const buttons = [...bar.querySelectorAll("button")];
  const enter = (button) => {
    for (const other of buttons) other.tabIndex = other === button ? 0 : -1;
  };
  bar.addEventListener("focusin", (event) => enter(event.target));
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(event.target);
    const forward = getComputedStyle(bar).direction === "rtl" ? -1 : 1;
    const to = { ArrowRight: at + forward, ArrowLeft: at - forward, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons.at(to % buttons.length).focus();
  });
}

export function tools(form, field, { save, preview }) {
  const bar = document.getElementById("ui-tools");
  rove(bar);
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tool]");
    if (button) TOOLS[button.dataset.tool](field);
  });
  if (/Mac|iP(hone|ad)/.test(navigator.platform)) {
    for (const key of form.querySelectorAll("kbd")) key.textContent = key.textContent.replace("Ctrl ", "⌘");
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "F1") {
      event.preventDefault();
      open(form.dataset.help, "_blank", "noopener");
      return;
    }
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const key = event.key.toLowerCase();
    const act = { s: save, p: preview }[key] ?? (event.target === field && KEYS[key] && (() => TOOLS[KEYS[key]](field)));
    if (!act) return;
    event.preventDefault();
    act();
  });
}
