// A list of names as chips over its field: the field stays the value of the form, one name a line.
import { nameItems } from "./complete.js";
import { Popup } from "./popup.js";

const FINDERS = {
  tags: async (asker, question, signal) => (await asker.ask("tags", question, signal)).results
    .map(({ name, count }) => ({ name, kind: String(count), question })),
  related: async (asker, question, signal) => nameItems(await asker.ask("names", question, signal), question),
};

export function chips(area, asker, own) {
  const label = area.form.querySelector(`label[for="${area.id}"]`);
  const hint = area.form.querySelector(`[id="${area.getAttribute("aria-describedby")?.split(" ")[0]}"]`);
  const what = area.name;
  const input = document.createElement("input");
  const list = document.createElement("ul");
  const box = document.createElement("div");
  const said = document.createElement("p");
  box.className = "chips";
  input.autocomplete = "off";
  input.id = area.id;
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (area.hasAttribute(name)) input.setAttribute(name, area.getAttribute(name));
  }
  area.removeAttribute("id");
  area.hidden = true;
  said.className = "hint";
  said.setAttribute("role", "status");
  list.setAttribute("aria-label", label.textContent);
  box.append(list, input);
  area.after(box);
  (hint ?? box).after(said);
  if (hint) { // chips show by themselves that names stand apart
    const rest = hint.textContent.replace(/^One [^.]*\.\s*/, "");
    hint.textContent = rest || "Enter adds one.";
    hint.classList.toggle("vh", !rest);
  }

  const names = () => area.value.split("\n").map((line) => line.trim()).filter(Boolean);

  function keep(items) {
    const value = items.join("\n");
    if (value !== names().join("\n")) {
      area.value = value;
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    draw();
  }

  function draw() {
    const items = names();
    list.hidden = !items.length; // an empty list is no list
    list.replaceChildren(...items.map((name, index) => {
      const chip = document.createElement("li");
      const text = document.createElement("span");
      const button = document.createElement("button");
      text.textContent = name;
      button.type = "button";
      button.setAttribute("aria-label", `Remove ${name}`);
      button.addEventListener("click", () => {
        keep(names().filter((_, at) => at !== index));
        (list.children[Math.min(index, list.children.length - 1)]?.querySelector("button") ?? input).focus();
      });
      chip.append(text, button);
      return chip;
    }));
  }

  function add(text) {
    const known = names();
    const fresh = text.split(/\r?\n/).map((line) => line.trim())
      .filter((line, at, all) => line && !known.includes(line) && all.indexOf(line) === at);
    input.value = "";
    keep([...known, ...fresh]);
    if (what === "aliases") fresh.forEach(warn);
  }

  /** Say where else a name leads already: no mistake, but worth knowing. */
  async function warn(name) {
    try {
      const { results } = await asker.ask("names", name);
      const others = results.filter((row) => (row.alias || row.title).toLowerCase() === name.toLowerCase())
        .map((row) => row.title).filter((title) => title !== own);
      if (others.length) said.textContent = `“${name}” also leads to ${others.join(" and ")}.`;
    } catch { /* the page of the entry says it, too */ }
  }

  box.addEventListener("click", (event) => { if (event.target === box || event.target === list) input.focus(); });
  if (FINDERS[what]) {
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-expanded", "false");
    new Popup(input, box.parentElement, {
      keys: [["↑ ↓", "choose"], ["Enter", "add"], ["Esc", "close"]],
      find: async (signal) => {
        const question = input.value.trim();
        if (!question) return null;
        const taken = names();
        const items = (await FINDERS[what](asker, question, signal)).filter((item) => !taken.includes(item.name));
        const same = items.some((item) => item.name.toLowerCase() === question.toLowerCase());
        return same || !items.length ? items : [...items, { name: `“${question}” as it is`, red: question, kind: "new" }];
      },
      choose: (item) => add(item.red ?? item.name),
      place: () => input.getBoundingClientRect(),
    });
  }
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter") {
      event.preventDefault(); // a name is added, nothing is sent
      add(input.value);
    } else if (event.key === "Backspace" && !input.value) {
      const items = names();
      if (items.length) said.textContent = `${items.at(-1)} removed`;
      keep(items.slice(0, -1));
    }
  });
  input.addEventListener("input", (event) => event.stopPropagation()); // half a name is no change of the form
  input.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    if (!text.trim().includes("\n")) return;
    event.preventDefault();
    add(input.value + text);
  });
  input.addEventListener("blur", () => { if (input.value.trim()) add(input.value); });
  area.form.addEventListener("submit", () => { if (input.value.trim()) add(input.value); }, true);
  draw();
}
