(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("data").textContent);
  var byId = function (id) { return document.getElementById(id); };
  var all = function (query, root) { return Array.prototype.slice.call((root || document).querySelectorAll(query)); };
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var config = { responsive: true, displaylogo: false, displayModeBar: false };

  // the space of a chart is reserved before it is drawn, so that nothing moves while a person reads
  function room(at, figure) { at.style.minHeight = figure.layout.height + "px"; }

  function draw(id, part) {
    var at = byId(id);
    if (!at || !part) return;
    var figure = part.figure;
    // Plotly writes into the figure when colours change: it gets a copy, otherwise the first fading would be permanent
    var copy = JSON.parse(JSON.stringify({ data: figure.data, layout: figure.layout })), layout = copy.layout;
    layout.font = Object.assign({}, layout.font, { color: dark.matches ? "#e6edf3" : "#1c2733" });
    room(at, figure);
    Plotly.react(at, copy.data, layout, config);
  }

  // --- the flow diagram: highlighted flows stay bright -------------------------------------
  var flow = data.flow, faded = false, follow = byId("follow"), followed = byId("followed"), expand = byId("expand");
  var linkRows = all("#links tbody tr"), linksOf = data.whole || data.flow, several = linkRows.length === linksOf.figure.data[0].link.source.length;

  function fillFollow() {
    var groups = { category: "Data categories", purpose: "Purposes", recipient: "Recipients", country: "Places" };
    follow.replaceChildren(new Option("all flows", ""));
    Object.keys(groups).forEach(function (layer) {
      var group = document.createElement("optgroup");
      group.label = groups[layer];
      flow.names.forEach(function (name, i) { if (flow.layers[i] === layer) group.appendChild(new Option(name, String(i))); });
      follow.appendChild(group);
    });
    var tools = document.createElement("optgroup");
    tools.label = "Safeguards";
    Object.keys(flow.tools).forEach(function (tool) { tools.appendChild(new Option(flow.tools[tool], "tool:" + tool)); });
    if (tools.children.length) follow.appendChild(tools);
  }

  // the links of the flows of one thing
  function litIn(part, thing, name) {
    var lit = {}, bright = {}, count = 0, at = name ? part.names.map(function (n, i) { return n === name && part.layers[i] === thing; }) : null;
    part.flows.forEach(function (f, i) {
      if (thing === "tool" ? part.grounds[i] !== name : at && !f.some(function (n) { return at[n]; })) return;
      count += 1;
      for (var n = 0; n < 3; n += 1) lit[f[n] + ">" + f[n + 1]] = true;
      f.forEach(function (node) { bright[node] = true; });
    });
    var link = part.figure.data[0].link;
    return { bright: bright, count: count, links: link.source.map(function (s, i) { return Boolean(lit[s + ">" + link.target[i]]); }) };
  }

  function light() {
    var value = follow.value, thing = "", name = "";
    if (value.indexOf("tool:") === 0) { thing = "tool"; name = value.slice(5); }
    else if (value !== "") { thing = flow.layers[Number(value)]; name = flow.names[Number(value)]; }
    var trace = flow.figure.data[0], found = litIn(flow, thing, name);
    var links = trace.link.color.map(function (colour, i) { return found.links[i] ? colour : "rgba(127,140,141,0.04)"; });
    var nodes = trace.node.color.map(function (colour, i) { return found.bright[i] ? colour : "rgba(127,140,141,0.25)"; });
    // drawing again takes time: after loading everything is bright already
    if (faded || thing) Plotly.restyle("chart-flow", { "link.color": [links], "node.color": [nodes] }, [0]);
    faded = Boolean(thing);
    byId("chart-flow").setAttribute("data-lit", String(found.links.filter(Boolean).length));
    followed.textContent = !thing ? "" : found.count + " of " + flow.flows.length + " flows";
    if (!several) return;
    // the table lists links without grouping, so a group's name is not in it
    var inTable = linksOf === flow || linksOf.names.indexOf(name) >= 0 || !name || thing === "tool" ? litIn(linksOf, thing, name).links : null;
    linkRows.forEach(function (row, i) { row.hidden = inTable ? !inTable[i] : false; });
  }

  draw("chart-flow", flow);
  fillFollow();
  light();
  follow.addEventListener("input", light);
  if (expand) expand.addEventListener("click", function () {
    var on = expand.getAttribute("aria-pressed") !== "true";
    expand.setAttribute("aria-pressed", String(on));
    var kept = follow.selectedIndex > 0 ? follow.options[follow.selectedIndex].text : "";
    flow = on ? data.whole : data.flow;
    draw("chart-flow", flow);
    fillFollow();
    all("option", follow).forEach(function (option) { if (kept && option.text === kept) option.selected = true; });
    light();
  });

  dark.addEventListener("change", function () {
    draw("chart-flow", flow);
    light();
  });
})();
