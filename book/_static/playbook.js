/* Live charts, on demand: the still SVG stays until a reader asks for more.
   Only script elements are used, no fetch, so that a page opened from a disk works too, and no
   evaluated code ({ast: true}), so that a strict content security policy can be set. */
(() => {
  "use strict";
  const NARROW = 680; // The style sheet shows the narrow drawing below this width.
  const specs = new Map();
  const scripts = new Map();

  window.playbookChart = (id, drawings) => specs.set(id, drawings);

  const load = (address) => {
    if (!scripts.has(address)) {
      scripts.set(address, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = address;
        script.onload = done;
        script.onerror = () => { scripts.delete(address); script.remove(); failed(new Error(address)); };
        document.head.append(script);
      }));
    }
    return scripts.get(address);
  };

  const still = (button, plot) => {
    plot.querySelector(".pb-live")?.remove();
    plot.classList.remove("pb-figure__plot--live");
    button.setAttribute("aria-pressed", "false");
  };

  const live = async (button, plot) => {
    const wide = plot.clientWidth > NARROW;
    const box = document.createElement("div");
    box.className = "pb-live";
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "Live chart. Point at a mark to read it; the same figures are in the table below. Escape shows the still chart.");
    const wait = document.createElement("p");
    wait.className = "pb-wait";
    wait.setAttribute("role", "status");
    wait.textContent = "Loading the live chart";
    plot.append(wait);
    try {
      await Promise.all([load(button.dataset.vega), load(button.dataset.script)]);
      const drawing = specs.get(button.dataset.figure)[wide ? 0 : 1];
      plot.append(box);
      await window.vegaEmbed(box, structuredClone(drawing), {
        ast: true, actions: false, renderer: "svg", tooltip: { theme: "playbook" },
      });
      plot.classList.add("pb-figure__plot--live");
      button.setAttribute("aria-pressed", "true");
      wait.remove();
    } catch (error) {
      box.remove();
      wait.textContent = "The live chart could not be loaded. The still chart and the table show the same figures.";
    }
  };

  // A page that is read after its review date says so, however long ago it was built.
  const due = document.querySelector(".pb-review");
  const today = new Date();
  const iso = [today.getFullYear(), today.getMonth() + 1, today.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  if (due && due.dataset.reviewBy < iso) due.hidden = false;

  // A phone lays some tables out as blocks. Older browsers then drop their meaning; browsers of
  // today keep it, and HTML wants no roles that an element has by itself.
  const ROLES = {
    table: "table", rowgroup: "thead, tbody", row: "tr",
    columnheader: "thead th", rowheader: "tbody th", cell: "td",
  };
  const keepTables = () => {
    for (const [role, elements] of Object.entries(ROLES)) {
      for (const one of document.querySelectorAll(`.pb-score:is(${elements}), .pb-score :is(${elements})`)) {
        one.setAttribute("role", role);
      }
    }
  };

  // The theme moves its menus out of their dialogs as they close, and the focus falls to the page.
  const giveFocusBack = () => {
    for (const name of ["primary", "secondary"]) {
      const button = document.querySelector(`.${name}-toggle`);
      document.getElementById(`pst-${name}-sidebar-modal`)?.addEventListener("close", () => {
        setTimeout(() => button?.focus({ preventScroll: true }));
      });
    }
  };

  const ready = () => {
    keepTables();
    giveFocusBack();
    for (const button of document.querySelectorAll(".pb-explore")) {
      const plot = document.getElementById(button.getAttribute("aria-controls"));
      const toggle = () => {
        plot.querySelector(".pb-wait")?.remove();
        return button.getAttribute("aria-pressed") === "true" ? still(button, plot) : live(button, plot);
      };
      button.hidden = false;
      button.addEventListener("click", toggle);
      plot.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && button.getAttribute("aria-pressed") === "true") {
          still(button, plot);
          button.focus();
        }
      });
    }
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
})();
