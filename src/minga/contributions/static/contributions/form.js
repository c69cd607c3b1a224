// A form that keeps what is typed as a draft, and offers names of territories. Complete without it: the form has a button
// for each. What could not be sent is sent again when the link is back.
(() => {
  "use strict";
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const told = form.querySelector("[data-told]");
  let timer = 0, under = null, dirty = false, done = false;

  const say = (name, time) => { if (told) told.textContent = told.dataset[name].replace("{t}", time || ""); };

  async function keep() {
    if (done || !dirty) return;
    clearTimeout(timer);
    dirty = false;
    under = new AbortController();
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST", body: new FormData(form), signal: under.signal, credentials: "same-origin",
      });
      if (answer.ok && !answer.redirected) return say("kept", (await answer.json()).at);
      say("refused");
    } catch (error) {
      if (error.name === "AbortError") return;
      say("lost");
      timer = setTimeout(keep, 5000);
    }
    dirty = true;
  }

  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(keep, 800);
  });
  addEventListener("online", keep);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && dirty && !done) {
      if (navigator.sendBeacon(form.dataset.draft, new FormData(form))) dirty = false;
    }
  });
  form.addEventListener("submit", () => {
    done = true;
    clearTimeout(timer);
    if (under) under.abort();
  });
  addEventListener("pageshow", () => { done = false; }); // back again: what is typed now is kept as before

  // Names of territories: the list that is offered fills the field instead of leading away.
  const name = form.querySelector("[data-names]");
  const list = form.querySelector("[data-offered]");
  if (!name || !list) return;
  let asked = 0, turn = 0;
  name.addEventListener("input", () => {
    clearTimeout(asked);
    const other = form.querySelector("input[name=elegido][value='']");
    if (other) other.checked = true;
    asked = setTimeout(async () => {
      const mine = ++turn;
      try {
        const answer = await fetch(`${name.dataset.names}?${new URLSearchParams({ q: name.value })}`);
        if (mine === turn && answer.ok) list.innerHTML = await answer.text();
      } catch { /* typed in full it is understood as well */ }
    }, 250);
  });
  list.addEventListener("click", (event) => {
    const chosen = event.target.closest("a[data-code]");
    if (!chosen) return;
    event.preventDefault();
    name.value = chosen.dataset.code;
    list.textContent = `${chosen.dataset.name} (${chosen.dataset.code})`;
    name.focus();
    dirty = true;
    keep();
  });
})();
