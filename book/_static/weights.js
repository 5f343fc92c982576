/* A ranking whose weights a reader can move. The arithmetic is that of methods/prioritisation.py: the
   value of an option is the sum of its scores, each times the share of its criterion in all points;
   values that agree to 9 decimals tie and share the better rank. */
(() => {
  "use strict";
  const numbers = (text) => text.split(" ").map(Number);
  const listed = (names) => names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

  for (const box of document.querySelectorAll(".pb-weigh")) {
    const form = box.querySelector("form");
    const said = box.querySelector("[role=status]");
    const body = box.querySelector("tbody");
    const sliders = [...form.querySelectorAll("input")];
    const places = Number(box.dataset.places);
    const options = [...body.rows].map((row) => ({
      row, scores: numbers(row.dataset.scores), title: row.querySelector("th").firstChild.textContent.trim(),
      first: Number(row.querySelector("b").textContent),
    }));

    const show = () => {
      const points = sliders.map((slider) => Number(slider.value));
      const all = points.reduce((sum, one) => sum + one, 0);
      sliders.forEach((slider, at) => {
        const share = all ? `${(100 * points[at] / all).toFixed(1)}%` : "0%";
        slider.setAttribute("aria-valuetext", `${share} of all weight`);
        slider.parentElement.querySelector("output").textContent = share;
      });
      if (!all) return;
      for (const option of options) {
        const sum = option.scores.reduce((total, score, at) => total + score * points[at] / all, 0);
        option.value = Number(sum.toFixed(9));
      }
      for (const option of options) {
        option.rank = 1 + options.filter((other) => other.value > option.value).length;
        const moved = option.first - option.rank;
        const [rank, was] = option.row.querySelectorAll(".pb-weigh__rank > *");
        rank.textContent = option.rank;
        was.textContent = moved ? `${moved > 0 ? "up" : "down"} from ${option.first}` : "";
        option.row.querySelector(".pb-weigh__value b").textContent = option.value.toFixed(1);
        option.row.querySelector("rect").setAttribute("width", option.value.toFixed(2));
        option.row.classList.toggle("pb-weigh__in", option.rank <= places);
      }
      // Sorting keeps the order of the page for options that tie.
      body.append(...[...options].sort((one, other) => one.rank - other.rank).map((option) => option.row));
    };

    const tell = () => {
      if (sliders.every((slider) => slider.value === "0")) {
        said.textContent = "Every weight is 0. Give one of them some weight; the ranking waits.";
        return;
      }
      const first = options.filter((option) => option.rank <= places).sort((one, other) => one.rank - other.rank);
      said.textContent = `Now in the first ${places}: ${listed(first.map((option) => option.title))}.`;
    };

    form.addEventListener("input", show);
    // Said when a weight has settled, not at every step on the way.
    form.addEventListener("change", tell);
    form.addEventListener("submit", (event) => event.preventDefault());
    for (const preset of form.querySelectorAll("button")) {
      preset.addEventListener("click", () => {
        numbers(preset.dataset.points).forEach((points, at) => { sliders[at].value = points; });
        show();
        tell();
      });
    }
    // A browser that comes back to the page keeps where the controls were.
    form.reset();
    show();
    form.hidden = false;
  }
})();
