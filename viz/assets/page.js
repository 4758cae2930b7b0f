"use strict";
/* Joins the parts: language, theme, legend, search, keys, buttons. */
(() => {
  const { cancu } = window;
  const { model, el, word } = cancu;
  const $ = (id) => document.getElementById(id);
  const MANY = 300; // more at once is a hairball: the page says what helps
  const ON_PAPER = 300; // rows of a printed table; the CSV holds all
  const stage = $("graph");
  let selection = null;
  let found = [];
  let active = -1;
  let floating = false;
  const onlyDocuments = !model.nodes.some((node) => ["task", "agency", "thing"].includes(node.kind));

  const renderer = cancu.makeRenderer(stage, { onPick: (chosen) => pick(chosen), onHover: hint });
  const home = () => model.nodes.filter((node) => node.read && node.shown).sort((a, b) => degree(b) - degree(a))[0] || model.shownNodes()[0];
  const degree = (node) => model.around[node.id].out.length + model.around[node.id].in.length;
  const fit = () => renderer.fit(stage.clientWidth < 620 ? { atLeast: 0.62, at: renderer.positions()[home()?.id] } : tall());

  /* A picture over many years is a tall strip: it is as wide as the window, and begins at its top. */
  function tall() {
    const spots = cancu.settings.columns.length ? model.shownNodes() : [];
    if (!spots.length) return {};
    const [left, right] = [Math.min(...spots.map((node) => node.x)), Math.max(...spots.map((node) => node.x))];
    const scale = Math.min((stage.clientWidth - 88) / (right - left + 1), 0.8); // the outermost labels need 44 pixels
    const top = Math.min(...spots.map((node) => node.y));
    return { atLeast: scale, at: { x: (left + right) / 2, y: top + stage.clientHeight / 2 / scale - 120 } };
  }

  function pick(chosen, { center = false, show = false, quiet = false, only = false } = {}) {
    selection = chosen;
    hint(null);
    if (show) showTable(false);
    const opened = chosen?.node && model.expand(chosen.node, only);
    if (opened) {
      legend();
      refresh();
      if (model.narrowed()) fit();
      else center = true;
    } else {
      renderer.refresh(selection);
      cancu.fillPanel($("panel"), selection, pick);
    }
    if (center && chosen?.node) {
      const { out, in: into } = model.around[chosen.node.id];
      const near = [...out, ...into].filter((edge) => edge.shown).flatMap((edge) => [model.nodes[edge.from], model.nodes[edge.to]]);
      renderer.center(chosen.node, [chosen.node, ...near], ...(opened ? [0] : [])); // what was opened comes into the window
    }
    if (only || center) renderer.refresh(selection); // words on arrows are as large as the new scale wants
    if (!quiet && chosen && matchMedia("(max-width: 720px)").matches) $("panel").scrollIntoView({ block: "start", behavior: "smooth" });
  }

  function refresh() {
    model.update();
    if ((selection?.node && !selection.node.shown) || (selection?.edge && !selection.edge.shown)) selection = null;
    const nodes = model.shownNodes().length;
    const edges = model.shownEdges().length;
    $("shown").textContent = word(onlyDocuments ? "shown" : "shown_items", { n: nodes, m: edges }) + (cancu.settings.left_out ? `. ${word("left_out", { n: cancu.settings.left_out })}` : "");
    const waiting = model.nodes.filter(model.waiting).length;
    if (waiting) $("shown").textContent += `. ${word("waiting", { n: waiting })}`;
    if (nodes > MANY) $("shown").textContent += `. ${word("many")}`;
    $("nothing").hidden = nodes > 0;
    $("nothing").textContent = word(model.nodes.length ? "nothing_shown" : "empty");
    stage.setAttribute("aria-label", word("graph_label", { n: nodes, m: edges }));
    renderer.refresh(selection);
    cancu.fillPanel($("panel"), selection, pick);
    tables.stale = true;
    if (!$("tables").hidden) tables();
  }

  /* Tables are laid out when somebody reads them: on the screen or on paper. */
  function tables({ paper = false } = {}) {
    if (tables.stale || paper) cancu.fillTables($("tables"), pick, ...(paper ? [ON_PAPER] : []));
    tables.stale = paper;
  }

  function hint(what, event) {
    const box = $("hint");
    box.hidden = !what;
    if (!what || !event) return;
    const row = what.edge && model.relations.get(what.edge.relation);
    box.textContent = what.node
      ? [what.node.heading, what.node.issuer, what.node.number && what.node.name].filter(Boolean).join(" – ").slice(0, 260)
      : `${model.nodes[what.edge.from].heading} ${cancu.verb(row)} ${model.nodes[what.edge.to].heading}`;
    const area = $("stage").getBoundingClientRect();
    box.style.left = `${Math.max(6, Math.min(event.clientX - area.left + 14, area.width - 330))}px`;
    box.style.top = `${Math.max(6, Math.min(event.clientY - area.top + 16, area.height - 90))}px`;
  }

  /* ---- legend and filters ---- */
  function legend() {
    const counted = (key) => model.nodes.reduce((all, node) => all.set(key(node), (all.get(key(node)) || 0) + 1), new Map());
    const group = (title, items, name = "") => (items.length ? [el("fieldset", { class: `legend-group ${name}` }, el("legend", {}, word(title)), ...items)] : []);
    const key = (set, value, picture, name, count) => {
      const button = el("button", { type: "button", class: "key", "aria-pressed": String(!set.has(value)), "data-key": value }, picture, el("span", { class: "name" }, name), el("span", { class: "count" }, String(count)));
      button.addEventListener("click", () => {
        if (!set.delete(value)) set.add(value);
        legend();
        refresh();
        $("legend").querySelector(`[data-key="${CSS.escape(value)}"]`)?.focus();
      });
      return button;
    };
    const sample = (node, level) => cancu.glyph({ ...node, level, read: false }, 24);
    const types = [...counted((node) => node.type || node.kind)].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([value, count]) => {
      const node = model.nodes.find((other) => (other.type || other.kind) === value);
      return key(model.hidden.type, value, sample(node, "unknown"), model.typeName(node), count);
    });
    const relations = [...model.relations.keys()].map((value) => [value, model.edges.filter((edge) => edge.relation === value).length]).filter(([, count]) => count)
      .map(([value, count]) => key(model.hidden.relation, value, cancu.line(value), cancu.name(model.relations.get(value)), count));
    const levels = [...model.levels.keys()].filter((value) => !["task", "agency", "thing"].includes(value)).map((value) => [value, model.nodes.filter((node) => node.level === value).length]).filter(([, count]) => count)
      .map(([value, count]) => key(model.hidden.level, value, cancu.glyph({ level: value, color: "#b6bcc4", code: "" }, 22), cancu.name(model.levels.get(value)), count));
    const states = ["read", "cited", "unresolved", "contradictory"].map((value) => [value, model.nodes.filter((node) => node.states.includes(value)).length]).filter(([, count]) => count)
      .map(([value, count]) => key(model.hidden.state, value, stateSample(value), word(value), count));
    const reviews = ["accepted", "corrected", "extracted", "rejected"].map((value) => [value, model.edges.filter((edge) => edge.review === value).length]).filter(([, count]) => count)
      .map(([value, count]) => key(model.hidden.review, value, el("span", { class: "sign", "aria-hidden": "true" }, { accepted: "✓", corrected: "✎", extracted: "·", rejected: "×" }[value]), word(value), count));
    const reset = el("button", { type: "button", class: "wide", id: "reset", onclick: () => { model.reset(); legend(); refresh(); fit(); $("filters").querySelector("summary").focus(); } }, word(cancu.settings.first ? "reset_first" : "reset"));
    if (!model.filtered()) reset.hidden = true;
    $("legend").replaceChildren(reset, ...group("relations", relations), ...group("types", types), ...group("levels", levels), ...group("states", states), ...(reviews.length > 1 ? group("review", reviews) : []), ...certainty(), ...picks());
  }

  /* "At least": hides relations whose rule was right less often; those whose rule was not measured are a choice of their own. */
  function certainty() {
    if (model.edges.every((edge) => edge.confidence === null)) return [];
    const values = [0.8, 0.9, 0.95, 0.99].filter((value) => model.edges.some((edge) => edge.confidence !== null && edge.confidence < value) || model.chosen.sure === value);
    const unknown = model.edges.filter((edge) => edge.confidence === null).length;
    const box = el("div", { class: "pick" }, selector("at_least", values, model.chosen.sure, (value) => { model.chosen.sure = value ? Number(value) : null; }, "confidence", percent));
    const button = unknown ? el("button", { type: "button", class: "key", id: "unmeasured", "aria-pressed": String(model.chosen.unmeasured) }, el("span", { class: "sign", "aria-hidden": "true" }, "?"), el("span", { class: "name" }, word("not_measured")), el("span", { class: "count" }, String(unknown))) : null;
    button?.addEventListener("click", () => { model.chosen.unmeasured = !model.chosen.unmeasured; legend(); refresh(); $("unmeasured").focus(); });
    return [el("fieldset", { class: "legend-group certainty", title: word("confidence_note") }, el("legend", {}, word("confidence")), ...(values.length ? [box] : []), button)];
  }

  const percent = (value) => `${String(Math.round(value * 100))} %`;

  function selector(title, values, value, set, id, shown = String) {
    const select = el("select", { id }, el("option", { value: "" }, word("any")), ...values.map((item) => el("option", { value: item }, shown(item))));
    select.value = value ?? "";
    select.addEventListener("change", () => { set(select.value); legend(); refresh(); $(id).focus(); });
    return el("label", { for: id }, word(title), select);
  }

  function stateSample(state) {
    const svg = cancu.element("svg", { viewBox: "-33 -33 66 66", width: 24, height: 24, "aria-hidden": "true", focusable: "false" });
    svg.append(cancu.nodeShape({ level: "unknown", color: "#b6bcc4", code: "", r: state === "read" ? 26 : 19, read: state === "read", state }));
    return svg;
  }

  function picks() {
    const box = el("div", { class: "pick" });
    const provinces = [...new Set(model.nodes.map((node) => node.province).filter(Boolean))].sort((a, b) => a.localeCompare(b, "vi"));
    const years = [...new Set(model.nodes.map((node) => node.year).filter(Boolean))].sort();
    if (provinces.length > 1) box.append(selector("province", provinces, model.chosen.province, (value) => { model.chosen.province = value; }, "province"));
    if (years.length > 1) {
      box.append(el("span", {}, word("years")),
        selector("from", years, model.chosen.from, (value) => { model.chosen.from = value ? Number(value) : null; }, "year-from"),
        selector("to", years, model.chosen.to, (value) => { model.chosen.to = value ? Number(value) : null; }, "year-to"));
    }
    return box.childNodes.length ? [el("div", { class: "legend-group pick-group" }, box)] : [];
  }

  /* ---- search ---- */
  function listFound() {
    const query = $("search").value;
    const all = model.search(query);
    found = all.filter((node) => node.shown || model.waiting(node));
    active = found.length ? 0 : -1;
    const said = [found.length || all.length === 0 ? word(found.length ? "results" : "no_result", { n: found.length }) : "", all.length > found.length ? word("results_hidden", { n: all.length - found.length }) : ""];
    $("search-count").textContent = query.trim() ? said.filter(Boolean).join(", ") : "";
    drawFound();
    if (!selection || selection.found) {
      selection = query.trim() && found.length ? { found } : null;
      renderer.refresh(selection);
    }
  }

  function drawFound() {
    const open = found.length > 0;
    $("found").hidden = !open;
    $("search").setAttribute("aria-expanded", String(open));
    $("found").replaceChildren(...found.slice(0, 30).map((node, at) => {
      const item = el("li", { role: "option", id: `found-${at}`, "aria-selected": String(at === active) }, el("b", {}, node.heading), el("span", {}, [node.issuer, node.number && node.name].filter(Boolean).join(" – ")));
      item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(node); });
      return item;
    }));
    if (active >= 0) $("search").setAttribute("aria-activedescendant", `found-${active}`);
    else $("search").removeAttribute("aria-activedescendant");
    $(`found-${active}`)?.scrollIntoView({ block: "nearest" });
  }

  function choose(node) {
    found = [];
    drawFound();
    $("search").value = node.heading;
    $("search-count").textContent = "";
    pick({ node }, { center: true, show: true });
  }

  $("search").addEventListener("input", listFound);
  $("search").addEventListener("focus", () => $("search").select());
  $("search").addEventListener("blur", () => { $("found").hidden = true; $("search").setAttribute("aria-expanded", "false"); });
  $("search").addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!found.length) return;
      event.preventDefault();
      const count = Math.min(found.length, 30);
      active = (active + (event.key === "ArrowDown" ? 1 : count - 1)) % count;
      drawFound();
    } else if (event.key === "Enter" && found[active]) choose(found[active]);
    else if (event.key === "Escape") { $("search").value = ""; selection = null; listFound(); pick(null); }
  });

  /* ---- keys on the graph: walk to the nearest document in the direction of the arrow ---- */
  function walk(dx, dy) {
    const at = renderer.positions();
    const from = selection?.node || home();
    if (!from) return;
    if (!selection?.node) return pick({ node: from }, { center: true, quiet: true });
    let best = null;
    for (const node of model.shownNodes()) {
      const x = at[node.id].x - at[from.id].x, y = at[node.id].y - at[from.id].y;
      const ahead = x * dx + y * dy, aside = Math.abs(x * dy - y * dx);
      if (node === from || ahead <= 1 || aside > ahead * 2.5) continue;
      const cost = ahead + aside * 1.6;
      if (!best || cost < best.cost) best = { cost, node };
    }
    if (best) pick({ node: best.node }, { center: true, quiet: true });
  }

  stage.addEventListener("keydown", (event) => {
    const keys = {
      ArrowLeft: () => walk(-1, 0), ArrowRight: () => walk(1, 0), ArrowUp: () => walk(0, -1), ArrowDown: () => walk(0, 1),
      Enter: () => { if (!selection) walk(0, 0); $("panel").focus(); }, "+": () => renderer.zoom(1.25), "=": () => renderer.zoom(1.25), "-": () => renderer.zoom(0.8), "0": fit,
    };
    if (keys[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); event.stopPropagation(); keys[event.key](); }
  }, true);
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName);
    if (event.key === "/" && !typing) { event.preventDefault(); $("search").focus(); }
    else if (event.key === "Escape" && !typing) { pick(null); stage.focus(); }
  });

  /* ---- buttons ---- */
  function showTable(on) {
    document.querySelector("main").classList.toggle("as-table", on);
    $("tables").hidden = !on;
    if (on) tables();
    $("show-table").setAttribute("aria-pressed", String(on));
    $("show-graph").setAttribute("aria-pressed", String(!on));
  }
  const fileName = () => `cancu-${cancu.settings.view}`;
  $("show-table").addEventListener("click", () => showTable(true));
  $("show-graph").addEventListener("click", () => showTable(false));
  $("zoom-in").addEventListener("click", () => renderer.zoom(1.3));
  $("zoom-out").addEventListener("click", () => renderer.zoom(1 / 1.3));
  $("fit").addEventListener("click", () => renderer.fit());
  $("physics").addEventListener("click", () => {
    floating = !floating;
    $("physics").setAttribute("aria-pressed", String(floating));
    renderer.physics(floating);
    if (!floating) { renderer.resetPositions(); fit(); }
    words();
  });
  $("export-svg").addEventListener("click", () => { const text = cancu.svgText(renderer.positions()); if (text) cancu.save(new Blob([text], { type: "image/svg+xml" }), `${fileName()}.svg`); });
  $("export-png").addEventListener("click", async () => { if (model.shownNodes().length) cancu.save(await cancu.pngBlob(renderer.positions()), `${fileName()}.png`); });
  $("export-csv").addEventListener("click", () => cancu.save(new Blob([cancu.toCsv()], { type: "text/csv;charset=utf-8" }), `${fileName()}.csv`));
  $("print").addEventListener("click", () => window.print());

  /* Paper is white: the figure is drawn in light colours whatever the screen shows. */
  let before = null;
  function toPaper(on) {
    const root = document.documentElement;
    if (on && before === null) {
      before = root.dataset.theme;
      setTheme("light");
      $("figure").replaceChildren(...[cancu.toSvg(renderer.positions(), 900)].filter(Boolean));
      $("filters").open = true;
      tables({ paper: true });
    } else if (!on && before !== null) {
      setTheme(before);
      before = null;
      $("figure").replaceChildren();
      if (!$("tables").hidden) tables();
    }
  }
  window.addEventListener("beforeprint", () => toPaper(true));
  window.addEventListener("afterprint", () => toPaper(false));
  matchMedia("print").addEventListener("change", (event) => toPaper(event.matches));

  function setTheme(name) {
    document.documentElement.dataset.theme = name;
    cancu.readTheme();
    legend();
    refresh();
  }
  $("theme").addEventListener("click", () => setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => setTheme(event.matches ? "dark" : "light"));

  function words() {
    document.documentElement.lang = cancu.lang;
    for (const place of document.querySelectorAll("[data-word]")) place.textContent = word(place.dataset.word);
    for (const place of document.querySelectorAll("[data-label]")) {
      place.setAttribute("aria-label", word(place.dataset.label));
      if (place.tagName === "BUTTON") place.title = word(place.dataset.label);
    }
    for (const place of document.querySelectorAll("[data-hint]")) place.placeholder = word(place.dataset.hint);
    for (const lang of ["vi", "en"]) $(`lang-${lang}`).setAttribute("aria-pressed", String(lang === cancu.lang));
    const subtitle = document.querySelector("[data-view]");
    if (subtitle) {
      subtitle.textContent = cancu.settings.view_names[cancu.lang];
      subtitle.hidden = subtitle.textContent === cancu.settings.titles[cancu.lang];
    }
    document.querySelector("h1").textContent = document.title = cancu.settings.titles[cancu.lang];
    if (floating) $("physics").textContent = word("reset_positions");
    legend();
    refresh();
  }
  for (const lang of ["vi", "en"]) $(`lang-${lang}`).addEventListener("click", () => { cancu.lang = lang; words(); });

  if (matchMedia("(max-width: 720px)").matches) $("filters").open = false;
  document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  cancu.readTheme();
  words();
  fit();
  /* A frame may get its size late, and a window may turn: the picture follows until the reader has moved it. */
  let size = [stage.clientWidth, stage.clientHeight];
  let touched = false;
  for (const name of ["pointerdown", "wheel", "keydown"]) stage.addEventListener(name, () => { touched = true; }, { capture: true, passive: true });
  new ResizeObserver(() => {
    const [width, height] = size;
    const turned = Math.abs(stage.clientWidth - width) > 40;
    if (!turned && (touched || Math.abs(stage.clientHeight - height) < 12)) return;
    size = [stage.clientWidth, stage.clientHeight];
    if (size[0] && size[1]) setTimeout(fit, 60);
  }).observe(stage);
  Object.assign(cancu, { renderer, pick, selected: () => selection });
  document.documentElement.dataset.ready = "true";
})();
