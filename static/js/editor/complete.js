// Names, headings and sources while they are typed in the text.
import { Popup } from "./popup.js";
import { replace } from "./text.js";

const KEYS = [["↑ ↓", "choose"], ["Enter", "link"], ["|", "other wording"], ["Esc", "close"]];
const BEGUN = [
  ["headings", /\[\[([^[\]|#\n]{1,255})#([^[\]|\n]{0,100})$/],
  ["names", /\[\[([^[\]|#\n]{0,100})$/],
  ["sources", /\[(?:see )?@([^\]\n,;]{0,80})$/],
  ["sources", /(?:^|[\s(])@([\p{L}\p{N}][^\s\]@,;]{1,80})$/u],
];

/** Items of a popup for what the server says about names. */
export function nameItems({ results }, question) {
  return results.map((found) => {
    const kind = found.kind === "essay" ? "essay" : "concept";
    const shown = found.private ? `Private ${kind}` : kind[0].toUpperCase() + kind.slice(1);
    const by = found.author && !found.private ? `${shown}, ${found.author}` : shown;
    return {
      name: found.alias || found.title,
      kind: found.alias && !found.private ? "Alias" : by,
      leads: found.alias ? found.title : "",
      more: found.lead,
      private: found.private,
      question: question.trim(),
      bar: true,
    };
  });
}

/** What stands before the caret that could be completed: {what, question, name, from}, or null. */
function begun({ value, selectionStart, selectionEnd }) {
  if (selectionStart !== selectionEnd) return null;
  const line = value.slice(Math.max(value.lastIndexOf("\n", selectionStart - 1) + 1, selectionStart - 400), selectionStart);
  for (const [what, pattern] of BEGUN) {
    const match = pattern.exec(line);
    if (!match) continue;
    const start = match[0].search(/\[|@/);
    return { what, question: match.at(-1), name: match[1], from: selectionStart - match[0].length + start };
  }
  return null;
}

async function items(asker, { what, question, name }, signal) {
  if (what === "headings") {
    const { results } = await asker.ask(what, name, signal);
    const wanted = question.trim().toLowerCase();
    return results.filter(({ text }) => text.toLowerCase().includes(wanted)).slice(0, 10)
      .map(({ text }) => ({ name: text, kind: "Heading", question: question.trim(), bar: true }));
  }
  const answer = await asker.ask(what, question.trim(), signal);
  if (what === "sources") {
    return answer.results.map(({ key, text, year }) => ({ name: key, kind: year, more: text, question: question.trim() }));
  }
  const found = nameItems(answer, question);
  const own = question.trim();
  if (own && !answer.known) found.push({ name: `“${own}” as a page not written yet`, kind: "leave a red link", red: own, bar: true });
  return found;
}

function choose(field, item, key) {
  const place = begun(field);
  if (!place) return;
  const at = field.selectionStart;
  const rest = field.value.slice(at);
  if (place.what === "sources") {
    const opening = field.value.slice(place.from, at).startsWith("[see ") ? "[see @" : "[@";
    const to = at + (rest.startsWith("]") ? 1 : 0);
    replace(field, place.from, to, `${opening}${item.name}]`);
    return;
  }
  const name = item.red ?? item.name;
  const link = place.what === "headings" ? `[[${place.name.trim()}#${name}` : `[[${name}`;
  if (/^\|[^[\]\n]*\]\]/.test(rest)) {
    replace(field, place.from, at, link); // its own wording stands there already
    return;
  }
  const text = `${link}${key === "|" ? "|" : ""}]]`;
  const end = key === "|" ? text.length - 2 : text.length;
  replace(field, place.from, at + (rest.startsWith("]]") ? 2 : 0), text, [end, end]);
}

export function complete(source, asker) {
  const { field } = source;
  return new Popup(field, field.parentElement.parentElement, {
    keys: KEYS,
    find: async (signal) => {
      const place = begun(field);
      return place && items(asker, place, signal);
    },
    choose: (item, key) => choose(field, item, key),
    place: () => {
      const place = begun(field);
      return place && source.boxAt(place.from);
    },
  });
}
