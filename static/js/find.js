// Names while one types in a field of the search: a list under it, by the server's suggestions. Without script the
// field is a form like any other.
const WAIT = 140; // milliseconds of rest before asking
const KEPT = 60; // answers kept while the page is open
const answers = new Map();
let list = null;
let dressed = false;

async function ask(url, signal) {
  if (!answers.has(url)) {
    const response = await fetch(url, { signal, headers: { Accept: "application/json" } });
    if (!response.ok) return [];
    const [, names, said, urls] = await response.json();
    if (answers.size >= KEPT) answers.delete(answers.keys().next().value);
    answers.set(url, names.map((name, at) => ({ name, said: said[at], url: new URL(urls[at]).pathname })));
  }
  return answers.get(url);
}

function dress(styles) {
  if (dressed) return;
  dressed = true;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = styles;
  document.head.append(link);
}

class Finder {
  constructor(field) {
    this.field = field;
    this.at = -1;
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    if (document.activeElement === field) dress(field.dataset.find);
    else field.addEventListener("focus", () => dress(field.dataset.find), { once: true });
    field.addEventListener("input", () => this.later());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
  }

  later() {
    clearTimeout(this.timer);
    this.asking?.abort();
    if (!this.field.value.trim()) return this.close();
    this.timer = setTimeout(() => this.suggest(), WAIT);
  }

  async suggest() {
    this.asking = new AbortController();
    const url = new URL("suggest", new URL(this.field.form.action, location.href));
    url.searchParams.set("q", this.field.value.trim());
    try {
      this.show(await ask(url.href, this.asking.signal));
    } catch { /* aborted, or no connection: the form still works */ }
  }

  show(found) {
    this.close();
    if (!found.length || document.activeElement !== this.field) return;
    list = document.createElement("ul");
    list.id = "ui-found";
    list.className = "found";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Names");
    found.forEach((item, at) => {
      const option = document.createElement("li");
      option.id = `ui-found-${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.url = item.url;
      const name = document.createElement("span");
      name.textContent = item.name;
      const said = document.createElement("small");
      said.textContent = item.said;
      option.append(name, said);
      option.addEventListener("pointerdown", (event) => event.preventDefault());
      option.addEventListener("click", () => location.assign(item.url));
      list.append(option);
    });
    this.field.after(list);
    this.field.setAttribute("aria-controls", list.id);
    this.field.setAttribute("aria-expanded", "true");
  }

  close() {
    clearTimeout(this.timer);
    this.field.parentNode.querySelector(".found")?.remove();
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
    this.at = -1;
  }

  leave() {
    this.asking?.abort();
    this.close();
  }

  move(step) {
    const options = [...list.children];
    this.at = (this.at + step + options.length + 1) % (options.length + 1);
    if (this.at === options.length) this.at = -1; // back in the field
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === this.at)));
    if (this.at < 0) this.field.removeAttribute("aria-activedescendant");
    else {
      this.field.setAttribute("aria-activedescendant", options[this.at].id);
      options[this.at].scrollIntoView({ block: "nearest" });
    }
  }

  key(event) {
    const open = this.field.getAttribute("aria-expanded") === "true";
    if (event.isComposing) return;
    if (event.key === "Escape" && open) {
      event.preventDefault();
      this.close();
    } else if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.move(event.key === "ArrowDown" ? 1 : this.at < 0 ? list.children.length : -1);
    } else if (open && event.key === "Enter" && this.at >= 0) {
      event.preventDefault();
      location.assign(list.children[this.at].dataset.url);
    }
  }
}

const finders = [...document.querySelectorAll("[data-find]")].map((field) => new Finder(field));

// Who comes back, by another page or to this very one, may see something else.
addEventListener("pagehide", () => {
  for (const finder of finders) finder.leave();
  answers.clear();
});

// "/" leads to the field, from anywhere where one is not writing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const field = [...document.querySelectorAll("[data-find]")].find((one) => one.offsetParent);
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});
