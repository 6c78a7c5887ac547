(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("data").textContent);
  var byId = function (id) { return document.getElementById(id); };
  var all = function (query, root) { return Array.prototype.slice.call((root || document).querySelectorAll(query)); };
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var config = { responsive: true, displaylogo: false, displayModeBar: false };

  // a chart with a row for each recipient shows the rows that the filters leave, and is as high as they need
  function only(part, who) {
    var figure = JSON.parse(JSON.stringify(part.figure)), trace = figure.data[0], size = trace.y.length;
    var keep = part.rows.slice(0, size).map(function (id) { return Boolean(who[id]); });
    var left = function (list) { return list.filter(function (_, i) { return keep[i]; }); };
    ["y", "z", "text", "customdata"].forEach(function (key) { if (Array.isArray(trace[key])) trace[key] = left(trace[key]); });
    if (trace.type === "bar") { trace.x = left(trace.x); trace.marker.color = left(trace.marker.color); }
    figure.layout.height -= part.row * (size - Math.max(trace.y.length, 1));
    return figure;
  }

  // the space of a chart is reserved before it is drawn, so that nothing moves while a person reads
  function room(at, figure) { at.style.minHeight = figure.layout.height + "px"; }

  function draw(id, part) {
    var at = byId(id);
    if (!at || !part) return;
    var figure = wanted && part.rows && part.rows.length ? only(part, wanted) : part.figure;
    // Plotly writes into the figure when colours change: it gets a copy, otherwise the first fading would be permanent
    var copy = JSON.parse(JSON.stringify({ data: figure.data, layout: figure.layout })), layout = copy.layout;
    layout.font = Object.assign({}, layout.font, { color: dark.matches ? "#e6edf3" : "#1c2733" });
    room(at, figure);
    Plotly.react(at, copy.data, layout, config);
    if (part.rows) at.setAttribute("data-rows", String(figure.data[0].y.length));
  }

  // --- the flow diagram: highlighted flows that pass the filters stay bright -------------------------------------
  var flow = data.flow, wanted = null, faded = false, follow = byId("follow"), followed = byId("followed"), expand = byId("expand");
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

  // the links of the flows of one thing, to the recipients that the filters leave
  function litIn(part, thing, name) {
    var lit = {}, bright = {}, count = 0, at = name ? part.names.map(function (n, i) { return n === name && part.layers[i] === thing; }) : null;
    part.flows.forEach(function (f, i) {
      if (thing === "tool" ? part.grounds[i] !== name : at && !f.some(function (n) { return at[n]; })) return;
      if (wanted && !wanted[part.recipients[i]]) return;
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
    if (faded || thing || wanted) Plotly.restyle("chart-flow", { "link.color": [links], "node.color": [nodes] }, [0]);
    faded = Boolean(thing || wanted);
    byId("chart-flow").setAttribute("data-lit", String(found.links.filter(Boolean).length));
    followed.textContent = !thing && !wanted ? "" : found.count + " of " + flow.flows.length + " flows";
    if (!several) return;
    // the table lists links without grouping, so a group's name is not in it
    var inTable = linksOf === flow || linksOf.names.indexOf(name) >= 0 || !name || thing === "tool" ? litIn(linksOf, thing, name).links : null;
    linkRows.forEach(function (row, i) { row.hidden = inTable ? !inTable[i] : false; });
  }

  draw("chart-flow", flow);
  fillFollow();
  light();  // on a page without filters nothing else does
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

  // --- other charts are drawn when they are about to be seen: the first screen does not wait for them ------------
  var rest = ["matrix", "timeline", "exposure", "changed"].filter(function (name) { return byId("chart-" + name) && data[name]; });
  var drawn = {};
  rest.forEach(function (name) { room(byId("chart-" + name), data[name].figure); });
  function once(name) { if (!drawn[name]) { drawn[name] = true; draw("chart-" + name, data[name]); } }
  if ("IntersectionObserver" in window) {
    var seen = new IntersectionObserver(function (entries) {
      entries.forEach(function (e) { if (e.isIntersecting) once(e.target.id.slice(6)); });
    }, { rootMargin: "600px" });
    rest.forEach(function (name) { seen.observe(byId("chart-" + name)); });
  } else rest.forEach(once);
  dark.addEventListener("change", function () {
    draw("chart-flow", flow);
    light();
    rest.forEach(function (name) { if (drawn[name]) draw("chart-" + name, data[name]); });
  });

  window.addEventListener("beforeprint", function () { rest.forEach(once); });

  // --- filters: tables and diagram together -------------------------------------------------------------------------
  var search = byId("search");
  if (!search) return;
  var verdict = byId("verdict"), severity = byId("severity"), shown = byId("shown");
  var rows = { transfers: all("#transfers tbody tr"), findings: all("#findings tbody tr") };
  var texts = {};
  Object.keys(rows).forEach(function (name) { texts[name] = rows[name].map(function (row) { return (row.textContent + " " + row.dataset.words).toLowerCase(); }); });
  var others = all("#matrix tbody tr, #exposure tbody tr");

  function narrow() {
    var words = search.value.trim().toLowerCase(), some = words || verdict.value || severity.value, who = {}, bad = {}, counts = [];
    rows.findings.forEach(function (row, i) {
      var fits = (!severity.value || row.dataset.severity === severity.value) && (!words || texts.findings[i].indexOf(words) >= 0);
      row.hidden = !fits;
      if (fits) bad[row.dataset.recipient] = true;
    });
    rows.transfers.forEach(function (row, i) {
      var id = row.dataset.recipient;
      var fits = (!verdict.value || row.dataset.verdict === verdict.value) && (!words || texts.transfers[i].indexOf(words) >= 0) && (!severity.value || bad[id]);
      row.hidden = !fits;
      if (fits) who[id] = true;
    });
    if (verdict.value) rows.findings.forEach(function (row) { if (!who[row.dataset.recipient]) row.hidden = true; });
    Object.keys(rows).forEach(function (name) {
      counts.push(rows[name].filter(function (row) { return !row.hidden; }).length + " of " + rows[name].length + " " + (name === "transfers" ? "verdicts" : name));
    });
    shown.textContent = counts.join(", ");
    wanted = some ? who : null;
    others.forEach(function (row) { row.hidden = Boolean(wanted) && !wanted[row.dataset.recipient]; });
    light();
    rest.forEach(function (name) { if (drawn[name] && data[name].rows.length) draw("chart-" + name, data[name]); });
  }

  [search, verdict, severity].forEach(function (control) { control.addEventListener("input", narrow); });
  byId("clear").addEventListener("click", function () { search.value = verdict.value = severity.value = ""; narrow(); search.focus(); });
  all("a[data-verdict], a[data-severity]").forEach(function (link) {
    link.addEventListener("click", function () {
      search.value = "";
      verdict.value = link.dataset.verdict || "";
      severity.value = link.dataset.severity || "";
      narrow();
    });
  });

  // --- deep links: the finding or recipient in the address is shown, opened and focused -------------------------------
  function reach() {
    var at = byId(decodeURIComponent(location.hash.slice(1)));
    if (!at) return;
    if (at.hidden) { search.value = verdict.value = severity.value = ""; narrow(); }
    if (at.tagName !== "TR") return;
    all("details", at).forEach(function (d) { d.open = true; });
    at.tabIndex = -1;
    at.focus({ preventScroll: true });
    at.scrollIntoView({ block: "center" });
  }
  window.addEventListener("hashchange", reach);
  narrow();
  reach();
})();
