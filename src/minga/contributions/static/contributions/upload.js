// Files go part by part, and go on where they broke off: after a broken link by themselves, after a reload when the
// same file is chosen again. Without this the form sends them all at once.
(() => {
  "use strict";
  const form = document.querySelector("form[data-begin]");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const sending = form.querySelector("[data-sending]");
  const list = document.querySelector("[data-list]");
  const size = Number(form.dataset.part);
  const pause = (seconds) => new Promise((done) => setTimeout(done, 1000 * seconds));
  let under = 0;

  // Known again by its first bytes; a page that did not come over a safe line cannot hash, and begins anew.
  async function headOf(file) {
    if (!window.crypto || !crypto.subtle) return "";
    const bytes = await file.slice(0, Number(form.dataset.head)).arrayBuffer();
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // Until an answer comes: a link that broke is waited for, longer each time.
  async function post(url, body, row) {
    for (let tries = 0; ; tries++) {
      try {
        const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token }, credentials: "same-origin" });
        if (answer.status < 500) return answer;
      } catch { /* the link broke */ }
      row.note.textContent = form.dataset.lost;
      await pause(Math.min(2 ** tries, 15));
      row.note.textContent = "";
    }
  }

  function rowOf(file) {
    const item = document.createElement("li");
    const bar = document.createElement("progress");
    const note = document.createElement("span");
    bar.max = file.size || 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    note.className = "where";
    item.append(`${file.name} `, bar, " ", note);
    sending.append(item);
    return { bar, note };
  }

  async function send(file) {
    const row = rowOf(file);
    const asked = new FormData();
    asked.set("nombre", file.name);
    asked.set("bytes", file.size);
    asked.set("comienzo", await headOf(file));
    asked.set("acceso", new FormData(form).get("acceso") || "");
    let answer = await post(form.dataset.begin, asked, row);
    const refused = async () => {
      const said = await answer.json().catch(() => ({}));
      row.note.textContent = answer.status === 403 ? form.dataset.out : said.why || form.dataset.failed;
    };
    if (!answer.ok) return refused();
    let { key, offset, stage } = await answer.json();
    while (stage === "sending") {
      row.bar.value = offset;
      const url = `${form.dataset.home}${key}/parte/?desde=${offset}`;
      answer = await post(url, new Blob([file.slice(offset, offset + size)], { type: "application/octet-stream" }), row);
      if (answer.status === 409) {
        offset = (await answer.json()).offset;
        continue;
      }
      if (!answer.ok) return refused();
      ({ offset, stage } = await answer.json());
    }
    row.bar.value = file.size;
    row.note.textContent = form.dataset.sent;
  }

  form.addEventListener("submit", async (event) => {
    const files = [...input.files];
    if (!files.length) return; // the server says what is missing
    event.preventDefault();
    under += 1;
    const button = form.querySelector("button");
    button.disabled = true;
    for (const file of files) {
      try { await send(file); } catch { sending.append(form.dataset.failed); }
      refresh();
    }
    input.value = "";
    button.disabled = false;
    under -= 1;
  });

  addEventListener("beforeunload", (event) => { if (under) event.preventDefault(); });

  // What is read meanwhile is asked for until nothing moves.
  let waiting = 0;
  async function refresh() {
    clearTimeout(waiting);
    try {
      const answer = await fetch(list.dataset.list, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected && !list.contains(document.activeElement)) list.innerHTML = await answer.text();
    } catch { /* asked again below */ }
    if (list.querySelector("[data-moving='1']")) waiting = setTimeout(refresh, 2000);
  }
  if (list.querySelector("[data-moving='1']")) waiting = setTimeout(refresh, 2000);
})();
