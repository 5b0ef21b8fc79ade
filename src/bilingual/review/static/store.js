// Texts that the server has not acknowledged, kept in the browser's storage: by article, sentence and revision.

const prefix = `bilingual-review|${document.body.dataset.project}|`;
const name = (key, revision) => `${prefix}${key}|${revision}`;

/** Keep a text until the server has it. Storage may be full or switched off: then there is only the page. */
export function keep(view, target) {
  try {
    forget(view.key);
    localStorage.setItem(name(view.key, view.revision), JSON.stringify({ target, unit: view.id, at: Date.now() }));
  } catch { /* the page says that the text is not saved */ }
}

/** Forget the texts of a sentence. */
export function forget(key) {
  for (const one of names()) if (one.startsWith(`${prefix}${key}|`)) localStorage.removeItem(one);
}

/** Return the texts of earlier visits: key, revision, target. */
export function kept() {
  return names().flatMap((one) => {
    const [key, revision] = one.slice(prefix.length).split("|");
    try {
      const { target, at } = JSON.parse(localStorage.getItem(one));
      return typeof target === "string" ? [{ key, revision, target, at }] : [];
    } catch {
      return [];
    }
  });
}

function names() {
  try {
    return Object.keys(localStorage).filter((one) => one.startsWith(prefix));
  } catch {
    return [];
  }
}
