// The text field over a drawn copy of its text: the copy shows marks in colour and knows where each letter stands.

const MARKS = /\[\[[^[\]\n]{0,600}(?:\]\])?|\[[@^][^\]\n]{0,200}\]|^#{1,6}(?=\s)|^\s*(?:>+|[-+*](?=\s)|\d{1,3}[.)](?=\s))|\*{1,3}|==|~~/gm;
const LARGEST = 120_000; // characters; a longer text is shown plain

/** Divide a text into runs of lines that are empty and lines that are not: [{start, text, blank}]. */
export function chunks(value) {
  const found = [];
  let start = 0;
  for (const line of value.split("\n")) {
    const blank = !line.trim();
    const last = found.at(-1);
    if (last && last.blank === blank) last.text += line + "\n";
    else found.push({ start, text: line + "\n", blank });
    start += line.length + 1;
  }
  return found;
}

function draw(chunk) {
  const node = document.createElement("div");
  let at = 0;
  for (const match of chunk.blank ? [] : chunk.text.matchAll(MARKS)) {
    if (!match[0].trim()) continue;
    const mark = document.createElement("span");
    mark.className = match[0].startsWith("[[") ? "is-link" : "is-mark";
    mark.textContent = match[0];
    node.append(chunk.text.slice(at, match.index), mark);
    at = match.index + match[0].length;
  }
  node.append(chunk.text.slice(at));
  return node;
}

export class Source {
  constructor(field) {
    this.field = field;
    this.blocks = [];
    this.onCaret = () => {};
    this.copy = document.createElement("div");
    this.copy.className = "source-copy";
    this.copy.setAttribute("aria-hidden", "true");
    const frame = document.createElement("div");
    frame.className = "source";
    field.replaceWith(frame);
    frame.append(this.copy, field);
    field.addEventListener("input", () => { this.redraw(); this.caret(); });
    field.addEventListener("scroll", () => this.scrolled(), { passive: true });
    document.addEventListener("selectionchange", () => { if (document.activeElement === field) this.caret(); });
    new ResizeObserver(() => {
      this.copy.style.width = `${field.clientWidth}px`;
      this.scrolled();
    }).observe(field);
    this.redraw();
  }

  /** Draw what changed; the blocks before and behind it stay. */
  redraw() {
    const { value } = this.field;
    const plain = value.length > LARGEST;
    this.field.parentElement.classList.toggle("plain", plain);
    const fresh = plain ? [] : chunks(value);
    const old = this.blocks;
    let head = 0;
    while (head < old.length && head < fresh.length && old[head].text === fresh[head].text) head++;
    let tail = 0;
    const most = Math.min(old.length, fresh.length) - head;
    while (tail < most && old[old.length - 1 - tail].text === fresh[fresh.length - 1 - tail].text) tail++;
    for (const block of old.slice(head, old.length - tail)) block.node.remove();
    const next = tail ? old[old.length - tail].node : null;
    fresh.forEach((block, index) => {
      if (index < head) block.node = old[index].node;
      else if (index >= fresh.length - tail) block.node = old[old.length - fresh.length + index].node;
      else this.copy.insertBefore(block.node = draw(block), next);
    });
    this.blocks = fresh;
    this.scrolled();
  }

  scrolled() {
    this.copy.style.transform = `translateY(${-this.field.scrollTop}px)`;
  }

  /** The block that holds this offset. */
  blockAt(offset) {
    return this.blocks.findLast((block) => block.start <= offset);
  }

  caret() {
    const { selectionStart, selectionEnd } = this.field;
    const now = selectionStart === selectionEnd ? this.blockAt(selectionStart) : undefined;
    if (now?.node === this.current) return;
    this.current?.classList.remove("is-edited");
    this.current = now?.node;
    if (now && !now.blank) this.current.classList.add("is-edited");
    this.onCaret();
  }

  /** The box of the place before the letter at `offset`, in the window; null where nothing is drawn. */
  boxAt(offset) {
    const block = this.blockAt(offset);
    if (!block) return null;
    const walker = document.createTreeWalker(block.node, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let left = offset - block.start;
    while (walker.nextNode()) {
      const { length } = walker.currentNode.data;
      if (left < length) {
        range.setStart(walker.currentNode, left);
        range.setEnd(walker.currentNode, left);
        const [box] = range.getClientRects();
        return box ?? walker.currentNode.parentElement.getBoundingClientRect();
      }
      left -= length;
    }
    return block.node.getBoundingClientRect();
  }
}
