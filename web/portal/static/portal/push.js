// Notes on this device. <div data-push="<VAPID public key>" data-push-url="/api/v1/push/subscriptions/" hidden>
//   <input csrfmiddlewaretoken> <button data-push-on>…</button> <button data-push-off hidden>…</button>
//   <p data-push-blocked hidden>…</p> </div>  The box shows only where the browser can do it.
const box = document.querySelector("[data-push]");
const part = (name) => box.querySelector(`[data-push-${name}]`);

async function tell(method, subscription) {
  const answer = await fetch(box.dataset.pushUrl, {
    method, body: JSON.stringify(subscription),
    headers: { "Content-Type": "application/json", "X-CSRFToken": box.querySelector("[name=csrfmiddlewaretoken]").value },
  });
  if (!answer.ok) throw new Error(`push subscription: ${answer.status}`);
}

async function start() {
  const { pushManager } = await navigator.serviceWorker.ready;
  const draw = async () => {
    const subscribed = Boolean(await pushManager.getSubscription()), blocked = Notification.permission === "denied";
    part("on").hidden = subscribed || blocked;
    part("off").hidden = !subscribed;
    part("blocked").hidden = !blocked;
  };
  part("on").onclick = async () => {
    const key = Uint8Array.from(atob(box.dataset.push.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }).catch(() => null);
    if (subscription) await tell("POST", subscription).catch(() => subscription.unsubscribe());  // never half subscribed
    await draw();
  };
  part("off").onclick = async () => {
    const subscription = await pushManager.getSubscription();
    await tell("DELETE", subscription).catch(() => {});  // the server drops a dead address by itself
    await subscription.unsubscribe();
    await draw();
  };
  await draw();
  box.hidden = false;
}

if (box && "PushManager" in window && navigator.serviceWorker) start();
