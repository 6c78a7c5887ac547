// The explorer in a notebook: search and filters, the diagram of flowmap.js, the map, the table, what is to be confirmed.
// flowmap.js stands before this text in the same module. The model is shared with Python: `_rows` are the positions in
// audit.transfers that are shown (null: all), `_filters` is what was chosen here, `view` the part that is seen.
const FACETS = ["search", "verdict", "country", "recipient", "category", "purpose"];
const LAYER = { category: 0, purpose: 1, recipient: 2, country: 3 };
const VIEWS = { flows: "Flows", map: "Map", table: "Table", confirm: "To confirm" };
const LONGEST = 200, NARROWEST = 720;

function made(tag, attributes, ...children) {
  const element = document.createElement(tag);
  Object.entries(attributes || {}).forEach(([key, value]) => element.setAttribute(key, value));
  element.append(...children);
  return element;
}
function plural(number, nouns) { return number.toLocaleString("en") + " " + (number === 1 ? nouns.slice(0, -1) : nouns); }

// --- which transfers the filters leave, and which flows they light ------------------------------------------------------
function narrowed(data, filters) {
  const wanted = Object.keys(LAYER).filter((f) => filters[f]).map((f) => [LAYER[f], filters[f]]);
  const words = (filters.search || "").trim().toLowerCase(), rank = data.verdicts.findIndex((v) => v[0] === filters.verdict);
  const hits = data.nodes.map((n) => words !== "" && n[1].toLowerCase().includes(words));
  const fits = data.transfers.map((t) => (rank < 0 || t.rank === rank)
    && (!filters.recipient || data.nodes[t.r][1] === filters.recipient) && (!filters.country || data.nodes[t.l][1] === filters.country));
  const spoken = data.transfers.map((t) => words === "" || t.text.includes(words));
  const deep = Boolean(filters.category || filters.purpose), carried = new Set();
  const passes = data.flows.map((f, i) => wanted.every(([layer, name]) => data.nodes[f[layer]][1] === name)
    && (words === "" || hits[f[0]] || hits[f[1]] || data.carriers[i].some((t) => spoken[t])));
  passes.forEach((pass, i) => { if (pass) data.carriers[i].forEach((t) => carried.add(t)); });
  const rows = data.transfers.map((_, i) => i).filter((i) => fits[i] && (carried.has(i) || (!deep && spoken[i])));
  return { rows, passes };
}
// each flow with the worst verdict of the chosen transfers that carry it, so that a selection has its own colours
function lighted(data, filters, rows) {
  const chosen = new Set(rows), passes = narrowed(data, filters).passes, lit = [], flows = [];
  data.flows.forEach((flow, i) => {
    const mine = data.carriers[i].filter((t) => chosen.has(t));
    lit.push(passes[i] && mine.length > 0);
    flows.push(mine.length ? [...flow.slice(0, 4), Math.min(...mine.map((t) => data.transfers[t].rank)), flow[5]] : flow);
  });
  return { lit, flows: { ...data, flows } };
}

function render({ model, el }) {
  const data = model.get("_data"), open = data.proposals.length > 0;
  el.classList.add("datamap-explorer");
  el.setAttribute("data-lm-suppress-shortcuts", "true"); // JupyterLab must not take the arrows, Enter and Escape
  const all = data.transfers.map((_, i) => i);
  const filters = () => model.get("_filters"), rows = () => model.get("_rows") || all;
  const some = () => model.get("_rows") !== null;

  // --- controls ---------------------------------------------------------------------------------------------------------
  const named = (layer) => data.nodes.filter((n) => n[0] === LAYER[layer]).map((n) => [n[1], n[1]]);
  const select = (facet, any, options) => {
    const box = made("select", { "aria-label": facet, "data-facet": facet }, new Option(any, ""));
    options.forEach(([value, word]) => box.append(new Option(word, value)));
    return box;
  };
  const controls = {
    search: made("input", { type: "search", placeholder: "Search: name, place, reason", "aria-label": "Search", "data-facet": "search" }),
    verdict: select("verdict", "any verdict", data.verdicts),
    country: select("country", "any place", named("country")),
    recipient: select("recipient", "any recipient", named("recipient")),
    category: select("category", "any data", named("category")),
    purpose: select("purpose", "any purpose", named("purpose")),
  };
  const clear = made("button", { type: "button", class: "clear" }, "Clear"), count = made("output", {});
  const tabs = Object.entries(VIEWS).filter(([view]) => view !== "confirm" || open).map(([view, name]) => made("button", { type: "button", "data-view": view }, name));
  const legend = made("p", { class: "legend" });
  data.verdicts.forEach(([, word], i) => legend.append(made("span", {}, made("i", { style: "background:" + datamapFlows.colours[i] }), word)));
  const body = made("div", { class: "view", tabindex: "-1" });
  const choices = made("div", { class: "bar choices" }, ...FACETS.slice(1).map((f) => controls[f]), clear);
  el.replaceChildren(
    made("div", { class: "bar" }, made("div", { class: "views", role: "group", "aria-label": "Views" }, ...tabs), controls.search, count),
    choices, legend, body);

  function change(more) {
    const next = { ...filters(), ...more };
    FACETS.forEach((f) => { if (!next[f]) delete next[f]; });
    model.set("_filters", next);
    model.set("_rows", Object.keys(next).length ? narrowed(data, next).rows : null);
    model.save_changes();
  }
  function choose(...nodes) {
    const next = {};
    nodes.forEach((n) => { next[Object.keys(LAYER).find((f) => LAYER[f] === data.nodes[n][0])] = data.nodes[n][1]; });
    const same = Object.entries(next).every(([f, name]) => filters()[f] === name);
    change(same ? Object.fromEntries(Object.keys(next).map((f) => [f, ""])) : next);
  }

  // --- views --------------------------------------------------------------------------------------------------------------
  const word = (rank) => made("span", { class: "verdict" }, made("i", { style: "background:" + datamapFlows.colours[rank] }), data.verdicts[rank][1]);
  function drawFlows() {
    const host = made("div", { class: "scroll" }), shown = lighted(data, filters(), rows());
    const focused = body.querySelector("g.node:focus");
    body.replaceChildren(host);
    const drawn = datamapFlows.draw(host, shown.flows, shown.lit, { least: NARROWEST, title: "Flow diagram of " + plural(rows().length, "transfers"), onNode: choose, onLink: choose });
    el.dataset.lit = String(drawn.lit);
    if (focused) host.querySelector(`g.node[data-node="${focused.dataset.node}"]`)?.focus();
  }
  function drawMap() {
    const host = made("div", { class: "map" }), worst = {}, shapes = [];
    host.innerHTML = data.map;
    rows().forEach((i) => { const t = data.transfers[i]; worst[t.l] = Math.min(worst[t.l] ?? 9, t.rank); });
    const press = (code) => { if (data.places[code] !== undefined) choose(data.places[code]); };
    host.querySelectorAll(".place").forEach((shape) => {
      const rank = worst[data.places[shape.dataset.country]];
      shape.setAttribute("fill", rank === undefined ? "var(--land)" : datamapFlows.colours[rank]);
      shape.addEventListener("click", () => press(shape.dataset.country));
      shape.addEventListener("keydown", (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); press(shape.dataset.country); } });
      shapes.push(shape.dataset.country);
    });
    const off = Object.entries(data.places).filter(([code, node]) => !shapes.includes(code) && worst[node] !== undefined).map(([code, node]) => {
      const button = made("button", { type: "button", "data-country": code }, data.nodes[node][1] + ": " + data.verdicts[worst[node]][1]);
      button.addEventListener("click", () => press(code));
      return button;
    });
    body.replaceChildren(host, ...(off.length ? [made("p", { class: "off" }, "Not on the map: ", ...off)] : []));
  }
  function drawTable() {
    const heads = ["Recipient", "Place", "Verdict", "Transfer tool", "Until", "Reason"], list = made("tbody", {});
    const ordered = rows().slice().sort((a, b) => data.transfers[a].rank - data.transfers[b].rank || a - b);
    ordered.slice(0, LONGEST).forEach((i) => {
      const t = data.transfers[i], name = made("button", { type: "button" }, data.nodes[t.r][1]);
      name.addEventListener("click", () => choose(t.r));
      list.append(made("tr", { "data-row": i }, made("th", { scope: "row" }, name), made("td", {}, data.nodes[t.l][1]), made("td", {}, word(t.rank), t.claimed ? ", claim not checked" : ""),
        made("td", {}, t.tool), made("td", {}, t.until), made("td", { class: "reason" }, t.reason)));
    });
    const more = ordered.length - LONGEST, table = made("table", {}, made("thead", {}, made("tr", {}, ...heads.map((h) => made("th", { scope: "col" }, h)))), list);
    body.replaceChildren(made("div", { class: "scroll" }, table), ...(more > 0 ? [made("p", {}, plural(more, "more transfers") + ": narrow the filters.")] : []));
  }
  function drawProposals() {
    const list = made("tbody", {}), decided = () => model.get("decided");
    data.proposals.forEach((p, i) => {
      const buttons = ["confirm", "reject"].map((kind) => {
        const button = made("button", { type: "button", "data-decide": kind, "aria-pressed": String(decided()[i] === kind) }, kind);
        button.addEventListener("click", () => {
          const next = { ...decided() };
          if (next[i] === kind) delete next[i]; else next[i] = kind;
          model.set("decided", next);
          model.save_changes();
        });
        return button;
      });
      list.append(made("tr", { "data-proposal": i }, made("th", { scope: "row" }, p.subject), made("td", {}, p.field), made("td", {}, p.value),
        made("td", { class: "reason" }, p.words), made("td", {}, p.changes), made("td", { class: "decide" }, ...buttons)));
    });
    const heads = ["Entry", "Fact", "Value", "Words of the source", "If all are confirmed", "Decision"], done = Object.keys(decided()).length;
    body.replaceChildren(made("p", {}, done + " of " + plural(data.proposals.length, "proposals") + " decided. Then, in Python: save_decisions(by=\"your name\") writes the file for datamap review --apply."),
      made("div", { class: "scroll" }, made("table", {}, made("thead", {}, made("tr", {}, ...heads.map((h) => made("th", { scope: "col" }, h)))), list)));
  }
  const DRAW = { flows: drawFlows, map: drawMap, table: drawTable, confirm: drawProposals };

  let waiting = 0;
  function draw() {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      const view = model.get("view");
      FACETS.forEach((f) => { if (controls[f].value !== (filters()[f] || "")) controls[f].value = filters()[f] || ""; });
      tabs.forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.view === view)));
      count.textContent = some() ? rows().length.toLocaleString("en") + " of " + plural(all.length, "rows") : plural(all.length, "rows");
      el.dataset.shown = String(rows().length);
      // the filters are about transfers, not about proposals
      [choices, legend, controls.search, count].forEach((part) => { part.hidden = view === "confirm"; });
      DRAW[view]();
      if (view !== "confirm" && !rows().length) body.prepend(made("p", { class: "none" }, "No transfer is like this. Clear shows all."));
    });
  }

  // --- what a person does ---------------------------------------------------------------------------------------------------
  FACETS.forEach((f) => controls[f].addEventListener("input", () => change({ [f]: controls[f].value })));
  tabs.forEach((b) => b.addEventListener("click", () => { model.set("view", b.dataset.view); model.save_changes(); }));
  clear.addEventListener("click", () => { change(Object.fromEntries(FACETS.map((f) => [f, ""]))); controls.search.focus(); });
  el.addEventListener("keydown", (e) => {
    if (e.key !== "Escape" || !some()) return;
    e.preventDefault();
    const last = Object.keys(filters()).pop();
    change(last ? { [last]: "" } : {});
  });
  const watched = ["_rows", "_filters", "view", "decided"].map((name) => "change:" + name);
  watched.forEach((event) => model.on(event, draw));
  let width = 0;
  const sized = new ResizeObserver(() => { if (el.clientWidth !== width) { width = el.clientWidth; draw(); } });
  sized.observe(el);
  draw();
  return () => { sized.disconnect(); cancelAnimationFrame(waiting); watched.forEach((event) => model.off(event, draw)); };
}

export default { render };
