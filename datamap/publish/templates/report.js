// the report page: one state for search, filters and tabs; it is in the address, so that Back undoes and a link repeats it
(function () {
  "use strict";
  var carried = JSON.parse(document.getElementById("data").textContent), data = carried.flow;
  var byId = function (id) { return document.getElementById(id); };
  var all = function (query, root) { return Array.prototype.slice.call((root || document).querySelectorAll(query)); };
  var FACETS = ["q", "verdict", "severity", "place", "data", "purpose", "recipient"];
  var LAYER = { data: 0, purpose: 1, recipient: 2, place: 3 };
  var controls = { q: byId("search"), verdict: byId("verdict"), severity: byId("severity"), place: byId("place"), data: byId("data-filter"), purpose: byId("purpose"), recipient: byId("recipient") };
  var tabs = all("nav.tabs a"), names = tabs.map(function (a) { return a.dataset.tab; });
  var ranks = {}, codes = {};
  data.verdicts.forEach(function (v, i) { ranks[v[0]] = i; });
  Object.keys(data.places).forEach(function (code) { codes[data.places[code]] = code; });

  all(".packed").forEach(function (e) { e.remove(); });
  document.body.classList.add("tabbed");
  byId(names[0]).classList.add("on");
  datamapLists.unpack(carried.packed, start);

  function start(more, complete) {
    // --- what is filtered: rows with the nodes that they are about --------------------------------------------------
    var lower = function (text) { return text.toLowerCase(); };
    function entry(e) {
      var d = e.dataset, node = function (name) { return d[name] === undefined ? -1 : Number(d[name]); };
      return { at: e, fits: true, r: node("r"), l: node("l"), n: node("n"), verdict: d.verdict || "", severity: d.severity || "", country: d.country || "", pair: d.pair };
    }
    function textOf(e) {
      // what to do and the lines to type offer values and repeat names, a quoted sentence names others: a finding is not about these
      if (e.text === undefined) e.text = lower((e.at.tagName === "TR" ? e.at.textContent : wordsOf(e.at)) + " " + (e.at.dataset.words || ""));
      return e.text;
    }
    function wordsOf(finding) {
      var words = "";
      for (var part = finding.firstElementChild; part; part = part.nextElementSibling) {
        if (part.className === "todo" || part.className === "typed") continue;
        var text = part.textContent, quotes = part.getElementsByTagName("q");
        for (var n = 0; n < quotes.length; n += 1) text = text.replace(quotes[n].textContent, " ");
        words += text + " ";
      }
      return words;
    }
    var lists = [], known = {}; // known: the entry of an id, its list and its tab
    function list(tab, host, many) {
      var made = datamapLists.list(host, host && more[host.dataset.list || host.id], many, entry);
      lists.push(made);
      made.entries.forEach(function (e) { e.list = made; e.tab = tab; if (e.at.id) known[e.at.id] = e; });
      return made;
    }
    var body = function (id) { var table = byId(id); if (table) table.tBodies[0].dataset.list = id; return table && table.tBodies[0]; };
    var transferList = list("transfers", body("all-transfers"), 100), linkList = list("flows", body("links"), 200), cardList = list("recipients", byId("people"), 100);
    var transfers = transferList.entries, cards = cardList.entries, links = linkList.entries;
    var shares = datamapShares(data, ranks, carried.blank), receivers = shares.receivers;
    var places = all("#places tbody tr").map(entry).map(shares.keep);
    var instruments = all("#instruments tbody tr").map(function (e) {
      return shares.keep({ at: e, of: e.dataset.of.split(" ").map(function (n) { return transfers[n]; }).filter(Boolean) });
    });
    var rules = all("details.rule").map(function (rule) {
      return { at: rule, number: rule.querySelector(".k"), list: list("findings", rule.querySelector(".found"), 100), byFilter: false };
    });
    var findings = rules.reduce(function (found, rule) { return found.concat(rule.list.entries); }, []);
    var nodeText = data.nodes.map(function (n) { return lower(n[1]); });
    // each pair of nodes has a number, so that thousands of flows are compared without making texts
    var numbers = new Map(), pairOf = function (a, b) {
      var key = a * data.nodes.length + b;
      if (!numbers.has(key)) numbers.set(key, numbers.size);
      return numbers.get(key);
    };
    var steps = new Int32Array(3 * data.flows.length); // three for each flow
    data.flows.forEach(function (f, i) { for (var n = 0; n < 3; n += 1) steps[3 * i + n] = pairOf(f[n], f[n + 1]); });
    transfers.forEach(function (t) { t.step = pairOf(t.r, t.l); });
    var moved = transfers.filter(function (t) { return t.verdict !== "no-transfer"; }).length;
    links.forEach(function (l) { var ends = l.pair.split("-"); l.step = pairOf(Number(ends[0]), Number(ends[1])); });
    var told = datamapTold(function (id) { return known["finding-" + id]; }, data.places, ranks, receivers);
    var given = byId("given"), givenRows = given.querySelector("tbody");
    var shapes = all("svg.world .place"), off = all(".off button");

    Object.keys(LAYER).forEach(function (facet) {
      if (facet === "place") return;
      data.nodes.forEach(function (n) { if (n[0] === LAYER[facet]) controls[facet].appendChild(new Option(n[1], n[1])); });
    });

    var state = { tab: names[0], order: [] }, lit = [], gets = {}, some = false; // gets: the data that places receive by what is lit

    FACETS.forEach(function (f) { state[f] = ""; });

    function nodeOf(facet) {
      if (!state[facet]) return -1;
      if (facet === "place") return data.places[state.place] === undefined ? -1 : data.places[state.place];
      for (var i = 0; i < data.nodes.length; i += 1) if (data.nodes[i][0] === LAYER[facet] && data.nodes[i][1] === state[facet]) return i;
      return -1;
    }

    function finder(typed) { // two or three capitals are a code, such as US: a word of its own, not a part of one
      var words = lower(typed), code = /^[A-Z]{2,3}$/.test(typed) && new RegExp("(?<![\\p{L}\\p{N}])" + words + "(?![\\p{L}\\p{N}])", "u");
      return function (text) { return code ? code.test(text) : text.indexOf(words) >= 0; };
    }

    // --- the filter: flows first, then everything that is about them ---------------------------------------------------
    function narrow() {
      var words = lower(state.q.trim()), has = finder(state.q.trim()), rank = state.verdict ? ranks[state.verdict] : -1, wanted = [], bad = {};
      ["data", "purpose", "recipient", "place"].forEach(function (facet) { wanted.push(nodeOf(facet)); });
      var graph = wanted.some(function (n) { return n >= 0; });
      some = Boolean(graph || words || state.verdict || state.severity);
      if (state.severity) findings.forEach(function (f) { if (f.severity === state.severity && f.n >= 0) bad[f.n] = true; });
      var flags = function (n) { return new Uint8Array(n); }, spoken = flags(numbers.size), pairs = flags(numbers.size), pairsLit = flags(numbers.size);
      var carries = new Uint32Array(numbers.size), worstOf = flags(numbers.size).fill(9), stated = flags(numbers.size); // of each link what is lit
      var whoLit = flags(data.nodes.length), placeLit = flags(data.nodes.length), nodeLit = flags(data.nodes.length);
      if (words) transfers.forEach(function (t) { if (has(textOf(t))) spoken[t.step] = 1; });
      var hits = words ? nodeText.map(has) : [];
      var known = words ? hits.some(Boolean) : false;
      lit = flags(data.flows.length);
      data.flows.forEach(function (f, i) {
        for (var n = 0; n < 4; n += 1) if (wanted[n] >= 0 && f[n] !== wanted[n]) return;
        if (state.severity && !bad[f[0]] && !bad[f[1]] && !bad[f[2]]) return;
        if (words && !(known ? hits[f[0]] || hits[f[1]] || hits[f[2]] || hits[f[3]] : spoken[steps[3 * i + 2]])) return;
        pairs[steps[3 * i + 2]] = 1;
        if (rank >= 0 && f[4] !== rank) return;
        lit[i] = nodeLit[f[0]] = nodeLit[f[1]] = nodeLit[f[2]] = whoLit[f[2]] = placeLit[f[3]] = 1;
        for (n = 0; n < 3; n += 1) {
          var step = steps[3 * i + n];
          pairsLit[step] = 1;
          carries[step] += 1;
          worstOf[step] = Math.min(worstOf[step], f[4]);
          if (!f[5]) stated[step] = 1;
        }
      });
      var count = 0, inside = 0, found = 0;
      transfers.forEach(function (t) {
        var fits = (rank < 0 || t.verdict === state.verdict) && Boolean(pairs[t.step] || (words && !graph && !state.severity && has(textOf(t))));
        t.fits = !some || fits;
        if (t.fits) { if (t.verdict === "no-transfer") inside += 1; else count += 1; whoLit[t.r] = placeLit[t.l] = 1; }
      });
      var about = graph || rank >= 0;
      findings.forEach(function (f) {
        var fits = (!state.severity || f.severity === state.severity) && (!words || has(textOf(f)));
        if (fits && about) fits = f.n >= 0 && Boolean(data.nodes[f.n][0] === 2 ? whoLit[f.n] && (!state.place || !f.country || f.country === state.place) : nodeLit[f.n] && wanted.indexOf(f.n) >= 0);
        f.fits = !some || fits;
        if (f.fits) found += 1;
      });
      cards.forEach(function (c) { c.fits = Boolean(!some || whoLit[c.r]); });
      places.forEach(function (p) { p.at.hidden = some && !placeLit[p.l]; });
      instruments.forEach(function (i) {
        var left = some && i.of.filter(function (t) { return t.fits; });
        i.at.hidden = some && !left.length;
        shares.instrument(i, left);
      });
      rules.forEach(function (r) {
        var left = r.list.entries.filter(function (f) { return f.fits; }).length, open = some && found <= 12;
        r.at.hidden = !left;
        r.number.textContent = left + (left === 1 ? " finding" : " findings");
        told.openWhile(r, open);
      });
      links.forEach(function (row) {
        row.fits = Boolean(!some || pairsLit[row.step]);
        if (row.fits) shares.link(row, some && carries[row.step], worstOf[row.step], stated[row.step]);
      });
      lists.forEach(function (made) { made.show(); });
      var at = {};
      transfers.forEach(function (t) { if (t.fits) (at[t.l] = at[t.l] || []).push(t); });
      gets = shares.received(lit);
      places.forEach(function (p) { shares.place(p, some && at[p.l], gets[p.l]); });
      told.tell(some, transfers, findings, at);
      give();
      var worst = {};
      transfers.forEach(function (t) { if (t.fits) worst[t.l] = Math.min(worst[t.l] === undefined ? 9 : worst[t.l], ranks[t.verdict]); });
      shapes.forEach(function (s) {
        var w = worst[data.places[s.dataset.country]];
        s.setAttribute("fill", w === undefined ? "#d3d9df" : datamapFlows.colours[w]);
        s.classList.toggle("faded", w === undefined);
      });
      off.forEach(function (b) {
        var there = at[data.places[b.dataset.country]];
        b.hidden = some && !there;
        b.lastChild.textContent = some && there ? ": " + receivers(there).length + " of" + b.dataset.counted.slice(1) : b.dataset.counted;
      });
      all("p.off").forEach(function (line) { line.hidden = off.every(function (b) { return b.hidden; }); });
      byId("shown").textContent = !complete ? "This browser is too old for the whole report: the page shows only the first entries of each list" : some ? count + " of " + moved + " transfers, " + (inside ? inside + " of " + (transfers.length - moved) + " places without one, " : "") + found + " of " + findings.length + " findings" : "";
      byId("go").hidden = !complete || !state.q || !(called() || firstMatch());
      byId("go").textContent = called() ? "What goes there: " + data.nodes[data.places[called()]][1] : "Go to the first match";
      var chosen = state.order.filter(function (f) { return f !== "q"; }).length;
      byId("more").textContent = chosen ? "Filters (" + chosen + ")" : "Filters"; // a phone does not show what is chosen
      document.body.classList.toggle("filtered", some);
      stale = true;
      draw();
    }

    // --- what goes to the chosen place: the same transfers as in their table, each with its data --------------------------
    var GIVEN = 200;
    function give() {
      var there = state.place && state.tab === "countries" ? transfers.filter(function (t) { return t.fits && codes[t.l] === state.place; }) : [], who = {};
      given.hidden = !there.length;
      if (!there.length) { givenRows.replaceChildren(); return; }
      there.forEach(function (t) { who[t.r] = true; });
      var moved = there.filter(function (t) { return t.verdict !== "no-transfer"; }).length, counted = function (n, one) { return n + " " + one + (n === 1 ? "" : "s"); };
      byId("given-title").textContent = data.nodes[there[0].l][1] + ": " + counted(Object.keys(who).length, "recipient") + ", " + counted(moved, "transfer") + (there.length > GIVEN ? "; the table has " + GIVEN + " rows" : "");
      shares.summed(byId("given-who"), there, gets[there[0].l]);
      givenRows.replaceChildren.apply(givenRows, there.slice(0, GIVEN).map(function (t) {
        var row = document.createElement("tr"), name = t.at.querySelector("th").cloneNode(true), got = document.createElement("td");
        got.className = "wide";
        got.dataset.label = "Data";
        got.append.apply(got, all(".gets", t.at)[0].cloneNode(true).childNodes);
        row.append(name, t.at.querySelector(".first-on-phone").cloneNode(true), t.at.querySelector(".tool").cloneNode(true), got);
        return row;
      }));
    }

    // --- the diagram is drawn when its tab is seen ----------------------------------------------------------------------
    var stale = true, chart = byId("chart-flow");
    function draw() {
      if (!stale || (state.tab !== "flows" && document.body.classList.contains("tabbed"))) return;
      var focused = document.activeElement && document.activeElement.closest ? document.activeElement.closest("#chart-flow g.node") : null;
      var shown = datamapFlows.draw(chart, data, lit, { title: chart.dataset.label, width: Math.max(chart.clientWidth, 880), onNode: choose, onLink: function (a, b) { choose(a, b); } });
      chart.setAttribute("data-lit", String(some ? shown.lit : shown.links));
      if (focused) { var again = chart.querySelector('g.node[data-node="' + focused.dataset.node + '"]'); if (again) again.focus(); }
      stale = false;
    }

    function choose(a, b) {
      var change = {};
      [a, b].forEach(function (n) {
        if (n === undefined) return;
        var layer = data.nodes[n][0], facet = Object.keys(LAYER).find(function (f) { return LAYER[f] === layer; });
        change[facet] = facet === "place" ? codes[n] : data.nodes[n][1];
      });
      var same = Object.keys(change).every(function (f) { return state[f] === change[f]; });
      if (same) Object.keys(change).forEach(function (f) { change[f] = ""; });
      set(change);
    }

    // --- state <-> address ------------------------------------------------------------------------------------------------
    function written() {
      var parts = [];
      if (state.tab !== names[0]) parts.push("tab=" + state.tab);
      state.order.forEach(function (f) { if (state[f]) parts.push(f + "=" + encodeURIComponent(state[f])); });
      return "#" + parts.join("&");
    }
    function apply() {
      FACETS.forEach(function (f) { if (controls[f].value !== state[f]) controls[f].value = state[f]; });
      names.forEach(function (name, i) {
        byId(name).classList.toggle("on", name === state.tab);
        if (name === state.tab) tabs[i].setAttribute("aria-current", "true"); else tabs[i].removeAttribute("aria-current");
      });
      var bar = tabs[0].closest("nav"), current = tabs[names.indexOf(state.tab)].getBoundingClientRect(), frame = bar.getBoundingClientRect();
      if (current.left < frame.left || current.right > frame.right) bar.scrollLeft += current.left - frame.left - 12; // a phone shows some of them
      narrow();
    }
    function set(change, typing) {
      Object.keys(change).forEach(function (f) {
        state[f] = change[f];
        if (f === "tab") return;
        state.order = state.order.filter(function (o) { return o !== f; });
        if (change[f]) state.order.push(f);
      });
      history[typing ? "replaceState" : "pushState"](null, "", written());
      apply();
    }
    function read() {
      var hash = location.hash.slice(1), name = hash && hash.indexOf("=") < 0 ? decodeURIComponent(hash) : "", at = byId(name), entry = known[name];
      FACETS.forEach(function (f) { state[f] = ""; });
      state.order = [];
      state.tab = names[0];
      if (entry) {
        state.tab = entry.tab;
        apply();
        reveal(entry);
        return;
      }
      if (name && at) {
        var tab = at.closest("section.tab");
        if (tab) state.tab = tab.id;
        apply();
        if (at === tab) window.scrollTo(0, 0); else land(at);
        return;
      }
      hash.split("&").forEach(function (part) {
        var cut = part.indexOf("="), name = part.slice(0, cut), value;
        try { value = decodeURIComponent(part.slice(cut + 1)); } catch (e) { return; }
        if (name === "tab" && names.indexOf(value) >= 0) state.tab = value;
        else if (FACETS.indexOf(name) >= 0 && value) { state[name] = value; state.order.push(name); }
      });
      apply();
      // a value that this page does not have is not a filter
      FACETS.forEach(function (f) { if (f !== "q" && state[f] && controls[f].value !== state[f]) { state[f] = ""; apply(); } });
    }
    function called() { // the place that the search names by one of its names or codes
      var code = carried.spellings[lower(state.q).replace(/\./g, "").replace(/\s+/g, " ").trim()];
      return code && data.places[code] !== undefined ? code : "";
    }
    function land(at) { // what a link leads to begins below the bar that stays in view: its height depends on the screen and the filter
      var top = document.querySelector(".top"), bar = top.offsetHeight ? top : tabs[0].closest("nav");
      document.documentElement.style.scrollPaddingTop = bar.offsetHeight + 10 + "px";
      at.tabIndex = -1;
      at.focus({ preventScroll: true });
      at.scrollIntoView({ block: "start" });
    }
    function toPlace() {
      if (!given.hidden) land(given);
    }
    function reveal(entry) {
      var at = entry.at;
      entry.list.pin(entry);
      rules.forEach(function (r) { if (r.at.contains(at)) { r.byFilter = false; r.at.hidden = false; } });
      for (var e = at; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true;
      all(":scope > details:not(.typed)", at).concat(at.tagName === "TR" ? all("details", at) : []).forEach(function (d) { d.open = true; });
      land(at);
    }

    // --- what a person does -------------------------------------------------------------------------------------------------
    tabs.forEach(function (a) { a.addEventListener("click", function (e) { e.preventDefault(); set({ tab: a.dataset.tab }); window.scrollTo(0, 0); }); });
    FACETS.forEach(function (f) {
      controls[f].addEventListener("input", function () { var change = {}; change[f] = controls[f].value; set(change, f === "q"); });
    });
    byId("clear").addEventListener("click", function () {
      var change = {};
      FACETS.forEach(function (f) { change[f] = ""; });
      set(change);
      controls.q.focus();
    });
    byId("more").addEventListener("click", function () {
      var on = byId("more").closest(".filter").classList.toggle("opened");
      byId("more").setAttribute("aria-expanded", String(on));
    });
    controls.q.addEventListener("keydown", function (e) {
      if (e.key !== "Enter" || !some) return;
      e.preventDefault();
      go();
    });
    byId("go").addEventListener("click", go); // for a screen without keys
    function firstMatch() {
      var matches = transfers.concat(findings).filter(function (x) { return x.fits; });
      return matches.find(function (x) { return x.tab === state.tab; }) || matches[0];
    }
    function go() {
      var place = called(), first = firstMatch();
      if (place) { set({ q: "", place: place, tab: "countries" }); toPlace(); return; }
      if (!first) return;
      if (first.tab !== state.tab) set({ tab: first.tab });
      reveal(first);
    }
    document.addEventListener("keydown", function (e) {
      if (e.key !== "Escape" || !state.order.length) return;
      e.preventDefault();
      var change = {};
      change[state.order[state.order.length - 1]] = "";
      set(change);
    });
    document.addEventListener("click", function (e) {
      var at = e.target.closest("[data-verdict], [data-severity], [data-country], [data-recipient]");
      if (!at || !at.matches("a, button, .place")) return;
      e.preventDefault();
      var d = at.dataset, change = {};
      if (at.matches("a[href^='#']") && names.indexOf(at.getAttribute("href").slice(1)) >= 0) change.tab = at.getAttribute("href").slice(1);
      if (d.verdict && at.matches("a")) change.verdict = d.verdict;
      if (d.severity) change.severity = d.severity;
      if (d.country) change.place = state.place === d.country && at.matches(".place, button") ? "" : d.country;
      var from = state.tab;
      if (d.recipient) { change.recipient = data.nodes[Number(d.recipient)] ? data.nodes[Number(d.recipient)][1] : ""; change.tab = "transfers"; }
      set(change);
      if (state.tab === from) return;
      window.scrollTo(0, 0);
      if (d.country) toPlace();
    });
    document.querySelector(".skip").addEventListener("click", function (e) { e.preventDefault(); land(byId("main")); }); // the address keeps the filters
    all("a[data-to]").forEach(function (a) { a.addEventListener("click", function (e) { e.preventDefault(); set({ tab: a.dataset.to }); window.scrollTo(0, 0); }); }); // the filters stay
    shapes.forEach(function (s) {
      s.addEventListener("keydown", function (e) { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); s.dispatchEvent(new MouseEvent("click", { bubbles: true })); } });
    });
    window.addEventListener("hashchange", read);
    window.addEventListener("popstate", read);
    window.addEventListener("resize", function () { stale = true; draw(); });
    function printing(now) {
      document.body.classList.toggle("tabbed", !now);
      lists.forEach(function (made) { made.print(now); });
      draw();
    }
    window.addEventListener("beforeprint", function () { printing(true); });
    window.addEventListener("afterprint", function () { printing(false); });
    read();
    document.body.classList.add("ready");
    // the words of each entry are collected before someone searches, a few at a time
    var left = transfers.concat(findings);
    (function collect() {
      left.splice(-400).forEach(textOf);
      if (left.length) setTimeout(collect, 20);
    })();
  }
})();
