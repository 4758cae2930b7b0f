"use strict";
/* The same data as tables, for reading, for screen readers and for paper; and as CSV. */
(() => {
  const { cancu } = window;
  const { model, el, word } = cancu;
  const MOST = 2000; // rows a browser lays out without a pause; the CSV holds all

  const table = (caption, heads, rows) =>
    el("table", {}, el("caption", {}, caption), el("thead", {}, el("tr", {}, ...heads.map((head) => el("th", { scope: "col" }, word(head))))), el("tbody", {}, ...rows));
  const long = (text) => el("div", { class: "long" }, text || "");

  cancu.fillTables = (place, pick, most = MOST) => {
    const pickNode = (node) => el("button", { type: "button", class: "link", onclick: () => pick({ node }, { center: true, show: true }) }, node.heading);
    const rank = [...model.relations.keys()];
    const read = (edge) => (model.nodes[edge.from].read ? 0 : 1);
    const ordered = [...model.shownEdges()].sort((a, b) => read(a) - read(b) || a.from - b.from || rank.indexOf(a.relation) - rank.indexOf(b.relation) || a.to - b.to);
    const relations = ordered.slice(0, most).flatMap((edge) =>
      edge.evidence.map((piece) => {
        const [before, marked, after] = piece.quote || ["", "", ""];
        return el("tr", {},
          el("td", {}, pickNode(model.nodes[edge.from])), el("td", { class: "verb" }, cancu.verb(model.relations.get(edge.relation))), el("td", {}, pickNode(model.nodes[edge.to])),
          el("td", { class: "quote", lang: "vi" }, el("div", { class: "long" }, before, marked ? el("mark", {}, marked) : "", after)), el("td", { class: "file" }, piece.source || ""));
      }));
    const documents = model.shownNodes().slice(0, most).map((node) =>
      el("tr", {},
        el("td", {}, pickNode(node)), el("td", {}, model.typeName(node)), el("td", {}, cancu.day(node.date) || String(node.year || "")), el("td", {}, node.issuer || ""),
        el("td", {}, long(node.name || node.task)), el("td", {}, node.states.map((state) => word(state)).join(", "))));
    const cut = model.shownEdges().length > most || model.shownNodes().length > most;
    place.replaceChildren(
      cut ? el("p", { class: "quiet" }, word("table_cut", { n: most })) : "",
      table(word("table_relations"), ["subject", "relation", "object", "quote", "source"], relations),
      table(word("table_documents"), ["number", "type", "date", "issuer", "title", "states"], documents));
  };

  /* A spreadsheet must not take a cell for a formula (OWASP, CSV injection). */
  const cell = (value) => {
    let text = value === undefined || value === null ? "" : String(value);
    if (/^[=+\-@\t\r]/.test(text)) text = "'" + text;
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };

  cancu.toCsv = () => {
    const side = (name) => ["number", "type", "issuer", "date", "title", "iri"].map((key) => `${name}_${key}`);
    const values = (node) => [node.number, node.type, node.issuer, node.date, node.name || node.task, node.iri];
    const rows = [[...side("subject"), "relation", ...side("object"), "quote", "source", "start", "end", "rule", "confidence", "status"]];
    for (const edge of model.shownEdges()) {
      for (const piece of edge.evidence) {
        rows.push([...values(model.nodes[edge.from]), edge.relation, ...values(model.nodes[edge.to]), (piece.quote || []).join(""), piece.source, piece.start, piece.end, piece.rule, piece.confidence, piece.status]);
      }
    }
    return "\ufeff" + rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  };
})();
