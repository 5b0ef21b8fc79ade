// Tap a sentence: it and its partner stay marked. Tap again, tap elsewhere or press Escape: they are let go.
const held = () => document.querySelectorAll(".held");
const release = () => held().forEach((unit) => unit.classList.remove("held"));
document.querySelector("main").addEventListener("click", (event) => {
  const unit = event.target.closest(".u");
  const again = !unit || unit.classList.contains("held") || event.target.closest("a") || !getSelection().isCollapsed;
  release();
  if (again) return;
  document.querySelectorAll(".u").forEach((other) => {
    if (other.dataset.unit === unit.dataset.unit) other.classList.add("held");
  });
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape") release(); });
