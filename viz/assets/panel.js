"use strict";
/* The side panel: a summary, one document, or one arrow with its sentences. Text is only ever set as text. */
(() => {
  const { cancu } = window;
  const { model, word, element } = cancu;
  const MANY = 40;

  /* An HTML element with attributes and children; strings become text nodes. */
  const el = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "onclick") made.addEventListener("click", value);
      else if (value !== null && value !== undefined) made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  };

  const glyph = (node, size = 30) => {
    const svg = element("svg", { viewBox: "-33 -33 66 66", width: size, height: size, "aria-hidden": "true", focusable: "false" });
    const shape = cancu.nodeShape({ ...node, state: "", r: 25 });
    svg.append(shape);
    return svg;
  };

  const line = (relation, width = 30) => {
    const row = model.relations.get(relation);
    const colour = cancu.relationColour(relation);
    const svg = element("svg", { viewBox: `0 0 ${width} 12`, width, height: 12, "aria-hidden": "true", focusable: "false" });
    svg.append(element("line", { x1: 0, y1: 6, x2: width - 7, y2: 6, stroke: colour, "stroke-width": row.width, "stroke-dasharray": row.dashes.join(" ") }));
    if (!row.headless) svg.append(element("path", { d: `M${width} 6L${width - 9} 1.6V10.4Z`, fill: colour }));
    return svg;
  };

  const link = (node, pick, text = node.heading) => el("button", { type: "button", class: "link", onclick: () => pick({ node }, { center: true }) }, text);

  function facts(rows) {
    const list = el("dl", { class: "facts" });
    for (const [key, value] of rows) if (value !== undefined && value !== "" && value !== null) list.append(el("dt", {}, word(key)), el("dd", {}, value));
    return list;
  }

  const day = (iso) => (/^\d{4}-\d{2}-\d{2}$/.test(iso || "") && cancu.lang === "vi" ? iso.split("-").reverse().join("/") : iso);

    /* How often the rule behind a sentence was right, with how many were judged and the 95 % interval. */
  function certainty(piece, relation) {
    if (piece.confidence === undefined) return piece.rule && piece.status === "extracted" ? `${word("confidence")}: ${word("not_measured")}` : "";
    const percent = (value) => String(Math.round(value * 1000) / 10).replace(".", cancu.lang === "vi" ? "," : ".");
    const [n, low, high] = cancu.settings.rules[`${relation}: ${piece.rule}`] || [];
    return `${word("confidence")}: ${percent(piece.confidence)} %` + (n ? ` (${word("judged", { n, low: percent(low), high: percent(high) })})` : "");
  }

  function quotation(piece, relation) {
    const box = el("div", {});
    if (piece.quote) {
      const [before, marked, after] = piece.quote;
      box.append(el("blockquote", { lang: "vi" }, before, marked ? el("mark", {}, marked) : "", after));
    } else box.append(el("p", { class: "quiet" }, word("no_quote")));
    const where = [
      piece.source,
      Number.isInteger(piece.start) ? word("characters", { n: piece.start, m: piece.end }) : "",
      piece.rule ? `${word("rule")}: ${piece.rule}` : "",
      piece.status && piece.status !== "extracted" ? word(piece.status) : "",
      certainty(piece, relation),
      piece.partial ? word("partial") : "",
      piece.effective_from ? `${word("effective_from")} ${day(piece.effective_from)}` : "",
    ].filter(Boolean);
    if (where.length) box.append(el("p", { class: "from" }, where.join(" · ")));
    return box;
  }

  function alerts(node) {
    const said = [];
    if (node.state) said.push(el("p", {}, word(node.state)));
    if (node.candidates) said.push(el("p", {}, `${word("candidates")}:`), el("ul", {}, ...node.candidates.map((text) => el("li", {}, text))));
    if (node.warnings) said.push(el("ul", {}, ...node.warnings.map((text) => el("li", {}, text))));
    return said.length ? el("div", { class: "alert" }, ...said) : null;
  }

  const close = (pick) => el("button", { type: "button", class: "close", "aria-label": word("close"), title: word("close"), onclick: () => pick(null) }, "×");

  function nodePanel(node, pick) {
    const statements = (edges, side) =>
      edges.slice(0, MANY).map((edge) => {
        const row = model.relations.get(edge.relation);
        const other = model.nodes[side === "out" ? edge.to : edge.from];
        const verb = side === "out" ? cancu.verb(row) : row["passive_" + cancu.lang];
        return el("div", { class: "statement" }, el("p", { class: "verb" }, line(edge.relation), verb), link(other, pick), quotation(edge.evidence[0], edge.relation), more(edge, pick));
      });
    const { out, in: into } = model.around[node.id];
    const [outgoing, incoming] = [out.filter((edge) => edge.shown), into.filter((edge) => edge.shown)];
    return [
      el("div", { class: "head" }, glyph(node, 36), el("div", {}, el("h2", {}, node.heading), el("p", { class: "quiet" }, stateWords(node))), close(pick)),
      node.number && node.name ? el("p", { class: "name" }, node.name) : null,
      node.href ? el("p", { class: "act" }, el("a", { href: node.href }, word(node.source ? "open_document" : "open_item"))) : null,
      alerts(node),
      outgoing.length + incoming.length ? el("p", { class: "act" }, el("button", { type: "button", id: "only-around", onclick: () => pick({ node }, { only: true }) }, word("only_around"))) : null,
      facts([
        ["number", node.number], ["type", model.typeName(node)], ["date", day(node.date)], ["issuer", node.issuer],
        ["level", cancu.name(model.levels.get(node.level)) + (node.guessed ? ` (${word("level_guessed")})` : "")], ["place", node.province], ["deadline", node.deadline], ["output", node.output],
        ["source", node.source], ["identifier", node.iri ? el("code", {}, node.iri) : ""],
      ]),
      node.facts ? el("ul", { class: "list quiet" }, ...node.facts.map((text) => el("li", {}, text))) : null,
      outgoing.length ? el("h3", {}, `${word("outgoing")} (${outgoing.length})`) : null, ...statements(outgoing, "out"),
      incoming.length ? el("h3", {}, `${word("incoming")} (${incoming.length})`) : null, ...statements(incoming, "in"),
    ];
  }

  const stateWords = (node) => node.states.map((state) => word(state)).join(" · ");

  const more = (edge, pick) =>
    edge.evidence.length > 1 ? el("button", { type: "button", class: "link", onclick: () => pick({ edge }) }, `${word("evidence")}: ${edge.evidence.length}`) : null;

  function edgePanel(edge, pick) {
    const row = model.relations.get(edge.relation);
    const end = (node) => el("div", { class: "head" }, glyph(node), el("div", {}, link(node, pick), el("p", { class: "quiet" }, [node.issuer, day(node.date)].filter(Boolean).join(", ")), node.number && node.name ? el("p", { class: "name" }, node.name) : ""));
    return [
      el("div", { class: "head" }, el("div", {}, el("h2", {}, `${model.nodes[edge.from].heading} ${cancu.verb(row)} ${model.nodes[edge.to].heading}`)), close(pick)),
      el("h3", {}, word("subject")), end(model.nodes[edge.from]),
      el("h3", {}, word("relation")), el("p", { class: "verb" }, line(edge.relation), " ", cancu.verb(row)),
      el("h3", {}, word("object")), end(model.nodes[edge.to]),
      el("h3", {}, `${word("quote")} (${edge.evidence.length})`), ...edge.evidence.slice(0, MANY).map((piece) => el("div", { class: "statement" }, quotation(piece, edge.relation))),
    ];
  }

  const degree = (node) => model.around[node.id].out.length + model.around[node.id].in.length;

  function summaryPanel(pick) {
    const documents = model.nodes.filter((node) => node.read);
    const agencies = model.nodes.filter((node) => node.kind === "agency").sort((a, b) => degree(b) - degree(a) || a.id - b.id);
    const unresolved = model.nodes.filter((node) => node.state === "unresolved");
    const contradictory = model.nodes.filter((node) => node.state === "contradictory");
    const count = (test) => model.nodes.filter(test).length;
    const figures = [
      [documents.length, "read"], [count((node) => node.states.includes("cited")), "cited"], [count((node) => node.kind === "task"), "tasks"],
      [agencies.length, "agencies"], [model.edges.length, "relations"],
    ].filter(([number]) => number);
    const list = (nodes) => el("ul", { class: "list" }, ...nodes.slice(0, MANY).map((node) => el("li", {}, link(node, pick), el("p", { class: "quiet" }, [node.issuer, day(node.date)].filter(Boolean).join(", ")))));
    return [
      el("h2", {}, word("summary")),
      el("div", { class: "numbers" }, ...figures.map(([count, key]) => el("div", {}, el("b", {}, String(count)), el("span", {}, word(key))))),
      el("p", { class: "quiet" }, word("how_to")),
      documents.length ? el("h3", {}, word("main_documents")) : null, documents.length ? list(documents) : null,
      agencies.length ? el("h3", {}, word("busiest")) : null, agencies.length ? list(agencies.slice(0, 12)) : null,
      unresolved.length ? el("h3", {}, `${word("unresolved_list")} (${unresolved.length})`) : null, unresolved.length ? list(unresolved) : null,
      contradictory.length ? el("h3", {}, `${word("contradictory")} (${contradictory.length})`) : null, contradictory.length ? list(contradictory) : null,
    ];
  }

  cancu.fillPanel = (place, selection, pick) => {
    const parts = selection?.node ? nodePanel(selection.node, pick) : selection?.edge ? edgePanel(selection.edge, pick) : summaryPanel(pick);
    place.replaceChildren(...parts.filter(Boolean));
    place.toggleAttribute("data-empty", !selection?.node && !selection?.edge);
    place.scrollTop = 0;
  };
  Object.assign(cancu, { el, glyph, line, day });
})();
