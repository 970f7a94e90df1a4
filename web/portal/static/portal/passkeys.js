// Passkeys. A form says what it wants of the device and gets the answer into its hidden field `credential`:
//   <form data-passkey="create|get" data-options="{…}"> (or data-ask="address that gives the options")
//   <button data-passkey-go hidden> <p data-passkey-unable> (shown where no passkey works) <p data-passkey-failed hidden>
// Without this script, or in an old browser, the password and the authenticator app go on as before.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const words = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

async function made(options) {
  const { challenge, user, excludeCredentials, authenticatorSelection, ...rest } = options.publicKey;
  // kept on the device itself, and only ever used with a finger, a face or a PIN
  const kept = { ...authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" };
  const passkey = await navigator.credentials.create({ publicKey: {
    ...rest, challenge: bytes(challenge), user: { ...user, id: bytes(user.id) },
    excludeCredentials: named(excludeCredentials), authenticatorSelection: kept,
  } });
  const { clientDataJSON, attestationObject } = passkey.response;
  return answer(passkey, {
    clientDataJSON: words(clientDataJSON), attestationObject: words(attestationObject),
    transports: passkey.response.getTransports?.() ?? [],
  });
}

async function used(options) {
  const { challenge, allowCredentials, ...rest } = options.publicKey;
  const passkey = await navigator.credentials.get({ publicKey: { ...rest, challenge: bytes(challenge), allowCredentials: named(allowCredentials) } });
  const { clientDataJSON, authenticatorData, signature, userHandle } = passkey.response;
  return answer(passkey, {
    clientDataJSON: words(clientDataJSON), authenticatorData: words(authenticatorData), signature: words(signature),
    ...(userHandle ? { userHandle: words(userHandle) } : {}),
  });
}

const answer = (passkey, response) => ({
  type: passkey.type, id: passkey.id, rawId: words(passkey.rawId), response,
  authenticatorAttachment: passkey.authenticatorAttachment ?? null, clientExtensionResults: passkey.getClientExtensionResults(),
});

async function asked(form) {
  if (!form.dataset.ask) return JSON.parse(form.dataset.options);
  const given = await fetch(form.dataset.ask, { headers: { Accept: "application/json" } });
  if (!given.ok) throw new Error(`passkey options: ${given.status}`);
  return (await given.json()).request_options;
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  const part = (name) => form.querySelector(`[data-passkey-${name}]`);
  const button = part("go"), failed = part("failed"), unable = part("unable");
  if (!window.PublicKeyCredential) continue;
  button.hidden = false;
  if (unable) unable.hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    failed.hidden = true;
    try {
      const options = await asked(form);
      form.elements.credential.value = JSON.stringify(await (form.dataset.passkey === "create" ? made : used)(options));
      form.submit();
    } catch {  // the person turned away, or the device could not
      failed.hidden = false;
      button.disabled = false;
    }
  });
}
