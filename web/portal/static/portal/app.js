// What pages can do beyond plain HTML; all work without it.
const $ = (selector, root = document) => root.querySelector(selector);
const on = (name, act, root = document) => root.addEventListener(name, act);
const show = (id, shown) => { const part = document.getElementById(id); if (part) part.hidden = !shown; };

// Installed app: offline page and fixed files, never pages.
navigator.serviceWorker?.register("/sw.js").then(({ active }) => active?.postMessage(document.documentElement.lang)).catch(() => {});

function toast(words) {
  const box = $("#toasts");
  if (!box || !words) return;
  const note = Object.assign(document.createElement("div"), { className: "toast", textContent: words });
  box.replaceChildren(note);
  setTimeout(() => note.remove(), 8000);
}
on("htmx:response:error", ({ detail }) => {
  const { status } = detail.ctx.response;
  if (status === 401) show("signed-out", true);
  else if (status !== 422) toast($("#toasts")?.dataset.failed);
});
on("htmx:error", () => toast($("#toasts")?.dataset.unreached));

// Signed out elsewhere: say so, keep what was typed. Back from signing in, take the new form token; if another person
// signed in on this device, leave this page at once.
on("live:closed", () => show("signed-out", true));
async function signedInAgain() {
  const banner = $("#signed-out");
  if (document.hidden || !banner || banner.hidden) return;
  const answer = await fetch(location.href, { redirect: "manual" }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (page.body.dataset.person !== document.body.dataset.person) return location.replace("/");
  const headers = "hx-headers:inherited", token = "[name=csrfmiddlewaretoken]", fresh = $(token, page)?.value;
  document.body.setAttribute(headers, page.body.getAttribute(headers));
  if (fresh) for (const input of document.querySelectorAll(token)) input.value = fresh;
  banner.hidden = true;
  document.body.dispatchEvent(new CustomEvent("live:again"));
}
on("visibilitychange", signedInAgain);

const line = () => show("offline", !navigator.onLine);
on("online", line, window);
on("offline", line, window);
line();

// Menus close when the person turns away; dialogs open from any button that names them.
const closeMenus = (except) => { for (const menu of document.querySelectorAll("[data-menu][open]")) if (!menu.contains(except)) menu.open = false; };
on("click", (event) => {
  const { target } = event;
  closeMenus(target);
  if (target instanceof HTMLDialogElement) return target.close();  // the backdrop
  const button = target.closest?.("[data-opens],[data-closes],[data-print]");
  if (!button) return;
  if ("print" in button.dataset) return print();
  if ("closes" in button.dataset) return button.closest("dialog")?.close();
  const dialog = document.getElementById(button.dataset.opens);
  if (dialog?.showModal) { event.preventDefault(); dialog.showModal(); }
});
on("keydown", ({ key, target }) => {
  if (key !== "Escape") return;
  const menu = target.closest?.("[data-menu][open]");
  closeMenus(null);
  if (menu) $("summary", menu).focus();
});

// A form that came back with errors: go to the summary.
on("htmx:after:swap", ({ target }) => $("[data-focus]", target instanceof Element ? target : document)?.focus());

// Charts are read with the arrow keys or a finger: each row of the table under the chart is one moment.
function point(chart, index) {
  const rows = chart.querySelectorAll("tbody tr");
  if (!rows.length) return;
  const at = Math.max(0, Math.min(rows.length - 1, index)), heads = [...chart.querySelectorAll("thead th")];
  const [when, ...rest] = [...rows[at].cells].map((cell) => cell.textContent.trim());
  chart.dataset.at = at;
  $("output", chart).textContent = `${when}: ${rest.map((value, n) => value && `${heads[n + 1].textContent.trim()} ${value}`).filter(Boolean).join(", ")}`;
  const cursor = $(".cursor", chart), x = rows[at].dataset.x;
  if (cursor && x) { cursor.setAttribute("x1", x); cursor.setAttribute("x2", x); cursor.removeAttribute("visibility"); }
}
on("keydown", (event) => {
  const chart = event.target;
  if (!chart.matches?.("[data-chart]")) return;
  const now = Number(chart.dataset.at ?? -1), last = chart.querySelectorAll("tbody tr").length - 1;
  const to = { ArrowRight: now + 1, ArrowLeft: now < 0 ? last : now - 1, Home: 0, End: last }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  point(chart, to);
});
on("pointerdown", ({ target, clientX }) => {
  const drawing = target.closest?.("[data-chart] svg"), chart = drawing?.closest("[data-chart]");
  if (!$(".cursor", drawing ?? document.createElement("i"))) return;
  const box = drawing.getBoundingClientRect(), x = (clientX - box.x) / box.width * drawing.viewBox.baseVal.width;
  const far = [...chart.querySelectorAll("tbody tr")].map((row) => Math.abs(row.dataset.x - x));
  point(chart, far.indexOf(Math.min(...far)));
});
