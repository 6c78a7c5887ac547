// Draws the flow diagram: data category -> purpose -> recipient -> place, as SVG. The page and the notebook's widget
// share it. It keeps no state: it is given the flows, which of them are lit, and what a click does.
var datamapFlows = (function () {
  "use strict";
  var SVG = "http://www.w3.org/2000/svg";
  var LIMITS = [18, 22, 28, 22], PLURALS = ["categories", "purposes", "recipients", "places"];
  var HEADS = ["Data category", "Purpose", "Recipient: verdict or safeguard", "Place"];
  var COLOURS = ["#D55E00", "#CC79A7", "#009E73", "#56B4E9"], GREY = "#7f8c8d";
  var PITCH = 23, PAD = 14, THICK = 13, LINE = 14, TOP = 30, LAST = 215, NARROW = 880;
  var FONT = "12px system-ui, sans-serif";
  var STARTS = [0, 0.29, 0.58, 1]; // of each column, as shares of the width: recipients have the longest labels

  // which nodes have a place of their own: those that are lit, then the worst, then the largest; the others are a group
  function group(data, lit) {
    var of = data.nodes.map(function () { return { rank: 4, size: 0, lit: false }; });
    data.flows.forEach(function (f, i) {
      for (var n = 0; n < 4; n += 1) {
        var node = of[f[n]];
        node.size += 1;
        if (f[4] < node.rank) node.rank = f[4];
        if (lit[i]) node.lit = true;
      }
    });
    var layers = [[], [], [], []], shown = [], at = [];
    data.nodes.forEach(function (node, i) { layers[node[0]].push(i); });
    layers.forEach(function (all, layer) {
      var kept = all;
      if (all.length > LIMITS[layer]) {
        var order = all.slice().sort(function (a, b) {
          return of[b].lit - of[a].lit || of[a].rank - of[b].rank || of[b].size - of[a].size || a - b;
        });
        var chosen = {};
        order.slice(0, LIMITS[layer] - 1).forEach(function (i) { chosen[i] = true; });
        kept = all.filter(function (i) { return chosen[i]; });
      }
      // what is lit comes first, so that a selection is seen without scrolling
      kept = kept.filter(function (i) { return of[i].lit; }).concat(kept.filter(function (i) { return !of[i].lit; }));
      kept.forEach(function (i) {
        at[i] = shown.length;
        shown.push({ layer: layer, node: i, label: data.nodes[i][1], suffix: (data.suffix || {})[i] || "", all: 3, rank: 4, lit: false, size: 0 });
      });
      if (kept.length < all.length) {
        var rest = shown.length, left = all.length - kept.length;
        shown.push({ layer: layer, node: -1, label: left + " more " + PLURALS[layer], suffix: "", all: 3, rank: 4, lit: false, size: 0 });
        all.forEach(function (i) { if (at[i] === undefined) at[i] = rest; });
      }
    });
    var links = new Map();
    data.flows.forEach(function (f, i) {
      for (var n = 0; n < 4; n += 1) {
        var node = shown[at[f[n]]];
        if (f[4] < node.all) node.all = f[4];
        if (lit[i]) {
          node.lit = true;
          if (f[4] < node.rank) node.rank = f[4];
        }
        if (n === 3) continue;
        var a = at[f[n]], b = at[f[n + 1]], key = a * shown.length + b, link = links.get(key);
        if (!link) links.set(key, link = { source: a, target: b, size: 0, all: 3, rank: 4, assumed: true, lit: 0 });
        link.size += 1;
        if (f[4] < link.all) link.all = f[4];
        if (lit[i]) {
          link.lit += 1;
          if (f[4] < link.rank) link.rank = f[4];
          if (!f[5]) link.assumed = false;
        }
      }
    });
    // of a selection, a name has the verdict of what is selected, and its tool only if that is its worst verdict
    shown.forEach(function (node) {
      if (!node.lit) node.rank = node.all;
      else if (node.rank !== node.all && node.suffix) node.suffix = data.verdicts[node.rank][1];
    });
    return { nodes: shown, links: Array.from(links.values()) };
  }

  // where everything is: each layer is spread over the height; a link is as wide as the root of its flows
  function place(graph, width) {
    var counts = [0, 0, 0, 0], sums = [0, 0, 0, 0], span = width - LAST - THICK;
    var columns = STARTS.map(function (start) { return start * span; });
    graph.nodes.forEach(function (n) { n.out = n.into = 0; });
    graph.links.forEach(function (l) {
      l.wide = Math.sqrt(l.size);
      graph.nodes[l.source].out += l.wide;
      graph.nodes[l.target].into += l.wide;
    });
    graph.nodes.forEach(function (n) { n.tall = Math.max(n.out, n.into); counts[n.layer] += 1; sums[n.layer] += n.tall; });
    var fullest = Math.max.apply(null, counts.concat(1)), height = Math.max(300, PITCH * fullest + 20), scale = Infinity;
    counts.forEach(function (c, i) { if (sums[i]) scale = Math.min(scale, (height - (c - 1) * PAD) / sums[i]); });
    if (!isFinite(scale)) scale = 1;
    scale = Math.min(scale, 26);
    var next = [0, 0, 0, 0], step = [0, 0, 0, 0];
    counts.forEach(function (c, i) {
      var used = sums[i] * scale;
      step[i] = c > 1 ? Math.min((height - used) / (c - 1), 80) : 0;
      next[i] = TOP + (height - used - step[i] * (c - 1)) / 2;
    });
    graph.nodes.forEach(function (n) {
      n.x = columns[n.layer];
      n.y = next[n.layer];
      n.tall = Math.max(n.tall * scale, 2);
      next[n.layer] += n.tall + step[n.layer];
      n.from = n.y;
      n.to = n.y;
    });
    // no label touches the one above it; where there is room for two lines, a long one has them
    [0, 1, 2, 3].forEach(function (layer) {
      var low = -Infinity, mine = graph.nodes.filter(function (n) { return n.layer === layer; });
      mine.forEach(function (n) { low = n.middle = Math.max(n.y + n.tall / 2, low + 17); });
      mine.forEach(function (n, i) {
        var above = i ? n.middle - mine[i - 1].middle : 2 * (n.middle - TOP + 8), below = i + 1 < mine.length ? mine[i + 1].middle - n.middle : Infinity;
        n.lines = Math.min(above, below) >= 2 * LINE + 5 ? 2 : 1;
      });
    });
    graph.links.sort(function (a, b) { return a.source - b.source || a.target - b.target; });
    graph.links.forEach(function (l) {
      var s = graph.nodes[l.source];
      l.wide *= scale;
      l.y0 = s.from + l.wide / 2;
      s.from += l.wide;
    });
    graph.links.slice().sort(function (a, b) { return a.target - b.target || a.source - b.source; }).forEach(function (l) {
      var t = graph.nodes[l.target];
      l.y1 = t.to + l.wide / 2;
      t.to += l.wide;
    });
    var bottom = graph.nodes.reduce(function (y, n) { return Math.max(y, n.y + n.tall, n.middle + (n.lines > 1 ? LINE + 3 : 9)); }, TOP + height);
    // the room of a column: to the next one, or to the edge
    var rooms = columns.map(function (x, i) { return i < 3 ? columns[i + 1] - x : LAST; });
    return { width: width, height: bottom + 6, columns: columns, rooms: rooms };
  }

  var pen = null;
  function fitted(text, room, font) {
    if (!pen) pen = document.createElement("canvas").getContext("2d");
    pen.font = font;
    if (pen.measureText(text).width <= room) return text;
    var low = 0, high = text.length;
    while (low < high) {
      var middle = (low + high + 1) >> 1;
      if (pen.measureText(text.slice(0, middle).trim() + "…").width <= room) low = middle; else high = middle - 1;
    }
    return text.slice(0, low).trim() + "…";
  }

  function made(tag, attributes, parent, text) {
    var e = document.createElementNS(SVG, tag);
    Object.keys(attributes).forEach(function (key) { e.setAttribute(key, attributes[key]); });
    if (text !== undefined) e.textContent = text;
    if (parent) parent.appendChild(e);
    return e;
  }

  // the lines of a label, one or two: only the end of the name is cut, never its verdict or tool
  function label(node, room, words) {
    var tail = node.suffix ? " · " + node.suffix : node.layer === 3 && node.node >= 0 ? " · " + words[node.rank] : "";
    if (node.lines < 2 || fits(node.label + tail, room)) return [ended(node.label, tail, room)];
    var parts = node.label.split(" "), first = parts.shift();
    while (parts.length && fits(first + " " + parts[0], room)) first += " " + parts.shift();
    if (!fits(first, room)) return [ended(node.label, tail, room)];
    return [first + " ", parts.length ? ended(parts.join(" "), tail, room) : tail.trim()];
  }
  function fits(text, room) { return fitted(text, room, FONT) === text; }
  function ended(name, tail, room) {
    var whole = fitted(name + tail, room, FONT);
    if (!tail || whole === name + tail) return whole;
    pen.font = FONT;
    var left = room - pen.measureText(tail).width;
    return left > 40 ? fitted(name, left, FONT) + tail : whole;
  }

  // one stop for Tab; the arrows move from node to node, Enter and the space bar choose
  function keys(svg, choose) {
    var nodes = Array.prototype.slice.call(svg.querySelectorAll("g.node[tabindex]"));
    if (!nodes.length) return;
    nodes[0].setAttribute("tabindex", "0");
    svg.addEventListener("keydown", function (e) {
      var here = nodes.indexOf(e.target.closest("g.node")), to = -1, layer;
      if (here < 0) return;
      if (e.key === "Enter" || e.key === " ") { e.preventDefault(); choose(Number(nodes[here].dataset.node)); return; }
      if (e.key === "ArrowDown") to = here + 1;
      else if (e.key === "ArrowUp") to = here - 1;
      else if (e.key === "ArrowRight" || e.key === "ArrowLeft") {
        layer = Number(nodes[here].dataset.layer) + (e.key === "ArrowRight" ? 1 : -1);
        to = nodes.findIndex(function (n) { return Number(n.dataset.layer) === layer; });
      } else return;
      e.preventDefault();
      if (!nodes[to]) return;
      nodes[here].setAttribute("tabindex", "-1");
      nodes[to].setAttribute("tabindex", "0");
      nodes[to].focus();
    });
  }

  // draws into a host; options: width, least (the narrowest drawing), title, onNode(node), onLink(source, target)
  function draw(host, data, lit, options) {
    var graph = group(data, lit), width = Math.max(options.width || host.clientWidth || NARROW, options.least || NARROW);
    var size = place(graph, width), words = data.verdicts.map(function (v) { return v[1]; });
    var svg = made("svg", { viewBox: "0 0 " + width + " " + size.height, width: width, height: size.height, class: "flowmap", role: "group", "aria-label": options.title || "Flow diagram" });
    HEADS.forEach(function (head, n) { made("text", { x: size.columns[n], y: 15, class: "head" }, svg, fitted(head, size.rooms[n] - 8, "bold 12px system-ui, sans-serif")); });
    var links = made("g", { fill: "none" }, svg);
    graph.links.forEach(function (l) {
      var s = graph.nodes[l.source], t = graph.nodes[l.target], x0 = s.x + THICK, x1 = t.x, m = (x0 + x1) / 2;
      var rank = l.lit ? l.rank : l.all, opacity = l.lit ? (l.assumed ? 0.22 : 0.5) + (rank === 0 ? 0.25 : 0) : 0.1;
      var path = made("path", {
        d: "M" + x0 + "," + l.y0.toFixed(1) + "C" + m + "," + l.y0.toFixed(1) + " " + m + "," + l.y1.toFixed(1) + " " + x1 + "," + l.y1.toFixed(1),
        stroke: l.lit ? COLOURS[rank] : GREY, "stroke-opacity": opacity.toFixed(2), "stroke-width": Math.max(l.wide, 1).toFixed(1),
        class: "link" + (l.lit ? " lit" : ""), "data-verdict": l.lit ? data.verdicts[rank][0] : "",
      }, links);
      made("title", {}, path, s.label + " → " + t.label + ": " + words[rank] + ", " + (l.lit || l.size) + (l.size === 1 ? " flow" : " flows") + (l.assumed && l.lit ? ", assumed" : ""));
      if (options.onLink && s.node >= 0 && t.node >= 0) path.addEventListener("click", function () { options.onLink(s.node, t.node); });
    });
    graph.nodes.forEach(function (n) {
      var verdict = n.layer > 1 ? ", " + words[n.rank] : "", g = made("g", { class: "node" + (n.lit ? " lit" : ""), "data-layer": n.layer, "data-node": n.node }, svg);
      made("rect", { x: n.x, y: n.y.toFixed(1), width: THICK, height: n.tall.toFixed(1), fill: n.lit && n.layer > 1 ? COLOURS[n.rank] : GREY, "fill-opacity": n.lit ? 1 : 0.25 }, g);
      var lines = label(n, size.rooms[n.layer] - THICK - (n.layer === 3 ? 8 : 14), words), x = n.x + THICK + 6, tall = LINE * (lines.length - 1);
      var name = made("text", { x: x, y: (n.middle - tall / 2).toFixed(1), dy: "0.35em", class: "name" }, g, lines.length > 1 ? undefined : lines[0]);
      if (lines.length > 1) lines.forEach(function (line, i) { made("tspan", i ? { x: x, dy: LINE } : { x: x }, name, line); });
      made("title", {}, g, n.label + verdict);
      if (!options.onNode || n.node < 0) return;
      made("rect", { x: n.x, y: (n.middle - 9 - tall / 2).toFixed(1), width: size.rooms[n.layer] - (n.layer === 3 ? 0 : 8), height: 18 + tall, fill: "transparent" }, g);
      g.setAttribute("tabindex", "-1");
      g.setAttribute("role", "button");
      g.setAttribute("aria-label", ["Data", "Purpose", "Recipient", "Place"][n.layer] + " " + n.label + verdict);
      g.addEventListener("click", function () { options.onNode(n.node); });
    });
    if (options.onNode) keys(svg, options.onNode);
    host.replaceChildren(svg);
    return { lit: graph.links.filter(function (l) { return l.lit; }).length, links: graph.links.length };
  }

  return { draw: draw, group: group, colours: COLOURS, grey: GREY };
})();
