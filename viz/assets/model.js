"use strict";
/* The graph of this page, what is hidden of it, and the search. Knows nothing of the screen. */
(() => {
  const cancu = (window.cancu = {});
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const settings = read("settings");
  const nodes = read("nodes");
  const edges = read("edges");
  const byKey = (rows) => new Map(rows.map((row) => [row.key, row]));

  /* Letters without marks, đ as d, so that "nghi dinh" finds "Nghị định". */
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();

  /* What the page begins with, where that is not everything. */
  const first = settings.first && new Set(settings.first);

  const around = nodes.map(() => ({ out: [], in: [] }));
  for (const edge of edges) {
    around[edge.from].out.push(edge);
    around[edge.to].in.push(edge);
  }
  /* An arrow is as good as its best evidence; what people have rejected is hidden until somebody asks for it. */
  const REVIEW = ["accepted", "corrected", "extracted", "rejected"];
  for (const edge of edges) {
    const given = edge.evidence.map((piece) => REVIEW.indexOf(piece.status)).filter((at) => at >= 0);
    edge.review = given.length ? REVIEW[Math.min(...given)] : "extracted";
  }
  /* A relation is as sure as its surest sentence; what people have checked needs no measure. */
  for (const edge of edges) {
    const given = edge.evidence.map((piece) => (["accepted", "corrected"].includes(piece.status) ? 1 : piece.confidence)).filter((value) => value !== undefined);
    edge.confidence = given.length ? Math.max(...given) : null;
  }
  for (const node of nodes) {
    const said = [node.heading, node.type, node.type_en, node.number, node.name, node.task, node.issuer, node.date, node.province];
    node.folded = " " + fold(said.filter(Boolean).join(" "));
    node.read = node.kind === "document";
    node.states = [];
    if (node.kind === "document") node.states.push("read");
    else if (!["task", "agency", "thing"].includes(node.kind)) node.states.push("cited");
    if (node.state) node.states.push(node.state);
  }

  /* In a picture without bands, or a large one, the best-linked nodes, far enough from each other, keep their labels when others are too small. */
  if ((!settings.lanes.length || nodes.length > 200) && nodes.length) {
    const linked = (node) => around[node.id].out.length + around[node.id].in.length;
    const wide = Math.max(...nodes.map((node) => node.x)) - Math.min(...nodes.map((node) => node.x)) + 1;
    const hubs = [];
    for (const node of nodes.filter((node) => !first || first.has(node.id)).sort((a, b) => (settings.lanes.length ? 0 : b.read - a.read) || linked(b) - linked(a) || a.id - b.id)) {
      if (hubs.length === 14 || !linked(node)) break;
      if (node.kind !== "task" && hubs.every((other) => Math.abs(node.x - other.x) > wide * 0.14 || Math.abs(node.y - other.y) > wide * 0.06)) hubs.push(node);
    }
    hubs.forEach((node) => { node.hub = true; });
  }

  const hidden = { type: new Set(), relation: new Set(), level: new Set(), state: new Set(), review: new Set(["rejected"]) };
  const chosen = { province: "", from: null, to: null, sure: null, unmeasured: true };

  /* The first picture, later "Only around this": what is kept of the graph; each click adds the neighbours of what was clicked. */
  let kept = first;
  let narrowed = false;
  function expand(node, start = false) {
    if (!start && kept === null) return false;
    const before = start ? 0 : kept.size;
    kept = start ? new Set() : new Set(kept);
    narrowed ||= start;
    kept.add(node.id);
    for (const edge of [...around[node.id].out, ...around[node.id].in]) kept.add(edge.from).add(edge.to);
    return kept.size > before;
  }

  const passes = (node) => (kept === null || kept.has(node.id)) && fits(node);
  const fits = (node) =>
    !hidden.type.has(node.type || node.kind) &&
    !hidden.level.has(node.level) &&
    !node.states.some((state) => hidden.state.has(state)) &&
    (!chosen.province || node.province === chosen.province || node.level === "central" || node.level === "party") &&
    (chosen.from === null || !node.year || node.year >= chosen.from) &&
    (chosen.to === null || !node.year || node.year <= chosen.to);

  const sure = (edge) => (edge.confidence === null ? chosen.unmeasured : chosen.sure === null || edge.confidence >= chosen.sure);

  /* A document whose every arrow is hidden by the legend goes too; one that never had an arrow stays. */
  function update() {
    const open = nodes.map(passes);
    const linked = new Set();
    for (const edge of edges) {
      edge.shown = open[edge.from] && open[edge.to] && !hidden.relation.has(edge.relation) && !hidden.review.has(edge.review) && sure(edge);
      if (edge.shown) linked.add(edge.from).add(edge.to);
    }
    const filtered = cancu.model.filtered();
    nodes.forEach((node, index) => {
      const arrows = around[index].out.length + around[index].in.length;
      node.shown = open[index] && (!filtered || linked.has(index) || arrows === 0);
    });
  }

  /* Documents that hold every word of the query at the start of a word, best first. */
  function search(query) {
    const wanted = fold(query).trim().split(/\s+/).filter(Boolean);
    if (!wanted.length) return [];
    const starts = (text, word) => {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        if (!/[a-z0-9]/.test(text[at - 1] || " ") || !/[a-z0-9]/.test(word[0])) return true;
      }
      return false;
    };
    const score = (node) => {
      const head = fold(node.heading);
      return wanted.filter((word) => starts(" " + head, word)).length * 4 + (node.read ? 2 : 0) + (fold(node.number || "").startsWith(wanted.at(-1)) ? 3 : 0);
    };
    return nodes
      .filter((node) => wanted.every((word) => starts(node.folded, word)))
      .map((node) => [score(node), node])
      .sort((a, b) => b[0] - a[0] || a[1].id - b[1].id)
      .map(([, node]) => node);
  }

  cancu.settings = settings;
  cancu.fold = fold;
  cancu.lang = settings.lang;
  cancu.word = (key, values = {}) =>
    (settings.words[cancu.lang][key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  cancu.name = (row) => row[cancu.lang];
  cancu.verb = (row) => row[`verb_${cancu.lang}`] || row[cancu.lang];
  cancu.model = {
    nodes, edges, around, hidden, chosen, update, search, expand,
    relations: byKey(settings.look.relation),
    levels: byKey(settings.look.level),
    lanes: byKey(settings.look.lane),
    filtered: () => kept !== first || Object.entries(hidden).some(([name, set]) => set.size > (name === "review" && set.has("rejected") ? 1 : 0)) || !!chosen.province || chosen.from !== null || chosen.to !== null || chosen.sure !== null || !chosen.unmeasured,
    reset() {
      kept = first;
      narrowed = false;
      Object.values(hidden).forEach((set) => set.clear());
      hidden.review.add("rejected");
      Object.assign(chosen, { province: "", from: null, to: null, sure: null, unmeasured: true });
    },
    shownNodes: () => nodes.filter((node) => node.shown),
    /* Left out of the first picture only, by no filter. */
    waiting: (node) => first !== null && !narrowed && !kept.has(node.id) && fits(node),
    narrowed: () => narrowed,
    shownEdges: () => edges.filter((edge) => edge.shown),
    typeName: (node) => (cancu.lang === "en" && node.type_en ? node.type_en : node.type) || cancu.name(cancu.model.levels.get(node.level)),
  };
  update();
})();
