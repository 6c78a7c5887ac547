// The long lists of the report. A list has all its entries; the page holds only those that are shown, at first a few,
// because thousands of rows would make each answer slow. The page carries most entries of a long list packed.
var datamapLists = (function () {
  "use strict";
  // calls then with the entries that were packed, by the id of their list, and with whether all could be unpacked
  function unpack(packed, then) {
    if (!packed || !window.DecompressionStream) { then({}, !packed); return; }
    var bytes = Uint8Array.from(atob(packed), function (c) { return c.charCodeAt(0); });
    var text = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    new Response(text).text().then(function (html) {
      var box = document.createElement("template"), found = {};
      box.innerHTML = html;
      box.content.querySelectorAll("[data-list]").forEach(function (e) { found[e.dataset.list] = Array.prototype.slice.call(e.children); });
      then(found, true);
    });
  }

  // host: the element around the entries; more: those that were packed; made: the entry of an element
  function list(host, more, many, made) {
    var none = { entries: [], show: function () {}, pin: function () {}, print: function () {} };
    if (!host) return none;
    var self = { entries: Array.prototype.slice.call(host.children).concat(more || []).map(made) }, order = self.entries;
    var live = order.map(function (e) { return e.at; }), whole = false, printed = false, pinned = null, folded = [];
    var table = host.closest("table"), button = document.createElement("button"), things = table ? " rows" : host.dataset.things || " entries";
    button.type = "button"; button.className = "rest"; button.hidden = true;
    (table || host).parentNode.insertBefore(button, (table || host).nextSibling);
    button.addEventListener("click", function () { whole = true; draw(); });

    function draw() {
      var fitting = order.filter(function (e) { return e.fits; }), bounded = !whole && !printed && fitting.length > many;
      var shown = bounded ? fitting.slice(0, many) : fitting;
      if (pinned && shown.indexOf(pinned) < 0) shown = shown.concat(pinned);
      button.hidden = !bounded;
      button.textContent = "Show all " + fitting.length + things;
      if (shown.length === live.length && shown.every(function (e, i) { return e.at === live[i]; })) return;
      live = shown.map(function (e) { return e.at; });
      var all = document.createDocumentFragment();
      live.forEach(function (at) { all.appendChild(at); });
      host.replaceChildren(all);
    }
    self.show = function () { pinned = null; draw(); };
    self.pin = function (e) { pinned = e; draw(); }; // an entry that a link leads to is shown, whatever the filters leave
    self.print = function (now) {
      printed = now;
      draw();
      // the script of all pages has opened what was shown; what is put back has folded parts too
      if (now) folded = Array.prototype.slice.call(host.querySelectorAll("details:not([open])"));
      folded.forEach(function (part) { part.open = now; });
    };
    if (table) table.datamapList = {
      rows: function () { return order.map(function (e) { return e.at; }); },
      arrange: function (rows) {
        var of = new Map(order.map(function (e) { return [e.at, e]; }));
        order = rows.map(function (row) { return of.get(row); });
        draw();
      },
    };
    return self;
  }
  return { unpack: unpack, list: list };
})();
