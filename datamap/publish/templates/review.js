// the review of a draft: facts and the words they rest on, decisions by keyboard, and the file that keeps them
(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("data").textContent);
  var byId = function (id) { return document.getElementById(id); };
  var all = function (query, root) { return Array.prototype.slice.call((root || document).querySelectorAll(query)); };
  var facts = all(".fact"), marks = all("mark"), owner = byId("owner"), role = byId("function"), done = byId("done");
  var total = data.facts.filter(Boolean).length, current = -1, decided = {}, saved = true, answers = all("[data-read]"), KINDS = ["confirm", "reject", "correct", "belongs-to"];
  var place = "datamap review " + JSON.stringify(data.draft), numbers = marks.map(function (m) { return m.dataset.facts.split(" ").map(Number); });

  // --- what was decided; a browser that keeps nothing for files loses only the memory between two visits --------------
  function restore() {
    try {
      var kept = JSON.parse(window.localStorage.getItem(place)) || {};
      owner.value = kept.owner || "";
      role.value = kept.role || "";
      // by what is decided on: the order of the facts changes with the day
      data.facts.forEach(function (fact, n) { if (fact && kept.decided[JSON.stringify(fact)]) decided[n] = kept.decided[JSON.stringify(fact)]; });
      answers.forEach(function (input) { var text = (kept.answers || {})[JSON.stringify(data.reading[input.dataset.read])]; if (text !== undefined) input.value = text; });
    } catch (e) { decided = {}; }
  }
  function keep() {
    var by = {}, told = {};
    answers.forEach(function (input) { if (input.value !== input.defaultValue) told[JSON.stringify(data.reading[input.dataset.read])] = input.value; });
    Object.keys(decided).forEach(function (n) { by[JSON.stringify(data.facts[n])] = decided[n]; });
    try { window.localStorage.setItem(place, JSON.stringify({ owner: owner.value, role: role.value, decided: by, answers: told })); } catch (e) { /* kept in the page alone */ }
  }

  function show(n) {
    var mine = decided[n] || { decision: "" }, what = mine.decision, note = facts[n].querySelector(".decision");
    KINDS.forEach(function (kind) {
      facts[n].classList.toggle(kind, what === kind);
      var button = facts[n].querySelector("[data-decide=" + kind + "]");
      if (button) button.setAttribute("aria-pressed", String(what === kind));
    });
    if (note) note.textContent = what === "correct" ? "Right value: " + mine.to : what === "belongs-to" ? "Belongs to " + mine.to : "";
  }
  // words of several facts: open while one of them is, confirmed only if all of them are
  function colour() {
    marks.forEach(function (mark, i) {
      var open = numbers[i].filter(function (n) { return data.facts[n]; });
      var kinds = open.map(function (n) { return decided[n] ? decided[n].decision : ""; });
      var same = kinds.length && kinds.every(function (kind) { return kind === kinds[0]; }) ? kinds[0] : "";
      mark.classList.toggle("plain", !open.length);
      KINDS.forEach(function (kind) { mark.classList.toggle(kind, same === kind); });
      mark.classList.toggle("now", numbers[i].indexOf(current) >= 0);
    });
    wholes.forEach(function (w) { w.button.setAttribute("aria-pressed", String(w.list.every(function (n) { return decided[n] && decided[n].decision === "confirm"; }))); });
    done.textContent = Object.keys(decided).length + " of " + total + " decided";
  }

  // --- a whole section or table: confirm everything that it is quoted for ---------------------------------------------
  var wholes = [];
  function level(element) { return element.matches("p.heading") ? +(/\bl(\d)/.exec(element.className) || [0, 1])[1] : 9; }
  function facts_in(from, blocks) {
    var found = [], at = blocks.indexOf(from), end = at + 1;
    while (end < blocks.length && (from.matches("p.heading") ? level(blocks[end]) > level(from) : end === at)) end += 1;
    blocks.slice(at, end).forEach(function (block) {
      all("mark", block).forEach(function (mark) { numbers[marks.indexOf(mark)].forEach(function (n) { if (data.facts[n] && found.indexOf(n) < 0) found.push(n); }); });
    });
    return found;
  }
  all(".text").forEach(function (text) {
    var blocks = Array.prototype.slice.call(text.children);
    blocks.filter(function (b) { return b.matches("p.heading, .scroll"); }).forEach(function (head) {
      var found = facts_in(head, blocks), fields = { "": found };
      found.forEach(function (n) { var f = data.facts[n].field; fields[f] = (fields[f] || []).concat(n); });
      if (found.length < 2) return;
      var box = document.createElement("details"), title = document.createElement("summary"), names = Object.keys(fields);
      box.className = "whole";
      title.textContent = found.length + " open facts in this " + (head.matches("p.heading") ? "section" : "table");
      box.appendChild(title);
      names.filter(function (f) { return !f ? true : names.length > 2 && fields[f].length > 1; }).forEach(function (f) {
        var button = document.createElement("button");
        button.type = "button";
        button.textContent = "Confirm all " + fields[f].length + (f ? ": " + f : "");
        button.setAttribute("aria-pressed", "false");
        button.addEventListener("click", function () { whole(fields[f]); });
        wholes.push({ button: button, list: fields[f] });
        box.appendChild(button);
        box.appendChild(document.createTextNode(" "));
      });
      head.insertAdjacentElement("afterend", box);
    });
  });
  function whole(list) {
    var undo = list.every(function (n) { return decided[n] && decided[n].decision === "confirm"; });
    list.forEach(function (n) {  // what was decided otherwise stays
      if (undo) set(n, null);
      else if (!decided[n]) set(n, { decision: "confirm" });
    });
    settle();
  }

  function two(n) { return String(n).padStart(2, "0"); }
  function today() { var d = new Date(); return d.getFullYear() + "-" + two(d.getMonth() + 1) + "-" + two(d.getDate()); }
  function set(n, decision) {
    if (decision) decided[n] = Object.assign({ decided: today() }, decision);
    else delete decided[n];
    saved = false;
    show(n);
  }
  function settle() { colour(); keep(); }
  function decide(n, kind) {
    if (n < 0 || !data.facts[n]) return;
    var typed = facts[n].querySelector("[data-for=" + kind + "]"), same = decided[n] && decided[n].decision === kind;
    all("[data-for]", facts[n]).forEach(function (p) { unfold(n, p, p === typed && !same && p.hidden); });
    if (typed && !same) return;
    if (kind !== "confirm" && kind !== "reject" && !same) return;
    set(n, same ? null : { decision: kind });
    settle();
  }

  // --- a value that is typed: checked here, and again by the parser of the inventory when the file is applied -------------
  function unfold(n, p, on) {
    p.hidden = !on;
    facts[n].querySelector("[data-decide=" + p.dataset.for + "]").setAttribute("aria-expanded", String(on));
    if (on) { offer(n, p); p.querySelector("input").focus(); }
  }
  function offer(n, p) {
    var check = data.checks[data.check_of[n]], input = p.querySelector("input"), id = "words-" + data.check_of[n].replace(/\W/g, "-");
    if (p.dataset.for !== "correct") return;
    input.placeholder = check.expected.split(/[;,]/)[0];
    if (!check.words) return;
    if (!byId(id)) {
      var list = document.createElement("datalist");
      list.id = id;
      check.words.slice(0, check.shown).forEach(function (word) { list.appendChild(new Option(word, word)); });
      document.body.appendChild(list);
    }
    input.setAttribute("list", id);
  }
  function plain(text) { return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().trim(); }
  function fault(n, kind, value) {
    var check = kind === "correct" ? data.checks[data.check_of[n]] : { words: data.entries[data.list_of[n]], expected: "the id of another entry" };
    if (!value) return "Expected " + check.expected;
    if (kind === "belongs-to" && data.facts[n].subject.split(" ")[1] === value) return "Expected " + check.expected;
    if (check.pattern && !new RegExp(check.pattern).test(value)) return "Expected " + check.expected;
    if (check.words && !check.words.some(function (word) { return plain(word) === plain(value); })) return "Expected " + check.expected;
    return "";
  }
  function take(n, kind) {
    var p = facts[n].querySelector("[data-for=" + kind + "]"), value = p.querySelector("input").value.trim(), wrong = fault(n, kind, value);
    p.querySelector(".wrong").textContent = wrong;
    if (wrong) return;
    set(n, { decision: kind, to: value });
    unfold(n, p, false);
    settle();
    facts[n].focus({ preventScroll: true });
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
      var button = event.target.closest("[data-decide]"), use = event.target.closest("[data-take]");
      if (event.target.closest(".typed") && !use) return;
      if (current !== n || !button && !use) open(n);
      if (button) decide(n, button.dataset.decide);
      if (use) take(n, use.dataset.take);
    });
    fact.addEventListener("keydown", function (event) {
      var p = event.target.closest(".typed");
      if (!p || event.target.tagName !== "INPUT") return;
      if (event.key === "Enter") { event.preventDefault(); take(n, p.dataset.for); }
      else if (event.key === "Escape") { unfold(n, p, false); facts[n].focus({ preventScroll: true }); }
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
    var step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key], kind = { c: "confirm", r: "reject", e: "correct", b: "belongs-to" }[event.key];
    if (step) {
      event.preventDefault();
      open(Math.min(Math.max(current + step, 0), facts.length - 1));
    } else if (kind && current >= 0 && facts[current].querySelector("[data-decide=" + kind + "]")) {
      event.preventDefault();
      decide(current, kind);
    }
  });

  // --- the file: YAML, each text in it as JSON writes it ----------------------------------------------------------------
  function quoted(value) {
    return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, function (c) { return "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"); });
  }
  function signed(entry, to, day) {
    entry.owner = owner.value.trim();
    if (role.value.trim()) entry.function = role.value.trim();
    if (to) entry.to = to;
    entry.decided = day;
    return entry;
  }
  // the file goes on from the one beside the draft: what was decided before stays in it
  function target(entry) { return JSON.stringify([entry.decision === "answer", entry.subject, entry.field, entry.value, entry.words, entry.source, entry.fingerprint, entry.action]); }
  function text() {
    var again = {}, entries = Object.keys(decided).map(Number).sort(function (a, b) { return a - b; }).map(function (n) {
      return signed(Object.assign({ decision: decided[n].decision }, data.facts[n]), decided[n].to, decided[n].decided);
    });
    answers.forEach(function (input) {
      var told = input.value.trim();
      if (input.value === input.defaultValue) return;
      again[target(Object.assign({ decision: "answer" }, data.reading[input.dataset.read]))] = true;
      if (told) entries.push(signed(Object.assign({ decision: "answer" }, data.reading[input.dataset.read]), told, today()));
    });
    entries.forEach(function (entry) { again[target(entry)] = true; });
    entries = data.stored.filter(function (entry) { return !again[target(entry)]; }).concat(entries);
    var lines = entries.map(function (entry) {
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
  answers.forEach(function (input) { input.addEventListener("input", function () { saved = false; keep(); }); });
  [owner, role].forEach(function (field) { field.addEventListener("input", keep); });
  window.addEventListener("beforeunload", function (event) { if (!saved) event.preventDefault(); });

  restore();
  facts.forEach(function (_, n) { show(n); });
  colour();
})();
