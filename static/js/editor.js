// The editor: a plain form that works without this, made a pleasure.
import { chips } from "./editor/chips.js";
import { complete } from "./editor/complete.js";
import { Drafts } from "./editor/drafts.js";
import { Asker } from "./editor/popup.js";
import { watch_name } from "./editor/name.js";
import { Preview } from "./editor/preview.js";
import { Source } from "./editor/source.js";
import { tools } from "./editor/tools.js";

const WORDS_A_MINUTE = 220;
const form = document.getElementById("ui-editor");
const field = form.querySelector("[name=body]");

/** How long the text is, and how long it takes to read. */
function count() {
  const text = field.value.replace(/\]\([^)\s]*\)|\[\[[^[\]|\n]*\|/g, " ");
  const words = text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’-]*/gu)?.length ?? 0;
  const minutes = Math.max(1, Math.round(words / WORDS_A_MINUTE));
  document.getElementById("ui-count").textContent = `${words.toLocaleString("en")} word${words === 1 ? "" : "s"}`
    + (words ? `, ${minutes} minute${minutes === 1 ? "" : "s"} to read` : "");
}

let counting;
field.addEventListener("input", () => { clearTimeout(counting); counting = setTimeout(count, 300); });
count();

const asker = new Asker(form);
for (const name of ["aliases", "tags", "related"]) {
  const area = form.querySelector(`textarea[name=${name}]`);
  if (area) chips(area, asker, form.dataset.entry ?? "");
}
const source = new Source(field);
complete(source, asker);
const preview = new Preview(form, source);
const shown = document.getElementById("ui-show-preview");
shown.addEventListener("click", (event) => { event.preventDefault(); preview.toggle(); });
tools(form, field, {
  save: () => form.requestSubmit(document.getElementById("ui-save")),
  preview: () => preview.toggle(),
});
new Drafts(form);
if (!("entry" in form.dataset)) watch_name(form);

document.getElementById("ui-keep-draft")?.addEventListener("click", () => {
  document.getElementById("ui-restored").remove();
  field.focus();
});
form.dataset.ready = "";
