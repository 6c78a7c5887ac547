// What the report tells of the transfers and findings that a filter leaves, in other places than its long lists: the
// overview with its counts, and the sentence in the place of what a filter empties.
// of(id): the entry of a finding by its fingerprint; places: the node of each country; receivers: those of transfers.
var datamapTold = function (of, places, ranks, receivers) {
  "use strict";
  var byId = function (id) { return document.getElementById(id); };
  var all = function (query, root) { return Array.prototype.slice.call((root || document).querySelectorAll(query)); };
  var FEW = 8; // actions behind the first ones that are seen at once

  var about = all("#overview [data-of]").map(function (e) { // what the overview tells, with the findings it is about
    return { at: e, of: e.dataset.of.split(" ").map(of).filter(Boolean) };
  });
  var where = all("#overview [data-place]").map(function (e) {
    var n = e.querySelector(".counted");
    return { at: e, l: places[e.dataset.place], counted: n, whole: n.textContent };
  });
  var numbered = all("#overview .cards a b, #overview .chips a[data-severity] b").map(function (b) {
    var d = b.closest("a").dataset;
    return { at: b, whole: b.textContent, verdict: d.verdict, severity: d.severity };
  });
  var emptied = all("[data-none]").map(function (e) {
    var frame = e.closest(".scroll") || e, note = document.createElement("p");
    note.className = "emptied";
    note.textContent = e.dataset.none;
    note.hidden = true;
    frame.parentNode.insertBefore(note, frame);
    return { of: e, frame: frame, note: note, rows: (e.dataset.rows || "tbody tr") + ":not([hidden])" };
  });
  var later = byId("more-actions"), fold = later && { at: later, title: later.querySelector("summary"), whole: later.querySelector("summary").textContent, byFilter: false };
  var open = byId("open"), further = byId("further"), fitting = byId("fitting");

  function openWhile(part, few) { // a part that a filter opened is closed with it
    if (few && !part.at.open) part.byFilter = part.at.open = true;
    else if (!few && part.byFilter) part.byFilter = part.at.open = false;
  }

  function unfold(some) {
    if (!fold) return;
    var left = all("li", fold.at).filter(function (e) { return !e.hidden; }).length;
    fold.at.hidden = !left;
    fold.title.textContent = some ? left + " of " + fold.whole : fold.whole;
    openWhile(fold, some && left <= FEW);
  }

  function empty(some, left) { // left: how many open transfers fit
    emptied.forEach(function (e) {
      var none = some && !e.of.querySelector(e.rows);
      e.frame.hidden = none;
      e.note.hidden = !none || (e.of === open && left > 0);
    });
    if (!open) return;
    // the overview lists open transfers by their findings, and not all: what else fits is in the table of transfers
    if (further) further.hidden = some;
    fitting.hidden = !(some && left && (further || !open.querySelector("tbody tr:not([hidden])")));
    fitting.firstChild.textContent = (left === 1 ? "The open transfer that fits" : "All " + left + " open transfers that fit") + ", in the table of transfers";
  }

  // some: whether there is a filter; at: the transfers that fit, by the node of their place
  function tell(some, transfers, findings, at) {
    about.forEach(function (t) { t.at.hidden = some && !t.of.some(function (f) { return f.fits; }); });
    unfold(some);
    where.forEach(function (w) {
      w.at.hidden = some && !at[w.l];
      w.counted.textContent = some && at[w.l] ? receivers(at[w.l]).length + " of " + w.whole : w.whole;
      w.at.querySelector(".quiet").hidden = some;
    });
    empty(some, transfers.filter(function (t) { return t.fits && ranks[t.verdict] < 2; }).length);
    numbered.forEach(function (n) {
      var left = (n.verdict ? transfers : findings).filter(function (e) { return e.fits && (n.verdict ? e.verdict === n.verdict : e.severity === n.severity); });
      n.at.textContent = some ? left.length + " of " + n.whole : n.whole;
      n.at.closest("li").classList.toggle("none", some && !left.length);
    });
  }

  return { tell: tell, openWhile: openWhile };
};
