// The review desk by keyboard: each key does what a button, link or fold of the page does, and the next proposal comes
// without a whole page. The page is complete without it.
(() => {
  "use strict";
  const main = document.querySelector("main");
  const desk = () => main.querySelector("[data-desk]");
  let busy = false;
  let on = true;
  try { on = sessionStorage.getItem("keys") !== "off"; } catch { /* a browser that keeps nothing */ }

  async function go(address, options) {
    busy = true;
    try {
      const answer = await fetch(address, options);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector("main");
      if (!found || !found.querySelector("[data-desk]")) return void location.assign(answer.url);
      main.replaceChildren(...found.childNodes);
      document.title = page.title;
      history.replaceState(null, "", answer.url);
      legend();
      scrollTo(0, 0);
      main.focus({ preventScroll: true });
    } catch {
      // Nothing came back: what was typed stays, and is said to be still here.
      main.querySelector("[data-lost]")?.removeAttribute("hidden");
    } finally {
      busy = false;
    }
  }

  function legend() {
    const keys = main.querySelector("[data-keys]");
    if (!keys) return;
    keys.hidden = false;
    const button = keys.querySelector("button");
    button.textContent = on ? button.dataset.off : button.dataset.on;
    button.onclick = () => {
      on = !on;
      try { sessionStorage.setItem("keys", on ? "on" : "off"); } catch { /* for this page alone */ }
      legend();
    };
  }

  main.addEventListener("submit", (event) => {
    const form = event.target;
    if (!desk() || form.method !== "post" || busy) return void (busy && event.preventDefault());
    event.preventDefault();
    go(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, event.submitter)) });
  });

  function press(one) {
    if (one.tagName === "DETAILS") {
      for (const other of desk().querySelectorAll("details[data-key][open]")) other.open = other === one;
      one.open = true;
      one.querySelector("[data-first]")?.focus();
    } else if (one.tagName === "A") go(one.href);
    else if (one.matches("input, select")) one.focus();
    else one.click();
  }

  addEventListener("keydown", (event) => {
    if (!on || !desk() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (typing) {
      if (event.key === "Escape") typing.blur();
      return;
    }
    const folds = desk().querySelector("details[data-choices][open]");
    const one = (/^\d$/.test(event.key) && folds && folds.querySelector(`[data-key="${event.key}"]`))
      || (/^[a-z]$/.test(event.key) && desk().querySelector(`[data-key="${event.key}"]`));
    if (!one) return;
    event.preventDefault();
    if (!busy && !event.repeat) press(one);
  });
  legend();
})();
