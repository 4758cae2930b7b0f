"use strict";
/* Draws the graph with vis-network, from the nodes, edges and options that pyvis wrote. */
(() => {
  const { cancu } = window;
  const { model, settings } = cancu;
  const FOOT = 40; // pixels under the picture for the buttons

  cancu.makeRenderer = (place, { onPick, onHover }) => {
    const options = JSON.parse(document.getElementById("options").textContent);
    const layered = settings.lanes.length > 0;
    let selection = null;
    let near = new Set();
    const state = (node) => ({ chosen: selection?.node === node, faded: near.size > 0 && !near.has(node.id) });
    const nodeData = new vis.DataSet(model.nodes.map((node) => nodeRow(node)));
    const edgeData = new vis.DataSet();
    const network = new vis.Network(place, { nodes: nodeData, edges: edgeData }, { ...options, autoResize: true });
    /* Arrows stay visible where the picture is small. */
    const thicker = () => Math.max(Math.min(network.getScale(), 1), 0.08) ** -0.45;
    let zoomed = 0;
    network.on("zoom", () => {
      clearTimeout(zoomed);
      zoomed = setTimeout(() => edgeData.update(model.edges.map(edgeRow)), 120);
    });
    edgeData.add(model.edges.map((edge) => edgeRow(edge)));
    const canvas = place.querySelector("canvas");
    canvas.setAttribute("aria-hidden", "true");
    place.querySelector(".vis-network")?.removeAttribute("tabindex");

    function nodeRow(node) {
      return {
        id: node.id, x: node.x, y: node.y, shape: "custom", hidden: !node.shown, label: undefined,
        ctxRenderer: ({ ctx, x, y }) => ({
          drawNode: () => cancu.drawNode(ctx, node, x, y, { ...state(node), labels: false, scale: network.getScale() }),
          drawExternalLabel: () => cancu.drawNode(ctx, node, x, y, { ...state(node), body: false, scale: network.getScale() }),
          nodeDimensions: { width: node.r * 1.9, height: node.r * 1.9 },
        }),
      };
    }

    function edgeRow(edge) {
      const row = model.relations.get(edge.relation);
      const chosen = selection?.edge === edge || (selection?.node && (edge.from === selection.node.id || edge.to === selection.node.id));
      const faded = selection && !chosen;
      const bow = edge.beside ? 0.12 * Math.ceil(edge.beside / 2) : 0;
      const flat = model.nodes[edge.from].y === model.nodes[edge.to].y;
      return {
        id: edge.id, from: edge.from, to: edge.to, hidden: !edge.shown, arrows: row.headless ? { to: { enabled: false } } : undefined,
        color: { color: cancu.relationColour(edge.relation), highlight: cancu.relationColour(edge.relation), hover: cancu.relationColour(edge.relation), opacity: faded ? 0.1 : chosen ? 1 : 0.62 },
        width: row.width * (selection?.edge === edge ? 2 : 1) * thicker(), dashes: row.dashes.length ? row.dashes : false,
        smooth: bow || flat || !layered
          ? { enabled: true, type: edge.beside % 2 ? "curvedCW" : "curvedCCW", roundness: bow || (flat ? 0.16 : 0.05) }
          : { enabled: true, type: "cubicBezier", forceDirection: "vertical", roundness: 0.45 },
        label: chosen && showsWords() ? cancu.name(row) : "",
        font: { size: Math.min(Math.max(12 / network.getScale(), 11), 34), face: cancu.FACE, color: cancu.theme().ink, strokeWidth: 4, strokeColor: cancu.theme().ground, align: "horizontal" },
      };
    }

    function showsWords() {
      return selection.edge || model.around[selection.node.id].out.length + model.around[selection.node.id].in.length <= 14;
    }

    network.on("beforeDrawing", (ctx) => {
      if (network.physics.physicsEnabled) return;
      const scale = network.getScale();
      const { x: left, y: top } = network.DOMtoCanvas({ x: 0, y: 0 });
      cancu.drawColumns(ctx, top, top + place.clientHeight / scale, scale);
      cancu.drawLanes(ctx, left, left + place.clientWidth / scale, scale);
    });
    network.on("click", ({ nodes, edges, event }) => {
      if (nodes.length) onPick({ node: model.nodes[nodes[0]] }, event);
      else if (edges.length) onPick({ edge: model.edges[edges[0]] }, event);
      else onPick(null, event);
    });
    const hover = (what) => ({ event }) => onHover(what, event);
    network.on("hoverNode", ({ node, event }) => hover({ node: model.nodes[node] })({ event }));
    network.on("hoverEdge", ({ edge, event }) => hover({ edge: model.edges[edge] })({ event }));
    network.on("blurNode", hover(null));
    network.on("blurEdge", hover(null));
    network.on("dragStart", hover(null));

    const bounds = (shown) => {
      const at = network.getPositions(shown.map((node) => node.id));
      const xs = shown.map((node) => at[node.id].x), ys = shown.map((node) => at[node.id].y);
      const [left, right] = [Math.min(...xs), Math.max(...xs)], beside = cancu.beside(right - left, place.clientWidth);
      return { left: left - beside, right: right + beside, top: Math.min(...ys) - (layered ? 152 : settings.columns.length ? 116 : 60), bottom: Math.max(...ys) + 78 };
    };
    const whole = (box, most) => Math.min(place.clientWidth / (box.right - box.left), (place.clientHeight - FOOT) / (box.bottom - box.top), most);
    const middle = (box, scale) => ({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 + FOOT / 2 / scale });

    return {
      name: "pyvis",
      refresh(chosen) {
        selection = chosen;
        near = new Set();
        if (chosen?.node) {
          near.add(chosen.node.id);
          for (const edge of [...model.around[chosen.node.id].out, ...model.around[chosen.node.id].in]) if (edge.shown) near.add(edge.from).add(edge.to);
        } else if (chosen?.edge) near.add(chosen.edge.from).add(chosen.edge.to);
        else if (chosen?.found) chosen.found.forEach((node) => near.add(node.id));
        nodeData.update(model.nodes.map((node) => ({ id: node.id, hidden: !node.shown })));
        edgeData.update(model.edges.map(edgeRow));
        network.unselectAll();
        network.redraw();
      },
      fit({ atLeast = 0, at = null } = {}) {
        if (!model.shownNodes().length) return;
        const box = bounds(model.shownNodes());
        const fitting = whole(box, 1.5);
        const scale = Math.max(fitting, atLeast);
        network.moveTo({ position: scale > fitting && at ? at : middle(box, scale), scale });
        edgeData.update(model.edges.map(edgeRow));
      },
      /* Brings a document and its neighbours into view, or the document alone where that would be too small to read. */
      center(node, nodes, atLeast = 0.42) {
        const box = bounds(nodes);
        const scale = whole(box, 1);
        if (scale < atLeast) network.moveTo({ position: network.getPositions([node.id])[node.id], scale: Math.max(network.getScale(), 0.62) });
        else network.moveTo({ position: middle(box, scale), scale });
      },
      zoom(factor) {
        network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.05), 6) });
      },
      physics(on) {
        network.setOptions({ physics: on ? { enabled: true, solver: "forceAtlas2Based", forceAtlas2Based: { gravitationalConstant: -130, springLength: 120 }, stabilization: false } : { enabled: false } });
        network.redraw();
      },
      resetPositions() {
        nodeData.update(model.nodes.map(({ id, x, y }) => ({ id, x, y })));
      },
      positions: () => network.getPositions(),
      onScreen: (node) => network.canvasToDOM(network.getPositions([node.id])[node.id]),
      edgeOnScreen(edge) {
        const at = network.getPositions([edge.from, edge.to]);
        return network.canvasToDOM({ x: (at[edge.from].x + at[edge.to].x) / 2, y: (at[edge.from].y + at[edge.to].y) / 2 });
      },
    };
  };
})();
