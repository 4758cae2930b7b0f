"use strict";
/* Draws large graphs with force-graph (MIT License, Copyright (c) 2018 Vasco Asturiano; see force-graph.LICENSE.txt), with the same nodes, arrows and callbacks. */
(() => {
  const { cancu } = window;
  const { model, settings } = cancu;
  const DETAIL = 0.16;
  const FOOT = 40; // pixels under the picture for the buttons

  cancu.makeRenderer = (place, { onPick, onHover }) => {
    const layered = settings.lanes.length > 0;
    let selection = null;
    let near = new Set();
    let floating = false;
    let mouse = null;
    const spots = model.nodes.map((node) => ({ id: node.id, node, x: node.x, y: node.y, fx: node.x, fy: node.y }));
    const links = model.edges.map((edge) => ({ id: edge.id, edge, source: edge.from, target: edge.to }));
    const graph = new ForceGraph(place);

    const isChosen = (edge) => selection?.edge === edge || (selection?.node && (edge.from === selection.node.id || edge.to === selection.node.id));

    /* Far out, all arrows of one relation are one stroke of straight lines: the cost of a frame is in the strokes. */
    function drawFar(ctx, scale) {
      const shown = graph.graphData().links;
      const byRelation = new Map();
      for (const link of shown) {
        if (isChosen(link.edge)) continue;
        const path = byRelation.get(link.edge.relation) || new Path2D();
        path.moveTo(link.source.x, link.source.y);
        path.lineTo(link.target.x, link.target.y);
        byRelation.set(link.edge.relation, path);
      }
      ctx.globalAlpha = selection ? 0.06 : shown.length > 8000 ? 0.18 : 0.5;
      for (const [relation, path] of byRelation) {
        ctx.strokeStyle = cancu.relationColour(relation);
        ctx.lineWidth = 0.9 / scale;
        ctx.stroke(path);
      }
      ctx.globalAlpha = 1;
    }

    function drawLink(link, ctx, scale) {
      const { edge } = link;
      if (scale < DETAIL && !isChosen(edge)) return;
      const row = model.relations.get(edge.relation);
      const chosen = isChosen(edge);
      ctx.globalAlpha = selection && !chosen ? 0.06 : chosen ? 1 : 0.55;
      ctx.strokeStyle = ctx.fillStyle = cancu.relationColour(edge.relation);
      ctx.lineWidth = (row.width * (selection?.edge === edge ? 2 : 1)) / Math.max(Math.min(scale, 1), 0.35) ** 0.5;
      ctx.beginPath();
      const { start, a, b, end, head } = cancu.edgeGeometry(edge, link.source, link.target);
      if (row.dashes.length) ctx.setLineDash(row.dashes);
      ctx.moveTo(start.x, start.y);
      ctx.bezierCurveTo(a.x, a.y, b.x, b.y, end.x, end.y);
      ctx.stroke();
      ctx.setLineDash([]);
      if (!row.headless) {
        ctx.beginPath();
        head.forEach((point, at) => ctx[at ? "lineTo" : "moveTo"](point.x, point.y));
        ctx.fill();
      }
      ctx.globalAlpha = 1;
    }

    function areaOfLink(link, colour, ctx, scale) {
      if (scale < DETAIL) return;
      const { start, a, b, end } = cancu.edgeGeometry(link.edge, link.source, link.target);
      ctx.strokeStyle = colour;
      ctx.lineWidth = 8 / scale;
      ctx.beginPath();
      ctx.moveTo(start.x, start.y);
      ctx.bezierCurveTo(a.x, a.y, b.x, b.y, end.x, end.y);
      ctx.stroke();
    }

    const show = () => graph.graphData({ nodes: spots.filter((spot) => spot.node.shown), links: links.filter((link) => link.edge.shown) });

    graph
      .width(place.clientWidth).height(place.clientHeight)
      .autoPauseRedraw(true).cooldownTicks(0).warmupTicks(0).enableNodeDrag(true).minZoom(0.005).maxZoom(6)
      .nodeLabel(() => "").linkLabel(() => "")
      .nodeCanvasObject((spot, ctx, scale) => cancu.drawNode(ctx, spot.node, spot.x, spot.y, { scale, chosen: selection?.node === spot.node, faded: near.size > 0 && !near.has(spot.id) }))
      .nodePointerAreaPaint((spot, colour, ctx) => { ctx.fillStyle = colour; ctx.beginPath(); ctx.arc(spot.x, spot.y, spot.node.r * 1.15, 0, 2 * Math.PI); ctx.fill(); })
      .linkCanvasObjectMode(() => "replace").linkCanvasObject(drawLink).linkPointerAreaPaint(areaOfLink)
      .onRenderFramePre((ctx, scale) => {
        if (layered && !floating) {
          const left = graph.screen2GraphCoords(0, 0).x;
          cancu.drawLanes(ctx, left, left + place.clientWidth / scale, scale);
        }
        if (settings.columns.length && !floating) {
          const top = graph.screen2GraphCoords(0, 0).y;
          cancu.drawColumns(ctx, top, top + place.clientHeight / scale, scale);
        }
        if (scale < DETAIL) drawFar(ctx, scale);
      })
      .onNodeClick((spot, event) => onPick({ node: spot.node }, event))
      .onLinkClick((link, event) => onPick({ edge: link.edge }, event))
      .onBackgroundClick((event) => onPick(null, event))
      .onNodeHover((spot) => onHover(spot && { node: spot.node }, mouse))
      .onLinkHover((link) => onHover(link && { edge: link.edge }, mouse))
      .onNodeDragEnd((spot) => { spot.fx = spot.x; spot.fy = spot.y; });
    place.addEventListener("mousemove", (event) => { mouse = event; }, true);
    show();
    place.querySelector("canvas").setAttribute("aria-hidden", "true");
    new ResizeObserver(() => graph.width(place.clientWidth).height(place.clientHeight)).observe(place);

    const again = () => graph.nodeColor(graph.nodeColor());
    const moveTo = (x, y, scale) => { graph.centerAt(x, y); graph.zoom(scale); };

    function bounds(shown) {
      let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
      for (const { id } of shown) {
        const { x, y } = spots[id];
        [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
      }
      return { width: right - left + 2 * cancu.beside(right - left, place.clientWidth), height: bottom - top + (layered ? 230 : 190), x: (left + right) / 2, y: (top + bottom) / 2 - (layered ? 38 : 18) };
    }
    const whole = (box, most) => Math.min(place.clientWidth / box.width, (place.clientHeight - FOOT) / box.height, most);

    return {
      name: "canvas",
      refresh(chosen) {
        selection = chosen;
        near = new Set();
        if (chosen?.node) {
          near.add(chosen.node.id);
          for (const edge of [...model.around[chosen.node.id].out, ...model.around[chosen.node.id].in]) if (edge.shown) near.add(edge.from).add(edge.to);
        } else if (chosen?.edge) near.add(chosen.edge.from).add(chosen.edge.to);
        else if (chosen?.found) chosen.found.forEach((node) => near.add(node.id));
        show();
        again();
      },
      fit({ atLeast = 0, at = null } = {}) {
        if (!model.shownNodes().length) return;
        const box = bounds(model.shownNodes());
        const fitting = whole(box, 1.5);
        const scale = Math.max(fitting, atLeast);
        if (scale > fitting && at) moveTo(at.x, at.y, scale);
        else moveTo(box.x, box.y + FOOT / 2 / scale, scale);
      },
      center(node, nodes, atLeast = 0.42) {
        const box = bounds(nodes);
        const scale = whole(box, 0.99); // force-graph takes exactly 1 for a scale that nobody set, and sets its own
        if (scale < atLeast) moveTo(spots[node.id].x, spots[node.id].y, Math.max(graph.zoom(), 0.62));
        else moveTo(box.x, box.y + FOOT / 2 / scale, scale);
      },
      zoom: (factor) => graph.zoom(Math.min(Math.max(graph.zoom() * factor, 0.005), 6)),
      physics(on) {
        floating = on;
        for (const spot of spots) Object.assign(spot, on ? { fx: undefined, fy: undefined } : {});
        graph.d3Force("charge").strength(-260).distanceMax(900);
        graph.d3Force("link").distance(110);
        graph.cooldownTicks(on ? 300 : 0);
        if (on) graph.d3ReheatSimulation();
      },
      resetPositions() {
        for (const spot of spots) Object.assign(spot, { x: spot.node.x, y: spot.node.y, fx: spot.node.x, fy: spot.node.y, vx: 0, vy: 0 });
        show();
      },
      positions: () => Object.fromEntries(spots.map(({ id, x, y }) => [id, { x, y }])),
      onScreen: (node) => graph.graph2ScreenCoords(spots[node.id].x, spots[node.id].y),
      edgeOnScreen: (edge) => graph.graph2ScreenCoords((spots[edge.from].x + spots[edge.to].x) / 2, (spots[edge.from].y + spots[edge.to].y) / 2),
    };
  };
})();
