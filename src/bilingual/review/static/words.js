// The words of the page, and small builders of elements. Everything is put into the page as text.

const strings = JSON.parse(document.getElementById("strings").textContent);

/** Return the words called `name`, with `{value}` replaced. */
export function t(name, values = {}) {
  const words = strings[name] ?? values.otherwise ?? name;
  return words.replace(/\{(\w+)\}/g, (all, key) => (key in values ? String(values[key]) : all));
}

/** Return whether there are words called `name`. */
export const has = (name) => name in strings;

/** Return an element with properties, attributes (`data-…`, `aria-…`, `lang`) and children. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (name === "class") element.className = value;
    else if (value !== undefined && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Return the parts of a difference as elements; what is removed and added is said, too. */
export function difference(parts, lang) {
  return parts.map(([kind, text]) => {
    if (kind === "same") return document.createTextNode(text);
    const said = make("span", { class: "hidden", lang: document.documentElement.lang }, t(kind === "old" ? "removed" : "added") + " ");
    return make(kind === "old" ? "del" : "ins", { lang }, said, text);
  });
}

/** Say something to people who listen to the page. */
export function say(text) {
  const live = document.getElementById("live");
  live.textContent = "";
  setTimeout(() => { live.textContent = text; }, 30);
}

/** Return the message of an answer that is an error. */
export function problem(answer) {
  const detail = answer.detail ?? "";
  return has(answer.code) ? t(answer.code, { detail }) : t("error", { detail: detail || answer.code });
}

/** Return what a kind of finding means. */
export const meaning = (finding) => t(`code-${finding.code}`, { otherwise: finding.meaning });
