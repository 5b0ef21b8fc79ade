// The words of the sentence at hand, as the dictionary has them. Without a dictionary there is no such part.

import { make, t } from "./words.js";
import { get } from "./wire.js";

const part = document.getElementById("words");
const list = document.getElementById("words-list");
let unit = null;
let asked = "";

/** Show the words of a sentence, if they are open. */
export function showWords(chosen) {
  if (!part) return;
  unit = chosen;
  part.hidden = false;
  if (part.open) ask();
}

/** Open or close the words. */
export function toggleWords() {
  if (!part || !unit) return;
  part.open = !part.open;
  if (part.open) part.scrollIntoView({ block: "nearest" });
}

async function ask() {
  const { id } = unit;
  if (asked === id) return;
  asked = id;
  list.replaceChildren();
  const found = await get(`/words/${id}`);
  if (asked !== id) return;
  if (!found) asked = "";
  else if (!found.length) list.replaceChildren(make("p", { class: "quiet" }, t("words-none")));
  else list.replaceChildren(make("dl", {}, ...found.flatMap(entry)));
}

const entry = (word) => [
  make("dt", { lang: "ja" }, word.text, word.reading ? make("span", { class: "quiet" }, ` ${word.reading}`) : null),
  ...word.senses.map((sense) => make("dd", { lang: "en" }, sense)),
];

part?.addEventListener("toggle", () => { if (part.open && unit) ask(); });
