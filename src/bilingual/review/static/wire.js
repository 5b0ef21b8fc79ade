// Talking to the server: requests, the stream of changes, and what is said about the connection.

import { t } from "./words.js";

const structure = document.body.dataset.structure;
const line = document.getElementById("connection");
const words = document.getElementById("connection-text");
const button = document.getElementById("retry");
const longest = 15;

/** What other modules add: `changed(news)`, `retry()`, `unsaved()`. */
export const hooks = {};

let pause = 1;
let timer = 0;
let down = false;
let since = "";

/** Send a request; return {status, answer}. Status 0: the server cannot be reached, and is asked again later. */
export async function post(path, body) {
  let response;
  try {
    response = await fetch(path, {
      method: "POST", headers: { "content-type": "application/json" },
      body: JSON.stringify({ structure, ...body }), signal: AbortSignal.timeout(path === "/term" ? 600000 : 20000),
    });
  } catch {
    lost("down");
    return { status: 0, answer: {} };
  }
  if (response.status === 403) {
    lost("locked");
    return { status: 0, answer: {} };
  }
  const answer = await response.json().catch(() => ({ code: "unexpected" }));
  if (answer.version) found();
  return { status: response.status, answer };
}

/** Return a JSON value of the server, or null. */
export async function get(path) {
  try {
    const response = await fetch(path);
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

/** Show that texts are being saved, or that they are. */
export function tell(state) {
  if (down) return;
  line.dataset.state = state;
  words.textContent = t(state);
}

/** Follow the changes by this page and others. */
export function follow(boot, version) {
  since = `${boot}-${version}`;
  let source = null;
  const open = () => {
    source = new EventSource(`/events?since=${since}`);
    source.onopen = found;
    source.onmessage = (event) => {
      found();
      const news = JSON.parse(event.data);
      since = event.lastEventId;
      hooks.changed(news);
    };
    source.onerror = () => {
      source.close();
      lost("down");
    };
  };
  hooks.reopen = () => {
    source?.close();
    open();
  };
  open();
  // A browser has few connections to one server: tabs that nobody sees give theirs back.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) source.close();
    else if (source.readyState === EventSource.CLOSED) hooks.reopen();
  });
}

function lost(state) {
  down = true;
  line.dataset.state = state;
  button.hidden = false;
  const say = () => { words.textContent = `${t(state === "down" && !hooks.unsaved() ? "down-clean" : state)} ${t("retry-in", { n: Math.round(pause) })}`; };
  say();
  if (timer) return;
  timer = setTimeout(again, pause * 1000);
  pause = Math.min(pause * 2, longest);
}

async function again() {
  clearTimeout(timer);
  timer = 0;
  let response;
  try {
    response = await fetch("/state");
  } catch {
    lost("down");
    return;
  }
  if (response.status === 403) {
    lost("locked");
    return;
  }
  found();
  hooks.reopen?.();
  await hooks.retry();
}

function found() {
  if (!down) return;
  down = false;
  pause = 1;
  clearTimeout(timer);
  timer = 0;
  button.hidden = true;
  tell(hooks.unsaved() ? "saving" : "back");
}

button.addEventListener("click", () => { pause = 1; again(); });
// Another tab of this browser may have brought the new cookie.
addEventListener("focus", () => { if (down) { pause = 1; again(); } });
