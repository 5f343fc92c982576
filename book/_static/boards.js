/* A board is a table in a meaningful order. With scripts, the names of its columns are buttons that sort
   it. data-order was worked out when the page was made, from the numbers and verdicts behind the words. */
(() => {
  "use strict";
  const place = (row, column) => Number(row.cells[column].dataset.order ?? Infinity);

  for (const table of document.querySelectorAll(".pb-board")) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const headers = [...table.tHead.rows[0].cells];
    if (!headers.some((header) => header.dataset.sorts)) continue;

    const said = document.createElement("p");
    said.className = "pb-board__said";
    said.setAttribute("role", "status");
    said.textContent = "Choose the name of a column to sort by it.";
    table.before(said);
    table.classList.add("pb-board--sorts");

    const sort = (column, name) => {
      const down = headers[column].getAttribute("aria-sort") === "ascending";
      for (const header of headers) header.removeAttribute("aria-sort");
      headers[column].setAttribute("aria-sort", down ? "descending" : "ascending");
      const known = rows.filter((row) => place(row, column) < Infinity);
      known.sort((one, other) => (place(one, column) - place(other, column)) * (down ? -1 : 1));
      body.append(...known, ...rows.filter((row) => !known.includes(row)));
      said.textContent = `Sorted by ${name}: ${headers[column].dataset.sorts.split("|")[down ? 1 : 0]}.`;
    };

    headers.forEach((header, column) => {
      if (!header.dataset.sorts) return;
      const button = document.createElement("button");
      const name = header.textContent;
      button.type = "button";
      button.textContent = name;
      button.addEventListener("click", () => sort(column, name));
      header.replaceChildren(button);
    });
  }
})();
