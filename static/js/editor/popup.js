// A list of suggestions under a field that keeps the focus.
let serial = 0;

const make = (tag, className, ...children) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
};

/** The name with the letters that were asked for in bold. */
function marked(name, question) {
  const at = ` ${name.toLowerCase()}`.indexOf(` ${question.toLowerCase()}`);
  const node = make("span", "popup-name");
  if (at < 0 || !question) node.append(name);
  else node.append(name.slice(0, at), make("b", "", name.slice(at, at + question.length)), name.slice(at + question.length));
  return node;
}

/** Ask the server once for each question; a later question drops the one before. */
export class Asker {
  constructor(form) {
    this.address = form.dataset.complete;
    this.known = new Map();
  }

  async ask(what, question, signal) {
    const address = `${this.address.replace("/what/", `/${what}/`)}?q=${encodeURIComponent(question)}`;
    if (!this.known.has(address)) {
      const answer = await fetch(address, { signal, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      this.known.set(address, await answer.json());
    }
    return this.known.get(address);
  }
}

export class Popup {
  /** `find(signal)` → promise of items or null; `choose(item, key)`; `place()` → box in the window. */
  constructor(field, home, { find, choose, place, keys }) {
    Object.assign(this, { field, home, find, choose, place, items: [], index: 0 });
    this.list = make("ul");
    this.list.id = `ui-popup-${++serial}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Suggestions");
    this.box = make("div", "popup", this.list, make("p", "popup-keys", ...keys.map(([key, does]) =>
      make("span", "", ...key.split(" ").map((name) => make("kbd", "", name)), ` ${does}`))));
    this.box.lastChild.setAttribute("aria-hidden", "true");
    this.box.hidden = true;
    this.said = make("p", "vh");
    this.said.setAttribute("role", "status");
    home.append(this.box, this.said);
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("input", (event) => { if (!event.isComposing) this.look(); });
    field.addEventListener("compositionend", () => this.look());
    field.addEventListener("keydown", (event) => this.press(event), true);
    field.addEventListener("blur", () => this.hide());
    field.addEventListener("pointerdown", () => this.hide());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(this.items[[...this.list.children].indexOf(option)]);
    });
    addEventListener("resize", () => this.hide());
    document.addEventListener("scroll", (event) => {
      if (!this.box.hidden && !this.box.contains(event.target)) this.settle();
    }, { capture: true, passive: true });
  }

  async look() {
    this.asking?.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    try {
      await new Promise((go) => setTimeout(go, this.box.hidden ? 60 : 120));
      if (signal.aborted) return;
      const items = await this.find(signal);
      if (signal.aborted) return;
      if (items?.length && document.activeElement === this.field) this.show(items);
      else this.hide();
    } catch { // without a connection one writes on without suggestions
      if (!signal.aborted) this.hide();
    }
  }

  show(items) {
    this.items = items;
    this.list.replaceChildren(...items.map((item, index) => {
      const option = make("li", item.red ? "popup-red" : "");
      option.id = `${this.list.id}-${index}`;
      option.setAttribute("role", "option");
      option.append(item.red ? make("span", "popup-name", item.name) : marked(item.name, item.question ?? ""));
      const kind = make("span", item.private ? "popup-kind private" : "popup-kind", item.kind ?? "");
      if (item.kind) option.append(" ", kind);
      if (item.leads) option.append(" ", make("span", "popup-more", "leads to ", make("i", "", item.leads)));
      else if (item.more) option.append(" ", make("span", "popup-more", item.more));
      return option;
    }));
    this.box.hidden = false;
    this.field.setAttribute("aria-controls", this.list.id);
    if (this.field.getAttribute("role") === "combobox") this.field.setAttribute("aria-expanded", "true");
    this.said.textContent = items.length === 1 ? "1 suggestion" : `${items.length} suggestions`;
    this.point(0);
    this.settle();
  }

  settle() {
    const at = this.place();
    if (!at) return this.hide();
    const { width, height } = this.box.getBoundingClientRect();
    const below = at.bottom + 6;
    const fits = below + height <= innerHeight || at.top < height + 12;
    const home = this.home.getBoundingClientRect(); // beside what is typed, not over what stands beside it
    const end = Math.min(Math.max(home.right, home.left + width + 16), document.documentElement.clientWidth) - width - 8;
    const left = Math.max(8, Math.min(at.left - 24, end));
    this.box.style.left = `${left}px`;
    this.box.style.top = `${fits ? below : at.top - height - 6}px`;
  }

  point(index) {
    this.index = (index + this.items.length) % this.items.length;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === this.index)));
    this.field.setAttribute("aria-activedescendant", `${this.list.id}-${this.index}`);
    this.list.children[this.index].scrollIntoView({ block: "nearest" });
  }

  press(event) {
    if (this.box.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const item = this.items[this.index];
    if (step) this.point(this.index + step);
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) this.take(item);
    else if (event.key === "|" && item.bar) this.take(item, "|");
    else if (event.key === "Escape") this.hide();
    else {
      if (["ArrowLeft", "ArrowRight", "Home", "End", "Tab"].includes(event.key)) this.hide();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  take(item, key = "Enter") {
    this.hide();
    this.choose(item, key);
    this.asking?.abort(); // what was chosen is no question
  }

  hide() {
    this.asking?.abort();
    if (this.box.hidden) return;
    this.box.hidden = true;
    this.said.textContent = "";
    this.field.removeAttribute("aria-activedescendant");
    this.field.removeAttribute("aria-controls");
    if (this.field.getAttribute("role") === "combobox") this.field.setAttribute("aria-expanded", "false");
  }
}
