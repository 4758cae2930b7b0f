"use strict";
/* Sorts, filters and groups the table of tasks. The page reads without it. */
(() => {
  const table = document.getElementById("task-table");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  const folded = new Map(rows.map((row) => [row, fold(row.textContent)]));
  const group = document.getElementById("group");
  let column = 0;
  let upward = true;

  const value = (row) => (column === 0 ? Number(row.cells[0].textContent) : column === 5 ? row.dataset.due : fold(row.cells[column].textContent) || "\uffff");
  const agencies = (row) => [row.cells[2], row.cells[4]].flatMap((cell) => [...cell.children].map((child) => child.textContent));

  function draw() {
    const wanted = fold(document.getElementById("filter").value).split(/\s+/).filter(Boolean);
    const shown = rows.filter((row) => wanted.every((word) => folded.get(row).includes(word)));
    shown.sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      return (x < y ? -1 : x > y ? 1 : Number(a.cells[0].textContent) - Number(b.cells[0].textContent)) * (upward ? 1 : -1);
    });
    document.getElementById("count").textContent = `${shown.length} / ${rows.length}`;
    if (group.getAttribute("aria-pressed") !== "true") return body.replaceChildren(...shown);
    const parts = new Map();
    for (const row of shown) {
      const names = agencies(row);
      for (const name of names.length ? names : ["–"]) parts.set(name, [...(parts.get(name) || []), row]);
    }
    const made = [];
    for (const [name, members] of [...parts].sort((a, b) => b[1].length - a[1].length || a[0].localeCompare(b[0], "vi"))) {
      const head = document.createElement("tr");
      const cell = document.createElement("th");
      head.className = "group";
      cell.colSpan = table.tHead.querySelectorAll("th:not([hidden])").length;
      cell.scope = "rowgroup";
      cell.textContent = `${name} (${members.length})`;
      head.append(cell);
      made.push(head, ...members.map((row) => row.cloneNode(true)));
    }
    return body.replaceChildren(...made);
  }

  for (const button of table.querySelectorAll("th button")) {
    button.addEventListener("click", () => {
      const chosen = Number(button.dataset.column);
      upward = chosen === column ? !upward : true;
      column = chosen;
      for (const head of table.tHead.rows[0].cells) head.removeAttribute("aria-sort");
      button.parentElement.setAttribute("aria-sort", upward ? "ascending" : "descending");
      draw();
    });
  }
  document.getElementById("filter").addEventListener("input", draw);
  group.addEventListener("click", () => {
    group.setAttribute("aria-pressed", String(group.getAttribute("aria-pressed") !== "true"));
    draw();
  });
  draw();
  document.documentElement.dataset.ready = "true";
})();
