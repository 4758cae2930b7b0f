"use strict";
/* What a node looks like, on a canvas and as SVG: one path, one set of colours, one set of letters for both. */
(() => {
  const { model, settings } = window.cancu;
  const FACE = '"Segoe UI", "Noto Sans", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif';
  const paths = new Map([...model.levels].map(([key, row]) => [key, typeof Path2D === "undefined" ? null : new Path2D(row.path)]));
  const SVG = "http://www.w3.org/2000/svg";

  /* The colours of the page's present theme. */
  let theme = {};
  function readTheme() {
    const style = getComputedStyle(document.documentElement);
    const get = (name) => style.getPropertyValue("--" + name).trim();
    theme = { dark: document.documentElement.dataset.theme === "dark" };
    for (const name of ["ground", "ink", "muted", "line", "band", "accent", "warn"]) theme[name] = get(name);
    return theme;
  }

  /* Black or white letters, whichever reads better on the fill (relative luminance, WCAG 2). */
  function inkOn(fill) {
    const part = (at) => {
      const value = parseInt(fill.slice(at, at + 2), 16) / 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5) > 0.3 ? "#14181d" : "#ffffff";
  }

  const lettersSize = (node) => (node.r * model.levels.get(node.level).letters * [0, 1, 0.84, 0.64, 0.52, 0.44][Math.min((node.code || "").length, 5)]) || 0;
  const outline = (node, chosen) => (chosen ? theme.accent : theme.dark ? "#c9d1d9" : "#2b3440");
  const badge = (node) => ({ unresolved: "?", contradictory: "!" })[node.state] || "";
  const relationColour = (relation) => {
    const row = model.relations.get(relation) || model.relations.get("other");
    return theme.dark ? row.dark : row.colour;
  };

  function drawNode(ctx, node, x, y, { faded = false, chosen = false, scale = 1, body = true, labels = true } = {}) {
    ctx.save();
    ctx.globalAlpha = faded ? 0.16 : 1;
    ctx.translate(x, y);
    if (body) drawBody(ctx, node, chosen, scale);
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    if (labels) drawLabel(ctx, node, scale, chosen);
    ctx.restore();
  }

  function drawBody(ctx, node, chosen, scale) {
    if (node.r * scale < 3 && !chosen) {
      ctx.fillStyle = node.color;
      ctx.fillRect(-node.r, -node.r, node.r * 2, node.r * 2);
      if (theme.dark) { // too small for a rim, which makes dark fills stand out otherwise
        ctx.fillStyle = "#ffffff66";
        ctx.fillRect(-node.r, -node.r, node.r * 2, node.r * 2);
      }
      return;
    }
    ctx.save();
    ctx.scale(node.r, node.r);
    if (chosen) {
      ctx.lineWidth = 11 / node.r;
      ctx.strokeStyle = theme.accent + "55";
      ctx.stroke(paths.get(node.level));
    }
    ctx.fillStyle = node.color;
    ctx.fill(paths.get(node.level));
    ctx.lineJoin = "round";
    ctx.lineWidth = (node.read ? 2.6 : 1.1) / node.r;
    ctx.strokeStyle = outline(node, chosen);
    ctx.setLineDash(node.state === "unresolved" ? [4 / node.r, 3 / node.r] : []);
    ctx.stroke(paths.get(node.level));
    ctx.restore();
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    if (node.code && scale * node.r > 4.5) {
      ctx.font = `700 ${lettersSize(node)}px ${FACE}`;
      ctx.fillStyle = inkOn(node.color);
      ctx.fillText(node.code, 0, node.r * 0.05);
    }
    if (badge(node)) drawBadge(ctx, node);
  }

  function drawBadge(ctx, node) {
    ctx.beginPath();
    ctx.arc(node.r * 0.86, -node.r * 0.8, 8, 0, 2 * Math.PI);
    ctx.fillStyle = theme.warn;
    ctx.fill();
    ctx.font = `800 12px ${FACE}`;
    ctx.fillStyle = theme.ground;
    ctx.fillText(badge(node), node.r * 0.86, -node.r * 0.79);
  }

  /* Labels keep a readable size while the picture shrinks, as far as their cell is wide: text, size, place of each line. */
  const CELL = 152;
  const ruler = document.createElement("canvas").getContext("2d");
  function labelLayout(node, scale) {
    const wanted = Math.min(Math.max(0.88 / scale, 1), 2);
    const widths = (node.widths ??= {});
    const lines = labelLines(node, scale < 0.66).map(([text, main]) => ({ text, main, base: main ? 12.5 : 11 }));
    for (const { text, main, base } of lines) {
      if (widths[text] !== undefined) continue;
      ruler.font = `${main ? 600 : 400} ${base}px ${FACE}`;
      widths[text] = ruler.measureText(text).width || 1;
    }
    const room = (main) => Math.min(...lines.filter((line) => line.main === main).map((line) => CELL / widths[line.text]));
    for (const line of lines) {
      line.size = line.base * Math.max(1, Math.min(wanted, line.main ? 2 : 1.5, room(line.main)));
      if (node.hub && line.size * scale < 6.5) line.size = Math.max(line.size, Math.min(10.5 / scale, 90));
    }
    /* A document that others point to from below has its label above, out of the way of their arrows. */
    let y = node.r * 1.1 + 4;
    if (node.above) y = -y - lines.reduce((all, line, at) => all + line.size * (at ? 1.22 : 1), 0);
    return lines.map((line, at) => {
      y += line.size * (at ? 1.22 : 0.5);
      return { ...line, y };
    });
  }

  function drawLabel(ctx, node, scale, chosen) {
    const lines = labelLayout(node, scale);
    if (!chosen && lines.length && lines[0].size * scale < 5) return;
    ctx.lineJoin = "round";
    for (const { text, main, size, y } of lines) {
      ctx.font = `${main ? 600 : 400} ${size}px ${FACE}`;
      ctx.lineWidth = size * 0.3;
      ctx.strokeStyle = theme.ground;
      ctx.strokeText(text, 0, y);
      ctx.fillStyle = main ? theme.ink : theme.muted;
      ctx.fillText(text, 0, y);
    }
  }

  /* Lines under a node, each with whether it is the name (and not the quieter issuer and year). */
  const labelLines = (node, brief = false) =>
    brief && node.brief ? node.brief.map((text, at) => [text, !node.deadline || at < node.brief.length - 1]) : node.lines.map((text, at) => [text, (!node.number && !node.deadline) || at === 0 || at < node.lines.length - 1]);

  /* The bands of the layered picture; their names stay at the left edge of what is seen (left, scale: of the view). */
  function drawLanes(ctx, left, right, scale) {
    settings.lanes.forEach((lane, index) => {
      ctx.fillStyle = theme.band;
      if (index % 2 === 0) ctx.fillRect(left, lane.top - 14, right - left, lane.bottom - lane.top + 28);
      ctx.font = `600 ${Math.min(12 / scale, Math.max(40, (lane.bottom - lane.top) * 0.4))}px ${FACE}`;
      ctx.textAlign = "left";
      ctx.textBaseline = "top";
      ctx.fillStyle = theme.muted;
      ctx.fillText(window.cancu.name(model.lanes.get(lane.key)), left + 12 / scale, lane.top - 8);
    });
  }

  /* The size of a column's head: 14 pixels of the screen, less where the column is narrower than its head. */
  function headSize(head, room, scale) {
    ruler.font = `600 100px ${FACE}`;
    return Math.min(14 / scale, 44, (room * 92) / ruler.measureText(head).width);
  }

  /* The years behind a picture over time; their names stay at the upper edge of what is seen. */
  function drawColumns(ctx, top, bottom, scale) {
    settings.columns.forEach((column, index) => {
      ctx.fillStyle = theme.band;
      if (index % 2 === 0) ctx.fillRect(column.left, top, column.right - column.left, bottom - top);
      const head = String(column.year ?? window.cancu.word("year_unknown"));
      ctx.font = `600 ${headSize(head, column.right - column.left, scale)}px ${FACE}`;
      ctx.textAlign = "center";
      ctx.textBaseline = "top";
      ctx.fillStyle = theme.muted;
      ctx.fillText(head, (column.left + column.right) / 2, top + (window.innerWidth > 760 ? 12 : 38) / scale);
    });
  }

  /* How much to leave free beside the outermost nodes: in layered pictures half a cell, else 44 pixels for the names of hubs, which do not shrink. */
  const beside = (span, room) => (settings.lanes.length ? 96 : Math.max(96, (span * 44) / Math.max(room - 88, 120)));

  function element(name, attributes = {}, ...children) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  /* A node as SVG elements around (0, 0); `labels` is the scale at which its label is to be read, 0 for none. */
  function nodeShape(node, { labels = 0 } = {}) {
    const group = element("g");
    group.append(element("path", {
      d: model.levels.get(node.level).path, transform: `scale(${node.r})`, fill: node.color, stroke: outline(node, false),
      "stroke-width": (node.read ? 2.6 : 1.1) / node.r, "stroke-linejoin": "round",
      ...(node.state === "unresolved" ? { "stroke-dasharray": `${4 / node.r} ${3 / node.r}` } : {}),
    }));
    const letters = { "text-anchor": "middle", "dominant-baseline": "central", "font-family": FACE };
    if (node.code) group.append(element("text", { ...letters, y: node.r * 0.05, "font-weight": 700, "font-size": lettersSize(node), fill: inkOn(node.color) }, node.code));
    if (badge(node)) {
      group.append(element("circle", { cx: node.r * 0.86, cy: -node.r * 0.8, r: 8, fill: theme.warn }));
      group.append(element("text", { ...letters, x: node.r * 0.86, y: -node.r * 0.79, "font-weight": 800, "font-size": 12, fill: theme.ground }, badge(node)));
    }
    for (const { text, main, size, y } of labels ? labelLayout(node, labels) : []) {
      group.append(element("text", {
        ...letters, y, "font-size": Math.round(size * 10) / 10, "font-weight": main ? 600 : 400, fill: main ? theme.ink : theme.muted,
        stroke: theme.ground, "stroke-width": size * 0.3, "paint-order": "stroke", "stroke-linejoin": "round",
      }, text));
    }
    return group;
  }

  /* How an arrow runs: a vertical S in layered pictures, a bow beside an earlier arrow between the same two. */
  function edgeCurve(edge, from, to) {
    const dx = to.x - from.x, dy = to.y - from.y, bow = edge.beside ? 26 * Math.ceil(edge.beside / 2) * (edge.beside % 2 ? 1 : -1) : 0;
    const long = Math.hypot(dx, dy) || 1, nx = (-dy / long) * bow, ny = (dx / long) * bow;
    if (settings.lanes.length && Math.abs(dy) > 40) {
      return [{ x: from.x + nx, y: from.y + dy * 0.45 + ny }, { x: to.x + nx, y: to.y - dy * 0.45 + ny }];
    }
    const lift = settings.lanes.length && Math.abs(dx) > 200 ? Math.min(Math.abs(dx) * 0.16, 46) : 0;
    return [{ x: from.x + dx * 0.3 + nx * 1.4, y: from.y + dy * 0.3 + ny * 1.4 - lift }, { x: to.x - dx * 0.3 + nx * 1.4, y: to.y - dy * 0.3 + ny * 1.4 - lift }];
  }

  /* The curve cut at the rims of its two nodes, with the arrow head at its end. */
  function edgeGeometry(edge, from, to) {
    let [a, b] = edgeCurve(edge, from, to);
    const toward = (p, q, by) => {
      const long = Math.hypot(q.x - p.x, q.y - p.y) || 1;
      return { x: p.x + ((q.x - p.x) / long) * by, y: p.y + ((q.y - p.y) / long) * by };
    };
    const start = toward(from, a, model.nodes[edge.from].r + 1);
    const tip = toward(to, b, model.nodes[edge.to].r + 4);
    const base = toward(tip, b, 9);
    const angle = Math.atan2(tip.y - base.y, tip.x - base.x);
    const wing = (turn) => ({ x: tip.x - 10 * Math.cos(angle + turn), y: tip.y - 10 * Math.sin(angle + turn) });
    return { start, a, b, end: base, head: [tip, wing(0.42), wing(-0.42)] };
  }

  Object.assign(window.cancu, { theme: () => theme, readTheme, drawNode, drawLanes, drawColumns, nodeShape, element, edgeGeometry, relationColour, inkOn, beside, headSize, FACE });
  readTheme();
})();
