// What a place or a legal instrument of the report shows of the transfers that a filter leaves: it is given these
// transfers and the flows that are lit, and keeps of a row only what it showed before.
var datamapShares = function (data, ranks, blank) {
  "use strict";
  var MOST = 200, NAMED = 20; // names of a place, and of an instrument

  function receivers(there) { // the recipients of transfers, worst verdict first
    var worst = {};
    there.forEach(function (t) { worst[t.r] = Math.min(worst[t.r] === undefined ? 9 : worst[t.r], ranks[t.verdict]); });
    return Object.keys(worst).sort(function (a, b) { return worst[a] - worst[b]; });
  }
  function named(who, most) {
    var all = who.map(function (r) { return data.nodes[r][1]; });
    return all.slice(0, most).join(", ") + (all.length > most ? " and " + (all.length - most) + " more" : "");
  }
  function quiet(text) {
    var span = document.createElement("span");
    span.className = "quiet";
    span.textContent = text;
    return span;
  }

  // the data that each place receives by the flows that are lit: 2 if recorded for one of them, 1 if only assumed
  function received(lit) {
    var at = {};
    data.flows.forEach(function (f, i) {
      if (!lit[i]) return;
      var marks = at[f[3]] = at[f[3]] || new Uint8Array(data.nodes.length);
      marks[f[0]] |= f[5] && data.nodes[f[0]][1] !== blank ? 1 : 2;
    });
    return at;
  }
  function gets(marks) { // as texts and elements: what is recorded, then what is only assumed
    var sure = [], maybe = [];
    (marks || []).forEach(function (mark, n) { if (mark) (mark > 1 ? sure : maybe).push(data.nodes[n][1]); });
    var parts = sure.length ? [sure.join(", ")] : [];
    if (maybe.length) parts.push(sure.length ? "; " : "", quiet("assumed:"), " " + maybe.join(", "));
    return parts;
  }

  // a row keeps its cells as they are without a filter
  function keep(row) {
    row.cells = Array.prototype.slice.call(row.at.querySelectorAll("td"));
    row.whole = row.cells.map(function (cell) { return Array.prototype.slice.call(cell.childNodes); });
    return row;
  }
  function put(row, parts) { // new content by number of the cell; none: as it was
    if (!parts && !row.cut) return;
    if (!row.cells) keep(row); // of thousands of links only those that change
    row.cells.forEach(function (cell, i) {
      if (parts ? parts[i] : true) cell.replaceChildren.apply(cell, parts ? parts[i] : row.whole[i]);
    });
    row.cut = Boolean(parts);
  }

  function place(row, there, marks) { // its worst verdict, recipients and data are those of what fits
    if (!there) { put(row, null); return; }
    var who = receivers(there), first = there.reduce(function (a, b) { return ranks[b.verdict] < ranks[a.verdict] ? b : a; });
    var all = parseInt(row.whole[1][0].textContent, 10);
    put(row, [[first.at.querySelector(".v").cloneNode(true)], [who.length + " of " + all], [named(who, MOST)], gets(marks)]);
  }

  function instrument(row, there) { // as long and as many as what fits
    if (!there) { put(row, null); return; }
    var who = receivers(there), claims = receivers(there.filter(function (t) { return t.at.querySelector(".v.claimed"); })).length;
    var meter = row.whole[2][0].cloneNode(true), all = receivers(row.of).length, share = parseFloat(meter.firstChild.style.width);
    meter.firstChild.style.width = share * who.length / all + "%";
    who.sort(function (a, b) { return data.nodes[a][1] < data.nodes[b][1] ? -1 : 1; });
    put(row, { 2: [meter, " " + who.length + " of " + all + " ", claims ? quiet("(" + claims + " by a claim not checked)") : ""], 3: [named(who, NAMED)] });
  }

  var words = {}; // the mark of each verdict, as the legend has it
  document.querySelectorAll(".legend .v").forEach(function (v) { words[ranks[v.classList[1]]] = v; });
  function link(row, flows, worst, stated) { // as many flows as are lit, and the worst verdict on these
    var all = row.all = row.all || parseInt(row.at.cells[2].textContent, 10);
    if (!flows || flows === all) { put(row, null); return; }
    put(row, { 2: [flows + " of " + all], 3: [words[worst].cloneNode(true)], 4: [stated ? "stated" : "assumed"] });
  }

  function summed(host, there, marks) { // the names by verdict, and all their data
    var terms = [], by = {};
    there.forEach(function (t) {
      var pill = t.at.querySelector(".v"), word = pill.textContent;
      if (!by[word]) { by[word] = { pill: pill, names: {} }; terms.push(by[word]); }
      by[word].names[data.nodes[t.r][1]] = true;
    });
    host.replaceChildren();
    function line(head, parts) {
      var dt = document.createElement("dt"), dd = document.createElement("dd");
      dt.append(head);
      dd.append.apply(dd, parts);
      host.append(dt, dd);
    }
    terms.forEach(function (term) { line(term.pill.cloneNode(true), [Object.keys(term.names).join(", ")]); });
    line("Data", gets(marks));
  }

  return { receivers: receivers, received: received, keep: keep, place: place, instrument: instrument, link: link, summed: summed };
};
