// The dialogs: keys, a term of the glossary, what a term has changed, the editions.

import { difference, make, problem, say, t } from "./words.js";
import { units } from "./units.js";
import { post, tell } from "./wire.js";

const byId = (id) => document.getElementById(id);
const term = byId("term");
const choice = byId("term-choice");
const message = byId("term-message");
const editions = byId("editions");

/** What other modules add: `absorb(news)`, `go(unit)`. */
export const hooks = {};

let back = null; // where the focus was

/** Return whether a dialog is open. */
export const isOpen = () => Boolean(document.querySelector("dialog[open]"));

/** Open a dialog; the focus returns to where it was. */
export function open(dialog) {
  if (dialog.open) return;
  back = document.activeElement;
  dialog.showModal();
}

for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("close", () => { if (!isOpen()) back?.focus(); });
}

byId("open-help").addEventListener("click", () => open(byId("help")));

// A term --------------------------------------------------------------------------------------------------

let offered = [];

/** Open the dialog for a term of a sentence; null for a new one, which is the selected Japanese. */
export function openTerm(unit, chosen) {
  const selected = String(getSelection()).trim();
  const fresh = selected && unit.source?.textContent.includes(selected) && selected.length <= 60 ? selected : "";
  const known = new Map();
  for (const one of unit.view.terms) if (one.editable && !known.has(one.entry)) known.set(one.entry, one);
  offered = [...known.values()];
  choice.replaceChildren(
    ...offered.map((one, at) => make("option", { value: at, lang: "ja" }, one.entry === one.source ? one.source : `${one.source} (${one.entry})`)),
    make("option", { value: -1 }, t("term-new")));
  const at = chosen ? offered.findIndex((one) => one.entry === chosen.entry) : fresh || !offered.length ? -1 : 0;
  choice.value = String(at);
  fill();
  if (at < 0) byId("term-source").value = fresh;
  message.textContent = "";
  open(term);
  const first = at < 0 && !fresh ? byId("term-source") : byId("term-target");
  first.focus();
  first.select();
}

function fill() {
  const one = offered[Number(choice.value)];
  byId("term-source").value = one ? one.entry : "";
  byId("term-source").readOnly = Boolean(one);
  byId("term-target").value = one ? one.english : "";
  byId("term-entry").textContent = one ? [one.place.split("/").pop(), one.note, one.comment].filter(Boolean).join(" · ") : "";
}

choice.addEventListener("change", fill);
byId("term-cancel").addEventListener("click", () => term.close());

byId("term-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const [source, target] = ["term-source", "term-target"].map((id) => byId(id).value.trim());
  if (!source || !target) {
    message.textContent = t("term-empty");
    return;
  }
  byId("term-save").disabled = true;
  message.textContent = t("term-working");
  await Promise.all([...units.values()].filter((unit) => unit.dirty).map((unit) => unit.save()));
  const { status, answer } = await post("/term", { source, target });
  byId("term-save").disabled = false;
  if (status !== 200) {
    message.textContent = status ? problem(answer) : t("down-clean");
    return;
  }
  hooks.absorb(answer);
  tell("saved");
  term.close();
  showChanges(answer.changes);
});

// What a term has changed ---------------------------------------------------------------------------------

let changes = [];

function showChanges(found) {
  changes = found;
  byId("changes-count").textContent = !found.length ? t("changes-none") : found.length === 1 ? t("changes-one") : t("changes-count", { n: found.length });
  drawChanges();
  open(byId("changes"));
}

const toAccept = () => changes.filter((one) => !one.kept && units.get(one.unit)?.open);

function drawChanges() {
  byId("changes-list").replaceChildren(...changes.map((one) => {
    const unit = units.get(one.unit);
    const approved = unit.view.state === "approved" && !one.kept;
    return make("li", { "data-change": one.unit },
      make("p", { lang: "ja" }, `${one.unit} `, unit.source.textContent),
      make("p", { class: "text", lang: "en" }, ...difference(one.parts, "en")),
      one.kept ? make("p", { class: "severity", "data-severity": "warning" }, t("change-kept")) : null,
      make("p", { class: "buttons" },
        one.kept ? null : make("button", { type: "button", "data-do": "accept", disabled: approved ? "" : null, onclick: () => accept([one]) }, t(approved ? "accepted" : "accept")),
        make("button", { type: "button", onclick: () => { back = null; byId("changes").close(); hooks.go(unit); } }, t("change-show"))));
  }));
  byId("changes-all").hidden = toAccept().length < 2;
}

async function accept(some) {
  for (const one of some) await units.get(one.unit).approve();
  drawChanges();
}

byId("changes-all").addEventListener("click", () => accept(toAccept()));
byId("changes-close").addEventListener("click", () => byId("changes").close());

// Editions ------------------------------------------------------------------------------------------------

let seen = 0;

byId("render").addEventListener("click", async () => {
  open(editions);
  await Promise.all([...units.values()].filter((unit) => unit.dirty).map((unit) => unit.save()));
  const { status, answer } = await post("/render", {});
  if (status === 200) hooks.absorb(answer);
  else byId("editions-message").textContent = status ? problem(answer) : t("down-clean");
});

/** Show how far the editions are. */
export function showEditions(value) {
  if (!value.state || value.version === seen) return;
  seen = value.version;
  const bar = byId("editions-progress");
  bar.hidden = value.state !== "running";
  if (value.total) {
    bar.max = value.total;
    bar.value = value.done;
  } else bar.removeAttribute("value");
  const stage = value.stage ? ` ${t(`editions-stage-${value.stage}`)}${value.total ? ` ${value.done}/${value.total}` : ""}` : "";
  const words = { running: t("editions-working") + stage, failed: `${t("editions-failed")} ${value.message}`, done: `${value.files.length ? t("editions-done") : ""} ${value.message}` };
  byId("editions-message").textContent = words[value.state];
  byId("editions-files").replaceChildren(...value.files.map((file) => make("li", {}, make("a", { href: file.address, target: "_blank", rel: "noopener" }, file.path))));
  if (value.state !== "running") say(words[value.state]);
}
