// what every page does: columns sort, paper shows what the screen folds away
(function () {
  "use strict";
  var all = function (query, root) { return Array.prototype.slice.call((root || document).querySelectorAll(query)); };

  // --- tables: sorting; a cell with a verdict or a severity sorts by how bad it is ------------------------------------
  var order = ["not-covered", "error", "undetermined", "warning", "covered", "note", "no-transfer"];
  all("button.sort").forEach(function (button) {
    button.addEventListener("click", function () {
      var head = button.closest("th"), table = head.closest("table"), at = all("th", head.parentNode).indexOf(head);
      var down = head.getAttribute("aria-sort") === "ascending";
      all("th", head.parentNode).forEach(function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      var value = function (row) {
        var cell = row.children[at], mark = cell.querySelector(".v, .s");
        if (!mark) return cell.textContent.trim().toLowerCase();
        return String(order.indexOf(mark.className.split(" ")[1]));
      };
      // of a long table, the page holds only the rows that it shows: its list has all, and shows them in their new order
      var list = table.datamapList, rows = (list ? list.rows() : all("tbody tr", table)).map(function (row, i) { return [value(row), i, row]; });
      rows.sort(function (a, b) { return a[0].localeCompare(b[0], undefined, { numeric: true }) * (down ? -1 : 1) || a[1] - b[1]; });
      if (list) list.arrange(rows.map(function (row) { return row[2]; }));
      else rows.forEach(function (row) { row[2].parentNode.appendChild(row[2]); });
    });
  });

  // --- printing opens everything ------------------------------------------------------------------------------------
  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = all("details:not([open])");
    closed.forEach(function (d) { d.open = true; });
  });
  window.addEventListener("afterprint", function () { closed.forEach(function (d) { d.open = false; }); });
})();
