// Changes to the text of a field that the browser's own undo takes back.

/** Put `text` in the place of `from`–`to` and select `select` of it (two offsets into `text`; its end when left out). */
export function replace(field, from, to, text, select = [text.length, text.length]) {
  field.focus();
  field.setSelectionRange(from, to);
  const before = field.value;
  const wanted = before.slice(0, from) + text + before.slice(to);
  if (wanted !== before) {
    // The one way to write into a field that undo knows of; where a browser has it no more, undo is what is lost.
    document.execCommand?.(text ? "insertText" : "delete", false, text);
    if (field.value !== wanted) {
      field.value = wanted;
      field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertReplacementText" }));
    }
  }
  field.setSelectionRange(from + select[0], from + select[1]);
}

/** The lines that the selection touches: {from, to, lines}. */
function selectedLines({ value, selectionStart, selectionEnd }) {
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const last = selectionEnd > selectionStart && value[selectionEnd - 1] === "\n" ? selectionEnd - 1 : selectionEnd;
  const found = value.indexOf("\n", last);
  const to = found < 0 ? value.length : found;
  return { from, to, lines: value.slice(from, to).split("\n") };
}

function changeLines(field, change) {
  const { from, to, lines } = selectedLines(field);
  const one = lines.length === 1;
  const text = change(lines).join("\n");
  replace(field, from, to, text, one ? undefined : [0, text.length]);
}

/** Give every line a mark at its beginning, or take it away when all have it. */
function toggleMark(field, mark, pattern) {
  changeLines(field, (lines) => {
    const written = lines.filter((line) => line.trim() || lines.length === 1);
    const all = written.every((line) => pattern.test(line));
    return lines.map((line) => (all ? line.replace(pattern, "") : written.includes(line) ? mark + line : line));
  });
}

/** Set the selection between two marks, or take them away when they stand there. */
function wrap(field, open, close = open) {
  const { value } = field;
  let { selectionStart: from, selectionEnd: to } = field;
  while (from < to && /\s/.test(value[from])) from++;
  while (to > from && /\s/.test(value[to - 1])) to--;
  const inside = value.slice(from, to);
  const single = open === "*" && (value.slice(0, from).endsWith("**") !== value.slice(0, from).endsWith("***"));
  if (!single && value.slice(0, from).endsWith(open) && value.slice(to).startsWith(close)) {
    replace(field, from - open.length, to + close.length, inside, [0, inside.length]);
  } else {
    replace(field, from, to, open + inside + close, [open.length, open.length + inside.length]);
  }
}

/** Put a block of its own behind the line of the caret. */
function block(field, text, select) {
  const { from, to, lines } = selectedLines(field);
  const empty = lines.length === 1 && !lines[0].trim();
  const before = empty ? (/(^|\n\n)$/.test(field.value.slice(0, from)) ? "" : "\n") : "\n\n";
  const after = /^(\n\n|\n?$)/.test(field.value.slice(to)) ? "" : "\n";
  replace(field, empty ? from : to, to, before + text + after, select.map((at) => at + before.length));
}

function heading(field) {
  changeLines(field, ([first, ...rest]) => {
    const level = /^(#{1,6})\s/.exec(first)?.[1].length ?? 0;
    const words = first.replace(/^#{1,6}\s+/, "");
    return [({ 0: "## ", 2: "### " }[level] ?? "") + words, ...rest];
  });
}

function note(field) {
  const numbers = [...field.value.matchAll(/\[\^(\d{1,4})\]/g)].map((match) => Number(match[1]));
  const mark = `[^${Math.max(0, ...numbers) + 1}]`;
  replace(field, field.selectionEnd, field.selectionEnd, mark);
  const end = field.value.trimEnd().length;
  const gap = /(^|\n)\[\^[^\]]+\]:[^\n]*$/.test(field.value.slice(0, end)) ? "\n" : "\n\n";
  replace(field, end, field.value.length, `${gap}${mark}: `);
}

function link(field) {
  const { selectionStart: from, selectionEnd: to } = field;
  const words = field.value.slice(from, to);
  if (/^https?:\/\/\S+$/.test(words)) replace(field, from, to, `[](${words})`, [1, 1]);
  else replace(field, from, to, `[${words}](https://)`, words ? [words.length + 3, words.length + 11] : [1, 1]);
}

function around(field, open, close) {
  const { selectionStart: from, selectionEnd: to } = field;
  const words = field.value.slice(from, to).replace(/\s+/g, " ");
  const end = open.length + words.length;
  replace(field, from, to, open + words + close, [end, end]); // before the closing mark, where completion begins
}

const TABLE = "| Head | Head |\n|---|---|\n| cell | cell |";

/** What each tool of the toolbar does to the field. */
export const TOOLS = {
  bold: (field) => wrap(field, "**"),
  italic: (field) => wrap(field, "*"),
  heading,
  quote: (field) => toggleMark(field, "> ", /^> ?/),
  list: (field) => toggleMark(field, "- ", /^[-*+] /),
  wikilink: (field) => around(field, "[[", "]]"),
  cite: (field) => around(field, "[@", "]"),
  note,
  table: (field) => block(field, TABLE, [2, 6]),
  link,
};
