// The page: it brings the sentences, the panel, the dialogs and the keys together.

import { make, problem, say, t } from "./words.js";
import { forget, kept } from "./store.js";
import { Unit, hooks as unitHooks, plain, units } from "./units.js";
import { follow, get, hooks as wireHooks, post, tell } from "./wire.js";
import { atHand, choose, hooks as panelHooks, showFindings, showPanel, takeOffer } from "./panel.js";
import { toggleWords } from "./dictionary.js";
import { hooks as dialogHooks, isOpen, open, openTerm, showEditions } from "./dialogs.js";

const byId = (id) => document.getElementById(id);
const structure = document.body.dataset.structure;
let filter = "all";
let drawing = 0;

// What the server says --------------------------------------------------------------------------------------

/** Take what has changed. */
function absorb(news) {
  if (news.structure !== structure) outdated();
  else for (const view of news.units) units.get(view.id)?.take(view);
  const { total, approved } = news.progress;
  byId("progress").max = Math.max(total, 1);
  byId("progress").value = approved;
  byId("count").textContent = t("progress", { approved, total });
  byId("undo").disabled = !news.undo;
  byId("undo").title = news.undo ? t("undo-what", { label: news.undo }) : "";
  showEditions(news.editions);
  drawSoon();
}

/** The article has other sentences now: the page must be loaded again. */
function outdated() {
  const reload = make("button", { type: "button", onclick: () => location.reload() }, t("reload"));
  byId("banner").replaceChildren(t("article-changed"), " ", reload);
  byId("banner").hidden = false;
}

function drawSoon() {
  drawing ||= requestAnimationFrame(() => {
    drawing = 0;
    showFindings();
    showPanel();
    showFilter();
  });
}

unitHooks.absorb = absorb;
unitHooks.outdated = outdated;
unitHooks.shown = drawSoon;
unitHooks.offeredEnded = showKept;
dialogHooks.absorb = absorb;
dialogHooks.go = go;
Object.assign(panelHooks, { go, approveNext, approveBlock, openTerm });
wireHooks.changed = absorb;
wireHooks.unsaved = () => [...units.values()].some((unit) => unit.dirty);
wireHooks.retry = async () => {
  const state = await get("/state");
  if (state) absorb(state);
  for (const unit of units.values()) if (unit.dirty) await unit.save();
  if (!wireHooks.unsaved()) tell("back");
};

// Moving ----------------------------------------------------------------------------------------------------

const shown = (unit) => !unit.row.hidden && unit.editable;

/** Return the next sentence in a direction that fits; from the beginning again after the last one. */
function next(fits, step = 1) {
  const all = [...units.values()];
  const at = all.indexOf(atHand());
  for (let n = 1; n <= all.length; n += 1) {
    const unit = all[(((at < 0 && step < 0 ? 0 : at) + n * step) % all.length + all.length) % all.length];
    if (unit !== atHand() && fits(unit)) return unit;
  }
  return null;
}

/** Go to a sentence. */
function go(unit) {
  if (!unit) return;
  unit.row.hidden = false;
  for (const block of [unit.row.closest(".block")]) block.hidden = false;
  if (!unit.box) return;
  unit.box.focus({ preventScroll: true });
  getSelection().selectAllChildren(unit.box);
  getSelection().collapseToEnd();
  unit.row.scrollIntoView({ block: "nearest" });
}

async function approveNext() {
  const unit = atHand();
  if (!unit || !(await unit.approve())) return;
  const other = next((one) => shown(one) && one.open);
  say(other ? t("approved-said", { unit: unit.id }) : t("all-approved"));
  if (other) go(other);
  else unit.box.focus();
}

/** Approve all sentences of a paragraph that are not approved. */
async function approveBlock(unit) {
  const inside = [...unit.row.closest(".block").querySelectorAll(".unit")].map((row) => units.get(row.dataset.unit));
  for (const one of inside) await one.save();
  const items = inside.filter((one) => one.open && !one.dirty && !one.conflict && one.view.target);
  if (!items.length) return;
  const { status, answer } = await post("/approve", { items: items.map((one) => ({ unit: one.id, revision: one.view.revision })) });
  if (status === 200) absorb(answer);
  else if (answer.units) for (const view of answer.units) units.get(view.id)?.take(view);
  else if (status) say(problem(answer));
  go(next((one) => shown(one) && one.open && !inside.includes(one)) ?? unit);
}

// Filters ---------------------------------------------------------------------------------------------------

const fits = {
  all: () => true,
  findings: (unit) => unit.view.findings.length > 0,
  drafts: (unit) => unit.open,
  approved: (unit) => unit.view.state === "approved",
  changed: (unit) => unit.view.changed,
};

function showFilter() {
  for (const button of document.querySelectorAll("[data-filter]")) {
    const name = button.dataset.filter;
    button.setAttribute("aria-pressed", String(name === filter));
    if (name !== "all") button.querySelector(".number").textContent = String([...units.values()].filter(fits[name]).length);
  }
  let any = filter === "all";
  for (const block of document.querySelectorAll(".block")) {
    const rows = [...block.querySelectorAll(".unit")].map((row) => units.get(row.dataset.unit));
    let visible = filter === "all";
    for (const unit of rows) {
      // The sentence at hand stays, though it has just been approved.
      const fit = fits[filter](unit) || (unit === atHand() && unit.box === document.activeElement);
      if (unit.row.tagName === "DIV") unit.row.hidden = !fit;
      visible ||= fit;
    }
    block.hidden = !visible;
    any ||= visible;
  }
  byId("nothing").hidden = any;
}

for (const button of document.querySelectorAll("[data-filter]")) {
  button.addEventListener("click", () => {
    filter = button.dataset.filter;
    showFilter();
    say(t("filter-said", { n: [...units.values()].filter(fits[filter]).length }));
  });
}

// Undo ------------------------------------------------------------------------------------------------------

byId("undo").addEventListener("click", async () => {
  for (const unit of units.values()) if (unit.dirty && !unit.conflict) await unit.save();
  const { status, answer } = await post("/undo", {});
  if (status !== 200) {
    if (status) say(problem(answer));
    return;
  }
  absorb(answer);
  tell("saved");
  say(t("undone", { label: answer.undone }));
  go(units.get(answer.undone.split(", ")[0]));
});

// Typing ----------------------------------------------------------------------------------------------------

const unitOf = (node) => units.get(node.closest?.(".unit")?.dataset.unit);
const article = byId("article");

article.addEventListener("input", (event) => unitOf(event.target)?.typed());
article.addEventListener("compositionstart", (event) => { const unit = unitOf(event.target); if (unit) unit.composing = true; });
article.addEventListener("compositionend", (event) => {
  const unit = unitOf(event.target);
  if (!unit) return;
  unit.composing = false;
  unit.typed();
});
article.addEventListener("focusin", (event) => {
  const unit = unitOf(event.target);
  if (!unit) return;
  choose(unit);
});
article.addEventListener("click", (event) => { const unit = unitOf(event.target); if (unit && unit !== atHand()) choose(unit); });
article.addEventListener("focusout", (event) => { const unit = unitOf(event.target); if (unit?.dirty && !unit.composing) unit.save(); });
article.addEventListener("beforeinput", (event) => {
  if (["insertParagraph", "insertLineBreak"].includes(event.inputType)) event.preventDefault();
});
for (const kind of ["paste", "drop"]) {
  article.addEventListener(kind, (event) => {
    if (!event.target.closest?.(".edit")) return;
    event.preventDefault();
    const data = event.clipboardData ?? event.dataTransfer;
    const text = data.getData("text/plain").replace(/\s*[\r\n\u2028\u2029]+\s*/g, " ");
    if (kind === "paste" && text) document.execCommand("insertText", false, text);
  });
}

// Keys ------------------------------------------------------------------------------------------------------

const digits = { Digit1: 0, Digit2: 1, Digit3: 2, Numpad1: 0, Numpad2: 1, Numpad3: 2 };

/** Return what a key does; null for keys that belong to the browser or the input method. */
function actionOf(event) {
  const { ctrlKey, metaKey, altKey, shiftKey, key, code } = event;
  const control = ctrlKey || metaKey;
  if (key === "F1" || (control && !altKey && key === "/")) return () => open(byId("help"));
  if (isOpen()) return null;
  if (control && !altKey && key === "Enter") return approveNext;
  if (altKey && !control && key === "ArrowDown" && shiftKey) return () => go(next((unit) => shown(unit) && unit.view.findings.length > 0));
  if (altKey && !control && !shiftKey && key === "ArrowDown") return () => go(next(shown));
  if (altKey && !control && !shiftKey && key === "ArrowUp") return () => go(next(shown, -1));
  if (altKey && !control && code in digits) return () => takeOffer(digits[code]);
  if (altKey && !control && code === "KeyG") return () => { if (atHand()) openTerm(atHand(), null); };
  if (altKey && !control && code === "KeyW") return toggleWords;
  if (altKey && !control && code === "KeyX") return dismissFirst;
  if (altKey && !control && code === "KeyU") return () => byId("undo").click();
  if (key === "Escape" && !control && !altKey) return revertTyping;
  return null;
}

/** Mark the first finding of the sentence as a false positive. */
async function dismissFirst() {
  const unit = atHand();
  const finding = unit?.view.findings[0];
  if (!finding) say(t("no-findings"));
  else if (await unit.send("/dismiss", { code: finding.code, dismissed: true })) say(t("dismissed-said", { n: unit.view.findings.length }));
}

/** Return to what is saved. */
function revertTyping() {
  const unit = atHand();
  if (!unit?.dirty || unit.conflict) return;
  clearTimeout(unit.timer);
  unit.write(unit.view.target);
  clearTimeout(unit.timer);
  forget(unit.view.key);
  unit.show();
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  const act = actionOf(event);
  if (!act) return;
  event.preventDefault();
  act();
});

// Texts of earlier visits -----------------------------------------------------------------------------------

/** Offer the texts that the server never acknowledged. */
function findKept() {
  for (const text of kept()) {
    const all = [...units.values()];
    const near = all.filter((one) => one.view.key.slice(0, 16) === text.key.slice(0, 16));
    const unit = all.find((one) => one.view.key === text.key) ?? (near.length === 1 ? near[0] : null);
    if (unit?.editable && plain(text.target) === plain(unit.view.target)) forget(text.key);
    else if (unit?.editable) {
      unit.offered = text;
      unit.show();
    }
  }
}

function showKept() {
  const found = [...units.values()].filter((unit) => unit.offered);
  const gone = kept().filter((text) => ![...units.values()].some((unit) => unit.view.key.slice(0, 16) === text.key.slice(0, 16)));
  const count = found.length + gone.length;
  byId("banner").hidden = !count;
  if (!count) return;
  byId("banner").replaceChildren(
    count === 1 ? t("unsaved-one") : t("unsaved-count", { n: count }), " ",
    ...(found.length ? [make("button", { type: "button", onclick: () => go(found[0]) }, t("unsaved-show"))] : []),
    ...(gone.length ? [make("ul", {}, ...gone.map((text) => make("li", {}, make("span", { lang: "en" }, text.target), " — ", t("unsaved-gone"), " ",
      make("button", { type: "button", onclick: () => { forget(text.key); showKept(); } }, t("unsaved-discard")))))] : []));
}

// Beginning -------------------------------------------------------------------------------------------------

async function begin() {
  const state = await get("/state");
  if (!state) {
    setTimeout(begin, 1000);
    return;
  }
  const rows = new Map([...document.querySelectorAll(".unit")].map((row) => [row.dataset.unit, row]));
  for (const view of state.units) {
    const row = rows.get(view.id);
    if (row?.querySelector(".below")) {
      const unit = new Unit(row);
      unit.begin(view);
      units.set(view.id, unit);
    }
  }
  findKept();
  showKept();
  absorb(state);
  follow(state.boot, state.version);
  document.body.dataset.ready = "";
}

begin();
