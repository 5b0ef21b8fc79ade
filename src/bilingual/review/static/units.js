// The sentences of the page: what each shows, how its text is saved, and its conflicts.

import { difference, make, problem, say, t } from "./words.js";
import { forget, keep } from "./store.js";
import { post, tell } from "./wire.js";

const delay = 400;

/** What other modules add: `shown(unit)` after a change of what a unit shows, `absorb(news)` for answers. */
export const hooks = {};

/** Every sentence, by id, in reading order. */
export const units = new Map();

/** A sentence of the article: its view as the server has it, and its box on the page. */
export class Unit {
  constructor(row) {
    this.row = row;
    this.id = row.dataset.unit;
    this.box = row.querySelector(".edit");
    this.source = row.querySelector(".source");
    this.below = row.querySelector(".below");
    this.badge = row.querySelector(".badge");
    this.marks = row.querySelector(".marks");
    this.view = null;
    this.conflict = null; // {view, parts}: what is saved, and how it differs from the text in the box
    this.offered = null; // a text of an earlier visit
    this.refused = ""; // why the server does not take the text
    this.timer = 0;
    this.saving = null;
    this.waiting = null; // a view that came while a text was being saved
    this.composing = false;
    this.armed = false; // an empty text was approved once
  }

  get text() { return plain(this.box ? this.box.textContent : this.view.target); }
  get dirty() { return Boolean(this.box) && this.text !== plain(this.view.target); }
  get editable() { return Boolean(this.box) && !this.view.fixed; }
  get open() { return this.view.counted && this.editable && this.view.state !== "approved"; }

  /** Take the first view, which may be newer than the page. Only then the box takes keys: nothing is typed into an old text. */
  begin(view) {
    this.view = view;
    if (!this.box) return;
    if (plain(this.box.textContent) !== plain(view.target)) setText(this.box, view.target);
    this.box.contentEditable = "true";
    try {
      this.box.contentEditable = "plaintext-only";
    } catch { /* a browser without it; what is pasted is plain all the same */ }
  }

  /** Take a view of the server. A text that the server does not have yet stays in the box; `own`: it is based on it. */
  take(view, own = false) {
    const before = this.view;
    const dirty = before && this.dirty;
    if (!own && dirty && before.revision !== view.revision && before.target !== view.target && plain(view.target) !== this.text) {
      // The text in the box is based on the old revision, and stays so: the server answers with the conflict.
      if (this.saving) this.waiting = view;
      else this.save();
      return;
    }
    if (this.conflict && view.revision !== this.conflict.view.revision) this.conflict.view = view;
    if (this.conflict) return;
    this.view = view;
    if (this.box && !dirty && plain(this.box.textContent) !== plain(view.target)) setText(this.box, view.target);
    if (!this.box) this.row.querySelector(".fixed")?.replaceChildren(view.target);
    if (dirty && !this.dirty) forget(view.key);
    this.show();
  }

  /** Show the state, the findings and the terms. */
  show() {
    const { view } = this;
    if (this.badge) {
      const state = this.conflict ? "conflict" : this.dirty ? "unsaved" : view.state;
      this.row.dataset.state = state;
      this.badge.dataset.badge = view.fixed || !view.counted && state === "draft" ? "" : state;
      this.badge.textContent = view.fixed ? t("state-fixed") : !view.counted && state === "draft" ? "" : t(`state-${state}`);
      const worst = ["error", "warning", "note"].find((one) => view.findings.some((finding) => finding.severity === one));
      this.marks.replaceChildren(...(worst ? [make("span", { class: "severity", "data-severity": worst }, count(view.findings.length))] : []));
    }
    showSource(this);
    showNotices(this);
    paint();
    hooks.shown(this);
  }

  /** The person has typed. */
  typed() {
    this.armed = false;
    this.refused = "";
    if (this.dirty) keep(this.view, this.text);
    else forget(this.view.key);
    clearTimeout(this.timer);
    if (!this.composing) this.timer = setTimeout(() => this.save(), delay);
    this.show();
  }

  /** Save the text, if it is not saved. */
  async save() {
    clearTimeout(this.timer);
    if (this.saving) await this.saving;
    if (!this.dirty || this.conflict || this.composing) return;
    if (!this.text) {
      this.refused = t("empty");
      tell("state-unsaved");
      this.show();
      return;
    }
    await this.send("/save", { target: this.text });
  }

  /** Send a change of this sentence; return whether the server has taken it. */
  async send(path, body) {
    const { key, revision } = this.view;
    const sent = { unit: this.id, revision, ...body };
    tell("saving");
    this.saving = post(path, path === "/approve" ? { items: [sent] } : sent);
    const { status, answer } = await this.saving;
    const { waiting } = this;
    this.saving = this.waiting = null;
    if (status === 200) {
      if (body.target === undefined || plain(body.target) === this.text) forget(key);
      this.take(answer.units.find((view) => view.id === this.id) ?? this.view, true);
      hooks.absorb(answer);
      if (waiting && waiting.revision !== this.view.revision) this.take(waiting);
      if (this.dirty) this.typed();
      else tell("saved");
      return true;
    }
    if (status === 409 && answer.units) {
      const view = answer.units.find((one) => one.id === this.id);
      if (view && path !== "/save" && path !== "/approve") {
        this.take(view); // the text is not concerned: try again with what is there now
        say(t("conflict"));
      } else if (view) {
        this.conflict = { view, parts: answer.parts[this.id] ?? [] };
        tell("state-conflict");
        say(t("conflict"));
      }
    } else if (status === 409) {
      hooks.outdated();
    } else if (status) {
      this.refused = problem(answer);
      tell("state-unsaved");
      say(this.refused);
    }
    this.show();
    return false;
  }

  /** Approve the sentence as it is in the box; return whether it is approved. */
  async approve() {
    clearTimeout(this.timer);
    if (this.saving) await this.saving;
    if (this.conflict || !this.editable) return false;
    if (!this.text && !this.armed && !this.view.said_in) {
      this.armed = true;
      this.refused = t("leave-out");
      say(this.refused);
      this.show();
      return false;
    }
    this.armed = false;
    return this.send("/approve", this.dirty ? { target: this.text } : {});
  }

  /** End a conflict: with the text in the box, or with what is saved. */
  async settle(mine) {
    const { view } = this.conflict;
    this.conflict = null;
    const text = this.text;
    forget(this.view.key);
    this.view = view;
    if (mine && text !== plain(view.target)) {
      keep(view, text);
      await this.save();
    } else {
      setText(this.box, view.target);
      this.show();
      tell("saved");
    }
    this.box.focus();
  }

  /** Put a text into the box as if it were typed, so that Ctrl+Z takes it back. */
  write(text) {
    this.box.focus();
    getSelection().selectAllChildren(this.box);
    if (!document.execCommand("insertText", false, text)) {
      setText(this.box, text);
      this.typed();
    }
  }
}

/** Return a text on one line, as it is stored. */
export const plain = (text) => text.replace(/[ \t\r\n\v\f\u2028\u2029]+/g, " ").trim();

function setText(box, text) {
  const focused = box === document.activeElement;
  box.textContent = text;
  if (!focused) return;
  getSelection().selectAllChildren(box);
  getSelection().collapseToEnd();
}

const count = (n) => (n === 1 ? t("finding-of") : t("findings-of", { n }));

function showSource(unit) {
  const { source, view } = unit;
  const stamp = JSON.stringify(view.pieces) + JSON.stringify(view.terms.map((term) => term.found));
  if (!source || source.dataset.stamp === stamp || unit.stamp === stamp) return;
  unit.stamp = stamp;
  source.replaceChildren(...view.pieces.map((piece) => pieceOf(piece, view)));
}

function pieceOf(piece, view) {
  let node = document.createTextNode(piece.text);
  if (piece.ruby) node = make("ruby", {}, node, make("rt", {}, piece.ruby));
  if (piece.code) node = make("code", {}, node);
  if (piece.italic) node = make("em", {}, node);
  if (piece.bold) node = make("strong", {}, node);
  if (piece.term < 0) return node;
  return make("span", { class: "term", tabindex: "-1", "data-term": piece.term, "data-found": view.terms[piece.term].found }, node);
}

function showNotices(unit) {
  const notices = [];
  if (unit.conflict) notices.push(conflictNotice(unit));
  if (unit.offered) notices.push(offeredNotice(unit));
  if (unit.refused) notices.push(make("p", { class: "notice", role: "alert" }, unit.refused));
  if (unit.view.said_in && !unit.text) notices.push(make("p", { class: "quiet" }, t("said-in", { unit: unit.view.said_in })));
  unit.below.replaceChildren(...notices);
}

function conflictNotice(unit) {
  const { view, parts } = unit.conflict;
  return make("div", { class: "notice conflict", role: "alert" },
    make("strong", {}, t("conflict")),
    make("dl", {},
      make("dt", {}, t("conflict-mine")), make("dd", { lang: "en" }, unit.text),
      make("dt", {}, `${t("conflict-saved")} (${t(`state-${view.state}`)})`), make("dd", { lang: "en" }, view.target || "—"),
      make("dt", {}, t("conflict-difference")), make("dd", { lang: "en" }, ...difference(parts, "en"))),
    make("p", { class: "buttons" },
      make("button", { type: "button", "data-do": "mine", onclick: () => unit.settle(true) }, t("keep-mine")),
      make("button", { type: "button", "data-do": "saved", onclick: () => unit.settle(false) }, t("take-saved"))));
}

function offeredNotice(unit) {
  const end = (restore) => {
    const { target } = unit.offered;
    unit.offered = null;
    forget(unit.view.key);
    if (restore) unit.write(target);
    unit.show();
    hooks.offeredEnded();
  };
  return make("div", { class: "notice offered" },
    make("strong", {}, t("unsaved-found")),
    make("dl", {}, make("dd", { lang: "en" }, unit.offered.target)),
    make("p", { class: "buttons" },
      make("button", { type: "button", "data-do": "restore", onclick: () => end(true) }, t("unsaved-restore")),
      make("button", { type: "button", "data-do": "discard", onclick: () => end(false) }, t("unsaved-discard"))));
}

// The terms in the English are painted over the text, without elements in the box.

let painting = 0;

function paint() {
  if (!window.Highlight || painting) return;
  painting = requestAnimationFrame(() => {
    painting = 0;
    CSS.highlights.set("terms", new Highlight(...[...units.values()].flatMap((unit) => rangesOf(unit))));
  });
}

/** Return the ranges of the terms in the English of a unit; with `term`, of this one. */
export function rangesOf(unit, term = -1) {
  const node = unit.box?.firstChild;
  if (!unit.view || !node || node.nodeType !== Node.TEXT_NODE || node.data !== unit.view.target) return [];
  return unit.view.places.filter(([, , which]) => term < 0 || which === term).map(([start, end]) => {
    const range = new Range();
    range.setStart(node, start);
    range.setEnd(node, end);
    return range;
  });
}
