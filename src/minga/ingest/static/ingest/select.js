// Words that a reader selects lead to the form of a claim, with these words in it.
// The page is complete without it: each passage has its own link to that form.
(() => {
  "use strict";
  const LONGEST = 1000;
  const NOT_OF_THE_TEXT = "sup, .skips, .back, .propose-here";
  const way = document.querySelector("[data-propose]");
  if (!way) return;
  const link = document.createElement("a");
  link.className = "propose-here";
  let asked = 0;

  function textOf(range) {
    const part = range.cloneContents();
    for (const each of part.querySelectorAll(NOT_OF_THE_TEXT)) each.remove();
    return part.textContent;
  }

  // What of a selection lies in one paragraph.
  function within(paragraph, range) {
    const found = document.createRange();
    found.selectNodeContents(paragraph);
    if (range.compareBoundaryPoints(Range.START_TO_START, found) > 0) found.setStart(range.startContainer, range.startOffset);
    if (range.compareBoundaryPoints(Range.END_TO_END, found) < 0) found.setEnd(range.endContainer, range.endOffset);
    return found;
  }

  function offer() {
    const selection = getSelection();
    link.remove();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const paragraphs = [...document.querySelectorAll(".passage > p:not(.propose)")].filter((p) => range.intersectsNode(p));
    const parts = paragraphs.map((p) => ({ p, words: within(p, range) })).filter((each) => textOf(each.words).trim());
    if (!parts.length) return;
    const words = parts.map((each) => textOf(each.words)).join(" ").replace(/\s+/g, " ").trim();
    if (words.length < 3) return;
    const first = parts[0];
    const passage = first.p.parentElement;
    const before = document.createRange();
    before.selectNodeContents(first.p);
    before.setEnd(first.words.startContainer, first.words.startOffset);
    const query = new URLSearchParams({ pasaje: passage.id.slice(1), desde: [...textOf(before)].length, cita: words });
    const long = words.length > LONGEST;
    link.textContent = long ? way.dataset.long : way.dataset.words;
    if (long) link.removeAttribute("href");
    else link.href = `${way.dataset.propose}&${query}`;
    const last = parts[parts.length - 1];
    const home = last.p.parentElement;
    const place = last.words.getBoundingClientRect();
    const frame = home.getBoundingClientRect();
    link.style.top = `${place.bottom - frame.top + 6}px`;
    link.style.left = `${Math.max(0, Math.min(place.left - frame.left, frame.width - 190))}px`;
    home.append(link);
  }

  link.addEventListener("pointerdown", (event) => event.preventDefault()); // else the selection is gone before the click
  document.addEventListener("selectionchange", () => {
    clearTimeout(asked);
    asked = setTimeout(offer, 150);
  });
})();
