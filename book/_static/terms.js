/* Definitions of marked terms, on hover, on focus and on the first tap; Escape puts one away.
   Without this script a term is a link to its entry in the glossary, and it stays one. */
(() => {
  "use strict";
  const room = document.getElementById("main-content") ?? document.body;
  const tips = new Map();
  let shown = null;
  let waiting = 0;

  document.querySelectorAll(".pb-term").forEach((term, number) => {
    const tip = document.createElement("div");
    tip.id = `pb-definition-${number}`;
    tip.className = "pb-definition";
    tip.setAttribute("role", "tooltip");
    tip.textContent = term.dataset.definition;
    tip.hidden = true;
    room.append(tip);
    term.setAttribute("aria-describedby", tip.id);
    tips.set(term, tip);

    // The pointer may move onto the definition without losing it.
    for (const part of [term, tip]) {
      part.addEventListener("pointerenter", (event) => { if (event.pointerType === "mouse") show(term); });
      part.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") later(); });
    }
    let open = false;
    term.addEventListener("pointerdown", () => { open = shown === term; });
    term.addEventListener("focus", () => show(term));
    term.addEventListener("blur", hide);
    // A first tap shows the definition; a second one follows the link.
    term.addEventListener("click", (event) => {
      if (event.pointerType !== "touch" || open) return;
      event.preventDefault();
      show(term);
    });
  });

  function show(term) {
    clearTimeout(waiting);
    if (shown === term) return;
    hide();
    const tip = tips.get(term);
    tip.hidden = false;
    // A term may run over two lines: the definition belongs to the first piece.
    const at = term.getClientRects()[0];
    const from = (tip.offsetParent ?? document.body).getBoundingClientRect();
    const edge = document.documentElement.clientWidth - tip.offsetWidth - 8;
    const below = at.bottom + tip.offsetHeight < window.innerHeight || at.top < tip.offsetHeight + 72;
    tip.style.left = `${Math.max(8, Math.min(at.left, edge)) - from.left}px`;
    tip.style.top = `${(below ? at.bottom : at.top - tip.offsetHeight) - from.top}px`;
    shown = term;
  }

  function hide() {
    clearTimeout(waiting);
    if (shown) tips.get(shown).hidden = true;
    shown = null;
  }

  function later() {
    clearTimeout(waiting);
    waiting = setTimeout(() => { if (document.activeElement !== shown) hide(); }, 250);
  }

  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  document.addEventListener("pointerdown", (event) => {
    if (shown && event.target !== shown && !tips.get(shown).contains(event.target)) hide();
  });
})();
