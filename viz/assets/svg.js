"use strict";
/* What is seen, as one SVG: for export, for PNG and for paper. */
(() => {
  const { cancu } = window;
  const { model, element } = cancu;

  /* `wide` is the width in pixels at which the picture is to be read. */
  cancu.toSvg = (positions, wide = 1600) => {
    const shown = model.shownNodes();
    const at = (id) => positions[id];
    const xs = shown.map((node) => at(node.id).x), ys = shown.map((node) => at(node.id).y);
    if (!shown.length) return null;
    const box = { x: Math.min(...xs) - 110, y: Math.min(...ys) - 156 };
    box.width = Math.max(...xs) + 110 - box.x;
    box.height = Math.max(...ys) + 90 - box.y;
    const scale = Math.min(1, wide / Math.max(box.width, box.height * 1.2));
    const svg = element("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `${box.x} ${box.y} ${box.width} ${box.height}`, width: box.width, height: box.height });
    svg.append(element("rect", { ...box, fill: cancu.theme().ground }));
    cancu.settings.lanes.forEach((lane, index) => {
      if (index % 2 === 0) svg.append(element("rect", { x: box.x, y: lane.top - 14, width: box.width, height: lane.bottom - lane.top + 28, fill: cancu.theme().band }));
      svg.append(element("text", { x: box.x + 8, y: lane.top + 8, "font-family": cancu.FACE, "font-size": Math.min(12 / scale, 26), "font-weight": 600, fill: cancu.theme().muted }, cancu.name(model.lanes.get(lane.key))));
    });
    cancu.settings.columns.forEach((column, index) => {
      if (index % 2 === 0) svg.append(element("rect", { x: column.left, y: box.y, width: column.right - column.left, height: box.height, fill: cancu.theme().band }));
      svg.append(element("text", { x: (column.left + column.right) / 2, y: box.y + 26, "text-anchor": "middle", "font-family": cancu.FACE, "font-size": Math.min(14 / scale, 30), "font-weight": 600, fill: cancu.theme().muted }, String(column.year ?? cancu.word("year_unknown"))));
    });
    for (const edge of model.shownEdges()) svg.append(arrow(edge, at(edge.from), at(edge.to)));
    for (const node of shown) {
      const group = cancu.nodeShape(node, { labels: scale });
      group.setAttribute("transform", `translate(${at(node.id).x} ${at(node.id).y})`);
      group.prepend(element("title", {}, node.heading));
      svg.append(group);
    }
    return svg;
  };

  function arrow(edge, from, to) {
    const row = model.relations.get(edge.relation);
    const colour = cancu.relationColour(edge.relation);
    const { start, a, b, end, head } = cancu.edgeGeometry(edge, from, to);
    const n = (value) => Math.round(value * 10) / 10;
    const p = (point) => `${n(point.x)} ${n(point.y)}`;
    const group = element("g", { opacity: 0.85 });
    group.append(element("title", {}, `${model.nodes[edge.from].heading} ${cancu.verb(row)} ${model.nodes[edge.to].heading}`));
    group.append(element("path", { d: `M${p(start)}C${p(a)} ${p(b)} ${p(end)}`, fill: "none", stroke: colour, "stroke-width": row.width, ...(row.dashes.length ? { "stroke-dasharray": row.dashes.join(" ") } : {}) }));
    if (!row.headless) group.append(element("path", { d: `M${head.map(p).join("L")}Z`, fill: colour }));
    return group;
  }

  cancu.svgText = (positions) => {
    const svg = cancu.toSvg(positions);
    return svg && `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}`;
  };

  /* The same as PNG, twice as fine, at most 8,000 pixels a side. */
  cancu.pngBlob = (positions) =>
    new Promise((done, fail) => {
      const svg = cancu.toSvg(positions);
      const image = new Image();
      const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml;charset=utf-8" }));
      image.onload = () => {
        const scale = Math.min(2, 8000 / Math.max(image.width, image.height));
        const canvas = document.createElement("canvas");
        canvas.width = Math.round(image.width * scale);
        canvas.height = Math.round(image.height * scale);
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        URL.revokeObjectURL(url);
        canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no image"))), "image/png");
      };
      image.onerror = fail;
      image.src = url;
    });

  cancu.save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
})();
