// The three views, and a preview that is made on the server and keeps its place.

const PAUSE = 350; // ms after the last key
const wide = matchMedia("(min-width: 56.25em)");
const letters = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "").slice(0, 40);

/** What is left of a block of source when its marks are gone, as a reader would see it begin. */
function seen(text) {
  return letters(text.replace(/\[\[[^[\]|\n]*\|/g, "").replace(/\[[@^][^\]\n]*\]:?/g, "").replace(/\]\([^)\s]*\)/g, "")
    .replace(/^\s*\d{1,3}[.)]\s/gm, "").replace(/^\s*>\s*\[![^\]]*\][+-]?/, ""));
}

export class Preview {
  constructor(form, source) {
    this.form = form;
    this.source = source;
    this.panes = form.querySelector(".editor-panes");
    this.box = document.getElementById("ui-preview");
    this.prose = this.box.querySelector(".prose");
    this.said = document.getElementById("ui-preview-said");
    this.switch = document.getElementById("ui-views");
    this.pairs = [];
    this.shown = null; // the text that the preview shows
    this.under_way = false;
    this.box.hidden = false;
    this.switch.addEventListener("click", (event) => {
      const button = event.target.closest("[data-view]");
      if (button) this.show(button.dataset.view);
    });
    wide.addEventListener("change", () => this.show(this.view));
    source.field.addEventListener("input", () => this.soon());
    source.field.addEventListener("scroll", () => requestAnimationFrame(() => this.follow()), { passive: true });
    source.onCaret = () => this.mark();
    let view = this.panes.dataset.view === "side" ? "side" : wide.matches ? "side" : "write";
    try { view = localStorage.getItem("editor-view") ?? view; } catch { /* nothing is remembered */ }
    this.show(["write", "side", "preview"].includes(view) ? view : "side", false);
  }

  show(view, remember = true) {
    const narrow = !wide.matches && view === "side";
    if (remember) {
      this.former = this.panes.dataset.view;
      try { localStorage.setItem("editor-view", view); } catch { /* it then lasts for this page */ }
    }
    this.view = view;
    this.panes.dataset.view = narrow ? "write" : view;
    for (const button of this.switch.children) {
      button.setAttribute("aria-pressed", String(button.dataset.view === this.panes.dataset.view));
    }
    this.soon(0);
    if (this.panes.dataset.view !== "write") this.keep_place();
  }

  /** The key for it: to the preview, and back to where one came from. */
  toggle() {
    if (this.panes.dataset.view !== "preview") this.show("preview");
    else {
      this.show(this.former && this.former !== "preview" ? this.former : wide.matches ? "side" : "write");
      this.source.field.focus();
    }
  }

  soon(pause = PAUSE) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), pause);
  }

  async ask() {
    const text = this.source.field.value;
    if (this.panes.dataset.view === "write" || text === this.shown || this.under_way) return;
    const data = new FormData(this.form);
    data.set("action", "preview");
    data.set("part", "preview");
    this.under_way = true;
    this.box.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(location.pathname, { method: "POST", body: new URLSearchParams(data) });
      if (answer.status !== 200) throw new Error(answer.status);
      this.prose.innerHTML = await answer.text(); // sanitised by the server, as the page itself
      this.arrange();
      this.said.textContent = "";
      this.failures = 0;
    } catch (error) {
      this.said.textContent = error?.message === "403"
        ? "You are signed out, so the preview stands still." : "The preview could not be brought up to date.";
      this.failures = (this.failures ?? 0) + 1;
      if (this.failures < 20) this.soon(Math.min(2000 * this.failures, 15_000));
      return;
    } finally {
      this.under_way = false;
      this.box.removeAttribute("aria-busy");
    }
    this.shown = text;
    if (this.source.field.value !== text) this.soon(0); // what was typed meanwhile
  }

  arrange() {
    for (const link of this.prose.querySelectorAll("a[href]")) {
      if (link.getAttribute("href").startsWith("#")) continue;
      link.target = "_blank"; // never away from an unsaved text
      link.rel = "noopener";
    }
    this.pair();
    this.mark();
    this.keep_place();
  }

  /** Find for each block of the source the element that begins with its words, in their order. */
  pair() {
    const elements = [...this.prose.querySelectorAll("p, li, h1, h2, h3, h4, h5, h6, pre, tr, dt, dd, summary")];
    const words = elements.map((element) => letters(element.textContent));
    this.pairs = [];
    let from = 0;
    for (const block of this.source.blocks) {
      const wanted = block.blank ? "" : seen(block.text);
      if (!wanted) continue;
      for (let at = from; at < Math.min(from + 40, words.length); at++) {
        const long = Math.min(words[at].length, wanted.length, 24);
        if (!long || (long < 3 && words[at] !== wanted) || words[at].slice(0, long) !== wanted.slice(0, long)) continue;
        this.pairs.push({ block: block.node, element: elements[at] });
        from = at + 1;
        break;
      }
    }
  }

  /** Put a bar beside what is being edited. */
  mark() {
    this.marked?.classList.remove("is-edited");
    const found = this.pairs.find((pair) => pair.block === this.source.current)?.element;
    this.marked = found?.closest(".notes li, .prose > *");
    this.marked?.classList.add("is-edited");
  }

  /** After a change the block that is edited stays level with its source; else what is in sight does. */
  keep_place() {
    if (this.panes.dataset.view === "side") this.level() || this.follow();
    else if (this.marked && this.view === "preview") this.marked.scrollIntoView({ block: "center" });
  }

  level() {
    const block = this.marked && this.source.current?.getBoundingClientRect();
    const pane = this.box.getBoundingClientRect();
    if (!block || block.bottom < pane.top || block.top > pane.bottom) return false;
    this.box.scrollTop += this.marked.getBoundingClientRect().top - block.top;
    return true;
  }

  /** Scroll the preview to what stands beside the source, between the pairs that are known. */
  follow() {
    if (this.panes.dataset.view !== "side" || this.box.matches(":focus-within")) return;
    const { field } = this.source;
    const line = field.clientHeight / 3;
    const top = this.box.getBoundingClientRect().top - this.box.scrollTop;
    const wanted = field.scrollTop + line;
    let before = [0, 0];
    let after = [field.scrollHeight, this.box.scrollHeight];
    for (const { block, element } of this.pairs) {
      const place = [block.offsetTop, element.getBoundingClientRect().top - top];
      if (place[0] > wanted) { after = place; break; }
      before = place;
    }
    const share = (wanted - before[0]) / Math.max(after[0] - before[0], 1);
    this.box.scrollTop = field.scrollTop < 4 ? 0 : before[1] + share * (after[1] - before[1]) - line;
  }
}
