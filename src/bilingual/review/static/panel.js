// Beside the article: the findings in the order of their weight, and everything about the sentence at hand.

import { difference, make, meaning, say, t } from "./words.js";
import { rangesOf, units } from "./units.js";
import { get, tell } from "./wire.js";
import { showWords } from "./dictionary.js";

const body = document.getElementById("panel-body");
const title = document.getElementById("panel-title");
const list = document.getElementById("findings-list");
const weight = { error: 0, warning: 1, note: 2 };

/** What other modules add: `go(unit)`, `approveNext()`, `approveBlock(unit)`, `openTerm(unit, term)`. */
export const hooks = {};

let current = null;
let offers = [];
let asked = "";

/** Return the sentence at hand. */
export const atHand = () => current;

/** Show everything about a sentence. */
export function choose(unit) {
  if (current !== unit) {
    current?.row.removeAttribute("data-current");
    offers = [];
    asked = "";
  }
  current = unit;
  unit.row.dataset.current = "";
  showPanel();
  showWords(unit);
}

/** Show the panel again. */
export function showPanel() {
  if (!current) return;
  const { view } = current;
  title.textContent = `${t("panel")} · ${view.id}`;
  body.replaceChildren(...[buttons(), findings(), offersPart(), terms(), notes()].flat());
  const stamp = `${view.id} ${view.revision}`;
  if (asked !== stamp) askOffers(stamp);
}

async function askOffers(stamp) {
  asked = stamp;
  const found = await get(`/offers/${current.id}`);
  if (asked !== stamp || !found) return;
  offers = found;
  showPanel();
}

const button = (words, act, attributes = {}) => make("button", { type: "button", onclick: act, ...attributes }, words);
const key = (...keys) => make("span", {}, " ", ...keys.map((one) => make("kbd", {}, one)));

function buttons() {
  const { view } = current;
  if (!current.editable) return [make("p", { class: "quiet" }, t("fixed"))];
  if (current.conflict) return [make("p", { class: "badge", "data-badge": "conflict" }, t("conflict"))];
  const made = [];
  if (view.state !== "approved" || current.dirty) {
    made.push(make("button", { type: "button", class: "main", "data-do": "approve", onclick: () => hooks.approveNext() }, t("approve-next"), key("Ctrl", "Enter")));
  } else {
    made.push(button(t("reopen"), () => current.send("/reopen", {}), { "data-do": "reopen" }));
  }
  if (current.row.parentElement.querySelectorAll(".unit").length > 1) {
    made.push(button(t("approve-paragraph"), () => hooks.approveBlock(current), { "data-do": "paragraph" }));
  }
  if (view.draft && view.draft !== view.target) made.push(button(t("revert"), () => current.send("/revert", {}), { "data-do": "revert" }));
  return [make("p", { class: "buttons" }, ...made)];
}

const severity = (finding) => make("span", { class: "severity", "data-severity": finding.severity }, t(`severity-${finding.severity}`));

/** Return what a finding says: its meaning, and the message where it says more than that. */
function said(finding, tag) {
  const same = finding.message.slice(0, 12) === meaning(finding).slice(0, 12);
  return same ? [make("span", { lang: "en" }, finding.message)] : [meaning(finding), make(tag, { class: "quiet", lang: "en" }, finding.message)];
}

function findings() {
  const { view } = current;
  const dismiss = (finding, dismissed) => () => current.send("/dismiss", { code: finding.code, dismissed });
  const made = [];
  if (view.findings.length) {
    const codes = new Set();
    made.push(make("h3", {}, t("findings-here", { n: view.findings.length })), make("ul", {}, ...view.findings.map((finding) => {
      const first = !codes.has(finding.code);
      codes.add(finding.code);
      return make("li", { class: "finding" },
        severity(finding), " ", ...said(finding, "p"),
        first ? make("button", { type: "button", onclick: dismiss(finding, true), "data-do": "dismiss", "data-code": finding.code },
          t("dismiss"), codes.size === 1 ? key("Alt", "X") : null) : null);
    })));
  }
  if (view.dismissed.length) {
    made.push(make("h3", {}, t("dismissed")), make("ul", {}, ...view.dismissed.map((finding) => make("li", { class: "finding" },
      meaning(finding), " ", button(t("restore-finding"), dismiss(finding, false), { "data-do": "restore-finding", "data-code": finding.code })))));
  }
  return made;
}

/** Return what the glossary says about a term. */
export function entryOf(term) {
  const rows = [
    ["term-reading", term.reading, "ja"], ["term-accept", term.accept.join(", "), "en"], ["term-forbid", term.forbid.join(", "), "en"],
    ["term-note", term.note, null], ["term-comment", term.comment, null],
  ].filter(([, text]) => text);
  return [
    make("p", {}, make("span", { lang: "ja" }, term.source), " → ", make("span", { lang: "en" }, term.target),
      term.found ? null : make("span", { class: "severity", "data-severity": "error" }, " ", t("term-missing-here"))),
    rows.length ? make("dl", {}, ...rows.flatMap(([name, text, lang]) => [make("dt", {}, t(name)), make("dd", { lang }, text)])) : null,
    term.entry && (term.entry !== term.source || term.place)
      ? make("p", { class: "quiet" }, term.entry !== term.source ? `${term.entry} → ${term.english} · ` : "", term.place.split("/").pop()) : null,
  ].filter(Boolean);
}

function terms() {
  const { view } = current;
  const seen = new Set();
  const rows = view.terms.flatMap((term) => {
    const same = `${term.source}|${term.target}`;
    if (seen.has(same)) return [];
    seen.add(same);
    const [line, ...more] = entryOf(term);
    return [make("li", { class: "term-entry" }, line, " ",
      term.editable ? button(t("term-edit"), () => hooks.openTerm(current, term), { "data-do": "term" }) : null, ...more)];
  });
  return [
    make("h3", {}, t("terms")), rows.length ? make("ul", {}, ...rows) : null,
    make("p", { class: "buttons" }, make("button", { type: "button", "data-do": "add-term", onclick: () => hooks.openTerm(current, null) }, t("term-add"), key("Alt", "G"))),
  ].filter(Boolean);
}

function offersPart() {
  if (!current.editable) return [];
  const head = make("h3", {}, t("offers"));
  if (!offers.length) return [head, make("p", { class: "quiet" }, t("offers-none"))];
  return [head, make("ol", {}, ...offers.map((offer, at) => {
    const what = t(`offer-${offer.kind}`, { score: offer.score, origin: offer.origin });
    const doubts = offer.doubts.map((one) => t(`doubt-${one}`)).join(", ");
    const fuzzy = offer.kind === "fuzzy";
    return make("li", { class: "offer" },
      make("p", { class: "quiet" }, what, doubts ? make("span", { class: "severity", "data-severity": "warning" }, " ", doubts) : null),
      fuzzy ? make("p", { lang: "ja" }, ...difference(offer.parts, "ja")) : null,
      make("p", { class: "text", lang: "en" }, ...(fuzzy ? [offer.target] : difference(offer.parts, "en"))),
      make("button", { type: "button", "data-do": "take", onclick: () => takeOffer(at) }, t("offer-take"), at < 3 ? key("Alt", String(at + 1)) : null));
  }))];
}

/** Put an offer into the box. */
export function takeOffer(at) {
  const offer = offers[at];
  if (offer && current?.editable) current.write(offer.target);
  else say(t("offers-none"));
}

function notes() {
  const { notes: found } = current.view;
  return found.length ? [make("h3", {}, t("notes")), make("ul", {}, ...found.map((note) => make("li", {}, note)))] : [];
}

/** Show the list of all findings, errors first. */
export function showFindings() {
  const rows = [...units.values()].flatMap((unit) => unit.view.findings.map((finding) => ({ unit, finding })));
  rows.sort((a, b) => weight[a.finding.severity] - weight[b.finding.severity]);
  document.getElementById("findings-count").textContent = rows.length ? `(${rows.length})` : "";
  document.getElementById("findings-none").hidden = rows.length > 0;
  list.replaceChildren(...rows.map(({ unit, finding }) => make("li", {},
    make("button", { type: "button", onclick: () => hooks.go(unit) }, `${unit.id} `, severity(finding), " ", ...said(finding, "span")))));
}

// The glossary's entry of a term, at the pointer or the focus.

const tip = document.getElementById("tip");

function showTip(span) {
  const unit = units.get(span.closest(".unit")?.dataset.unit);
  const number = Number(span.dataset.term);
  const term = unit?.view.terms[number];
  if (!term) return;
  tip.replaceChildren(...entryOf(term));
  tip.hidden = false;
  const at = span.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - tip.offsetWidth - 8));
  const above = at.bottom + tip.offsetHeight + 12 > innerHeight;
  tip.style.left = `${left + scrollX}px`;
  tip.style.top = `${(above ? at.top - tip.offsetHeight - 6 : at.bottom + 6) + scrollY}px`;
  if (window.Highlight) CSS.highlights.set("now", new Highlight(...rangesOf(unit, number)));
}

function hideTip() {
  tip.hidden = true;
  if (window.Highlight) CSS.highlights.delete("now");
}

for (const kind of ["mouseover", "focusin"]) {
  document.addEventListener(kind, (event) => {
    const span = event.target.closest?.(".term[data-term]");
    if (span) showTip(span);
    else hideTip();
  });
}

/** Say that everything is saved. */
export const calm = () => tell("saved");
