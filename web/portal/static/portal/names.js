// Names to choose from while a medicine is typed; all works without. What is typed travels in a body.
const box = document.querySelector("[data-names]"), form = box.closest("form"), [list, status] = box.children;
const { name, ingredient, csrfmiddlewaretoken } = form.elements;
let asked = 0, filled, pause;
name.removeAttribute("list");

function draw(found) {
  list.replaceChildren(...found.map((one) => {
    const inside = one.ingredients.join(" / ");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn quiet small", textContent: inside === one.name ? inside : `${one.name} (${inside})` });
    button.onclick = () => {
      name.value = one.name;
      ingredient.value ||= filled = inside;
      draw([]);
      name.focus();
    };
    return button;
  }));
  status.textContent = found.length ? `${found.length} ${box.dataset.found}` : "";
}

name.oninput = () => {
  const q = name.value.trim(), turn = ++asked;
  if (ingredient.value === filled) ingredient.value = "";  // it was of another name
  clearTimeout(pause);
  pause = setTimeout(async () => {
    const answer = q.length < 2 ? null : await fetch(box.dataset.names, {
      method: "POST", body: JSON.stringify({ q }),
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfmiddlewaretoken.value },
    }).catch(() => null);
    const found = answer?.ok ? await answer.json() : [];
    if (turn === asked) draw(found);
  }, 150);
};

form.addEventListener("keydown", (event) => {
  const places = [name, ...list.children], step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const to = step && places.includes(event.target) && places[places.indexOf(event.target) + step];
  if (to) { event.preventDefault(); to.focus(); }
});
