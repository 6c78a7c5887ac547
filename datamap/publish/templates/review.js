// the review of a draft: facts and the words they rest on, decisions by keyboard, and the file that keeps them
(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("data").textContent);
  var byId = function (id) { return document.getElementById(id); };
  var all = function (query, root) { return Array.prototype.slice.call((root || document).querySelectorAll(query)); };
  var facts = all(".fact"), marks = all("mark"), owner = byId("owner"), role = byId("function"), done = byId("done");
  var total = data.facts.filter(Boolean).length, current = -1, decided = {}, saved = true;
  var place = "datamap review " + JSON.stringify(data.draft), numbers = marks.map(function (m) { return m.dataset.facts.split(" ").map(Number); });

  // --- what was decided; a browser that keeps nothing for files loses only the memory between two visits --------------
  function restore() {
    try {
      var kept = JSON.parse(window.localStorage.getItem(place)) || {};
      owner.value = kept.owner || "";
      role.value = kept.role || "";
      // by what is decided on: the order of the facts changes with the day
      data.facts.forEach(function (fact, n) { if (fact && kept.decided[JSON.stringify(fact)]) decided[n] = kept.decided[JSON.stringify(fact)]; });
    } catch (e) { decided = {}; }
  }
  function keep() {
    var by = {};
    Object.keys(decided).forEach(function (n) { by[JSON.stringify(data.facts[n])] = decided[n]; });
    try { window.localStorage.setItem(place, JSON.stringify({ owner: owner.value, role: role.value, decided: by })); } catch (e) { /* kept in the page alone */ }
  }

  function show(n) {
    var what = decided[n] ? decided[n].decision : "";
    ["confirm", "reject"].forEach(function (kind) {
      facts[n].classList.toggle(kind, what === kind);
      var button = facts[n].querySelector("[data-decide=" + kind + "]");
      if (button) button.setAttribute("aria-pressed", String(what === kind));
    });
  }
  // words of several facts: open while one of them is, confirmed only if all of them are
  function colour() {
    marks.forEach(function (mark, i) {
      var open = numbers[i].filter(function (n) { return data.facts[n]; });
      var kinds = open.map(function (n) { return decided[n] ? decided[n].decision : ""; });
      var same = kinds.length && kinds.every(function (kind) { return kind === kinds[0]; }) ? kinds[0] : "";
      mark.classList.toggle("plain", !open.length);
      mark.classList.toggle("confirm", same === "confirm");
      mark.classList.toggle("reject", same === "reject");
      mark.classList.toggle("now", numbers[i].indexOf(current) >= 0);
    });
    done.textContent = Object.keys(decided).length + " of " + total + " decided";
  }

  function two(n) { return String(n).padStart(2, "0"); }
  function today() { var d = new Date(); return d.getFullYear() + "-" + two(d.getMonth() + 1) + "-" + two(d.getDate()); }
  function decide(n, kind) {
    if (n < 0 || !data.facts[n]) return;
    if (decided[n] && decided[n].decision === kind) delete decided[n];
    else decided[n] = { decision: kind, decided: today() };
    saved = false;
    show(n);
    colour();
    keep();
  }

  // --- one fact is open at a time -------------------------------------------------------------------------------------
  function inside(element) { element.scrollIntoView({ block: "center", inline: "nearest" }); }
  function open(n, from) {
    if (n < 0 || n >= facts.length) return;
    if (current >= 0) facts[current].removeAttribute("aria-current");
    current = n;
    facts[n].setAttribute("aria-current", "true");
    colour();
    var first = from || marks[numbers.findIndex(function (list) { return list.indexOf(n) >= 0; })];
    if (first && !from) inside(first);
    inside(facts[n]);
    facts[n].focus({ preventScroll: true });
  }
  facts.forEach(function (fact, n) {
    fact.addEventListener("click", function (event) {
      var button = event.target.closest("[data-decide]");
      if (button) decide(n, button.dataset.decide);
      if (!button || current !== n) open(n);
    });
  });
  // words of several facts: each press goes on to the next of them
  marks.forEach(function (mark, i) {
    var go = function () {
      var list = numbers[i];
      open(list[(list.indexOf(current) + 1) % list.length], mark);
    };
    mark.addEventListener("click", go);
    mark.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      go();
    });
  });

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input")) return;
    var step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key], kind = { c: "confirm", r: "reject" }[event.key];
    if (step) {
      event.preventDefault();
      open(Math.min(Math.max(current + step, 0), facts.length - 1));
    } else if (kind) decide(current, kind);
  });

  // --- the file: YAML, each text in it as JSON writes it ----------------------------------------------------------------
  function quoted(value) {
    return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, function (c) { return "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"); });
  }
  function text() {
    var numbers = Object.keys(decided).map(Number).sort(function (a, b) { return a - b; });
    var lines = numbers.map(function (n) {
      var entry = Object.assign({ decision: decided[n].decision }, data.facts[n], { owner: owner.value.trim() });
      if (role.value.trim()) entry.function = role.value.trim();
      entry.decided = decided[n].decided;
      return "  - " + Object.keys(entry).map(function (key) { return key + ": " + quoted(entry[key]); }).join("\n    ");
    });
    return lines.length ? "decisions:\n" + lines.join("\n") + "\n" : "decisions: []\n";
  }
  byId("bar").addEventListener("submit", function (event) {
    event.preventDefault();
    if (!owner.value.trim()) { owner.value = ""; owner.reportValidity(); return; }
    var link = document.createElement("a"), address = URL.createObjectURL(new Blob([text()], { type: "application/yaml" }));
    link.href = address;
    link.download = data.file;
    link.click();
    window.setTimeout(function () { URL.revokeObjectURL(address); }, 1000);
    saved = true;
  });
  [owner, role].forEach(function (field) { field.addEventListener("input", keep); });
  window.addEventListener("beforeunload", function (event) { if (!saved) event.preventDefault(); });

  restore();
  facts.forEach(function (_, n) { show(n); });
  colour();
})();
