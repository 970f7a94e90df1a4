// Single keys on provider pages: j and k walk through the items, e, r and s press what is marked with them, / goes to
// the search field. Silent while somebody types, with any modifier held, or when the person turned keys off.
const items = () => [...document.querySelectorAll("[data-item]")].filter((item) => item.offsetParent);
let place = null;  // where the walk was: an item that is done leaves, and the walk goes on at the one that follows

function walk(step) {
  const all = items(), now = all.findIndex((item) => item.contains(document.activeElement));
  const last = all.length - 1, start = place === null ? (step > 0 ? 0 : last) : step > 0 ? place : place - 1;
  place = Math.max(0, Math.min(last, now < 0 ? start : now + step));
  (all[place]?.querySelector("a,button") ?? all[place])?.focus();
}

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (!("keys" in document.body.dataset) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.closest?.("input,textarea,select,[contenteditable],dialog[open]")) return;
  if (key === "j" || key === "k") walk(key === "j" ? 1 : -1);
  else if (key === "/") document.querySelector("input[type=search]")?.focus();
  else {
    if (!/^[a-z]$/.test(key)) return;
    const mark = `[data-key="${key}"]`;
    const here = target.closest?.("[data-item]")?.querySelector(mark);
    const button = here ?? [...document.querySelectorAll(mark)].find((other) => !other.closest("[data-item]"));
    if (!button) return;
    button.matches("textarea,input") ? button.focus() : button.click();
  }
  event.preventDefault();
});
