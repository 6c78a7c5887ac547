(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("data").textContent);
  var byId = function (id) { return document.getElementById(id); };
  var all = function (query, root) { return Array.prototype.slice.call((root || document).querySelectorAll(query)); };
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var config = { responsive: true, displaylogo: false, displayModeBar: false };

  function draw(id, part) {
    var at = byId(id);
    if (!at || !part) return;
    var layout = JSON.parse(JSON.stringify(part.figure.layout));
    layout.font = Object.assign({}, layout.font, { color: dark.matches ? "#e6edf3" : "#1c2733" });
    Plotly.react(at, part.figure.data, layout, config);
  }

  // --- the flow diagram: one thing's way, and what the filters leave, stay bright -------------------------------
  var flow = data.flow, follow = byId("follow"), followed = byId("followed"), expand = byId("expand"), wanted = null;

  function fillFollow() {
    var groups = { category: "Data categories", purpose: "Purposes", recipient: "Recipients", country: "Places" };
    follow.replaceChildren(new Option("everything", ""));
    Object.keys(groups).forEach(function (layer) {
      var group = document.createElement("optgroup");
      group.label = groups[layer];
      flow.names.forEach(function (name, i) { if (flow.layers[i] === layer) group.appendChild(new Option(name, String(i))); });
      follow.appendChild(group);
    });
  }

  function light() {
    var thing = follow.value === "" ? -1 : Number(follow.value), trace = flow.figure.data[0], lit = {}, bright = {}, count = 0;
    flow.flows.forEach(function (f, i) {
      if ((thing >= 0 && f.indexOf(thing) < 0) || (wanted && !wanted[flow.recipients[i]])) return;
      count += 1;
      for (var n = 0; n < 3; n += 1) lit[f[n] + ">" + f[n + 1]] = true;
      f.forEach(function (node) { bright[node] = true; });
    });
    var links = trace.link.color.map(function (colour, i) {
      return lit[trace.link.source[i] + ">" + trace.link.target[i]] ? colour : "rgba(127,140,141,0.04)";
    });
    var nodes = trace.node.color.map(function (colour, i) { return bright[i] ? colour : "rgba(127,140,141,0.25)"; });
    Plotly.restyle("chart-flow", { "link.color": [links], "node.color": [nodes] }, [0]);
    byId("chart-flow").setAttribute("data-lit", String(Object.keys(lit).length));
    followed.textContent = thing < 0 && !wanted ? "" : count + " of " + flow.flows.length + " flows";
  }

  draw("chart-flow", flow);
  fillFollow();
  follow.addEventListener("input", light);
  if (expand) expand.addEventListener("click", function () {
    var on = expand.getAttribute("aria-pressed") !== "true";
    expand.setAttribute("aria-pressed", String(on));
    flow = on ? data.whole : data.flow;
    draw("chart-flow", flow);
    fillFollow();
    light();
  });

  // --- other charts are drawn when they come near: the first screen does not wait for them -----------------------
  var rest = ["matrix", "timeline", "exposure", "changed"].filter(function (name) { return byId("chart-" + name) && data[name]; });
  var drawn = {};
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

  // --- tables: sorting --------------------------------------------------------------------------------------------
  all("button.sort").forEach(function (button) {
    button.addEventListener("click", function () {
      var head = button.closest("th"), table = head.closest("table"), at = all("th", head.parentNode).indexOf(head);
      var down = head.getAttribute("aria-sort") === "ascending";
      all("th", head.parentNode).forEach(function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      var order = { "not-covered": 0, error: 0, undetermined: 1, warning: 1, covered: 2, note: 2, "no-transfer": 3 };
      var value = function (row) {
        var text = row.children[at].textContent.trim(), first = text.split(/\s/)[0];
        return first in order ? String(order[first]) : text.toLowerCase();
      };
      var rows = all("tbody tr", table).map(function (row, i) { return [value(row), i, row]; });
      rows.sort(function (a, b) { return a[0].localeCompare(b[0], undefined, { numeric: true }) * (down ? -1 : 1) || a[1] - b[1]; });
      rows.forEach(function (row) { row[2].parentNode.appendChild(row[2]); });
    });
  });

  // --- printing opens everything ------------------------------------------------------------------------------------
  var closed = [];
  window.addEventListener("beforeprint", function () {
    rest.forEach(once);
    closed = all("details:not([open])");
    closed.forEach(function (d) { d.open = true; });
  });
  window.addEventListener("afterprint", function () { closed.forEach(function (d) { d.open = false; }); });

  // --- filters: tables and diagram together -------------------------------------------------------------------------
  var search = byId("search");
  if (!search) return;
  var verdict = byId("verdict"), severity = byId("severity"), shown = byId("shown");
  var rows = { transfers: all("#transfers tbody tr"), findings: all("#findings tbody tr") };
  var texts = {};
  Object.keys(rows).forEach(function (name) { texts[name] = rows[name].map(function (row) { return row.textContent.toLowerCase(); }); });

  function narrow() {
    var words = search.value.trim().toLowerCase(), some = words || verdict.value || severity.value, who = {}, bad = {}, told = [];
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
      told.push(rows[name].filter(function (row) { return !row.hidden; }).length + " of " + rows[name].length + " " + name);
    });
    shown.textContent = told.join(", ");
    wanted = some ? who : null;
    light();
  }

  [search, verdict, severity].forEach(function (control) { control.addEventListener("input", narrow); });
  byId("clear").addEventListener("click", function () { search.value = verdict.value = severity.value = ""; narrow(); search.focus(); });
  all("a[data-verdict]").forEach(function (link) {
    link.addEventListener("click", function () { verdict.value = link.dataset.verdict; narrow(); });
  });

  // --- deep links: the finding or recipient that the address names is shown, opened and reached -----------------------
  function reach() {
    var at = byId(decodeURIComponent(location.hash.slice(1)));
    if (!at) return;
    if (at.hidden) { search.value = verdict.value = severity.value = ""; narrow(); }
    all("details", at).forEach(function (d) { d.open = true; });
    if (at.tagName === "TR") { at.tabIndex = -1; at.focus({ preventScroll: true }); }
    at.scrollIntoView({ block: "center" });
  }
  window.addEventListener("hashchange", reach);
  narrow();
  reach();
})();
