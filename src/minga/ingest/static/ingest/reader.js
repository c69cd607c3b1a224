// The reader of documents: from one mark to the next by keyboard, and old addresses to their part.
// The page is complete without it: each mark has its link to the next, each part its own address.
(() => {
  "use strict";
  const named = (hash) => hash && document.getElementById(decodeURIComponent(hash.slice(1)));

  // "#p812" or "#MG-0001" of another part: its own address says in which.
  function toItsPart() {
    const found = /^#(?:p([1-9]\d*)|([A-Z]{2,4}-[A-Z0-9-]+))$/.exec(location.hash);
    if (!found || named(location.hash)) return;
    const query = new URLSearchParams(location.search);
    const [name, value] = found[1] ? ["pasaje", found[1]] : ["marca", found[2]];
    if (query.get(name) === value) return; // it is nowhere: this part is the answer
    query.delete("pasaje");
    query.delete("marca");
    query.set(name, value);
    location.replace(`${location.pathname}?${query}${location.hash}`);
  }
  toItsPart();
  addEventListener("hashchange", toItsPart);

  const marks = [...document.querySelectorAll(".reader mark[id]")];
  let on = true;

  function go(step) {
    const here = named(location.hash);
    let at = marks.indexOf(here && here.closest("mark"));
    if (at < 0) {
      // From where one reads: the first mark below the top of the window, or the last above it.
      const below = marks.findIndex((mark) => mark.getBoundingClientRect().top > 0);
      at = below < 0 ? marks.length : below;
      if (step > 0) at -= 1;
    }
    const next = marks[at + step];
    if (next) location.hash = next.id;
    else document.querySelector(step > 0 ? "[data-after]" : "[data-before]")?.click();
  }

  addEventListener("keydown", (event) => {
    if (!on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const step = { n: 1, j: 1, p: -1, k: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    go(step);
  });

  const keys = document.querySelector("[data-keys]");
  if (keys) {
    keys.hidden = false;
    const button = keys.querySelector("button");
    try { on = sessionStorage.getItem("keys") !== "off"; } catch { /* a browser that keeps nothing */ }
    const say = () => { button.textContent = on ? button.dataset.off : button.dataset.on; };
    say();
    button.addEventListener("click", () => {
      on = !on;
      try { sessionStorage.setItem("keys", on ? "on" : "off"); } catch { /* for this page alone */ }
      say();
    });
  }

  // A picture that could not be drawn at once, for others were being drawn, is asked for again a little later.
  for (const image of document.querySelectorAll(".sheet img")) {
    let tries = 0;
    const again = () => {
      if (tries++ < 6) setTimeout(() => { image.src = `${image.src.split("?")[0]}?${tries}`; }, 1000 * tries);
    };
    image.addEventListener("error", again);
    if (image.complete && image.currentSrc && !image.naturalWidth) again();
  }
})();
