// A large file goes up as one stream, with its progress in words; parts of the form: see genes.html. Without this
// file the form posts itself. `sent:file` on <body> tells the page.
function send(form, file) {
  const { upload, sent, done, failed, stopped } = form.dataset;
  const bar = form.querySelector("progress"), words = form.querySelector("output"), stop = form.querySelector("[data-stop]");
  const button = form.querySelector("button:not([type=button])"), request = new XMLHttpRequest();
  const rest = (text) => { words.textContent = text; bar.hidden = stop.hidden = true; button.disabled = false; };
  request.open("POST", upload);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
  request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
  request.upload.onprogress = ({ loaded, total }) => {
    bar.value = Math.floor(100 * loaded / total);
    if (bar.value % 10 === 0) words.textContent = sent.replace("{percent}", bar.value);  // a reader hears ten steps, not hundred
  };
  request.onload = () => {
    if (request.status < 300) {
      form.reset();
      rest(done);
      return document.body.dispatchEvent(new CustomEvent("sent:file"));
    }
    let problem = {};
    try { problem = JSON.parse(request.responseText); } catch { /* not our page: our words say enough */ }
    rest(problem.detail ?? failed);
  };
  request.onerror = () => rest(failed);
  request.onabort = () => rest(stopped);
  stop.onclick = () => request.abort();
  button.disabled = true;
  bar.value = 0;
  bar.hidden = stop.hidden = false;
  words.textContent = sent.replace("{percent}", 0);
  request.send(file);
}

document.addEventListener("submit", (event) => {
  const form = event.target, file = form.querySelector("[type=file]")?.files[0];
  if (!form.dataset.upload || !file) return;
  event.preventDefault();
  send(form, file);
});
