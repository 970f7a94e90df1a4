// Live events. One socket a page; each frame becomes the DOM events `live:<kind>` and `live:<kind>:<id>` on <body>,
// and htmx elements that listen fetch their fragment again. Losing the socket costs time, never data: `live:open` (it
// is back) and `live:reset` make every element catch up. The first socket says `live:ready`: the page is fresh, and
// frames since its number are sent again. No retry once signed out (4001) or no longer allowed (4003): `live:closed`.
const { live: url, liveSeq } = document.body.dataset;
const SLOWEST = 30_000, FIRST = 500, STEADY = 10_000;
let seq = Number(liveSeq), tries = 0, opened = 0, socket = null, waiting = 0, news = "ready";

const tell = (name, detail) => document.body.dispatchEvent(new CustomEvent(`live:${name}`, { detail, bubbles: true }));

function read({ data }) {
  const frame = JSON.parse(data);
  if (frame.reset) { seq = frame.reset.seq; return tell("reset", frame.reset); }
  if (!(frame.seq > seq)) return;  // a replay, or a frame without a number
  seq = frame.seq;
  tell(frame.kind, frame);
  for (const id of Object.values(frame.ids ?? {})) tell(`${frame.kind}:${id}`, frame);
}

function open() {
  clearTimeout(waiting);
  if (socket) return;
  opened = Date.now();
  socket = new WebSocket(new URL(url, location.href.replace(/^http/, "ws")));
  socket.onopen = () => { socket.send(JSON.stringify({ hello: { last_seq: seq } })); tell(news); news = "open"; };
  socket.onmessage = read;
  socket.onclose = ({ code }) => {
    socket = null;
    if (code === 4001 || code === 4003) return tell("closed", { code });
    if (Date.now() - opened > STEADY) tries = 0;
    const wait = Math.random() * Math.min(SLOWEST, FIRST * 2 ** tries++);  // full jitter: a restart is no stampede
    if (document.hidden) document.addEventListener("visibilitychange", open, { once: true });
    else waiting = setTimeout(open, wait);
  };
}

if (url) {
  open();
  addEventListener("online", open);
  document.body.addEventListener("live:again", open);  // signed in again in another tab
}
