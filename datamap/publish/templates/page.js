(function () {
  "use strict";
  var figure = JSON.parse(document.getElementById("figure").textContent);
  Plotly.newPlot("flows", figure.data, figure.layout, { responsive: true, displaylogo: false });
  var search = document.getElementById("search");
  if (!search) return;
  var verdict = document.getElementById("verdict"), severity = document.getElementById("severity"), shown = document.getElementById("shown");
  function narrow(id, attribute, wanted) {
    var words = search.value.toLowerCase(), count = 0, rows = document.querySelectorAll("#" + id + " tbody tr");
    rows.forEach(function (row) {
      var fits = (!wanted || row.getAttribute(attribute) === wanted) && (!words || row.textContent.toLowerCase().indexOf(words) >= 0);
      row.hidden = !fits;
      if (fits) count += 1;
    });
    return count + " of " + rows.length + " " + id;
  }
  function update() {
    shown.textContent = narrow("transfers", "data-verdict", verdict.value) + ", " + narrow("findings", "data-severity", severity.value);
  }
  [search, verdict, severity].forEach(function (control) { control.addEventListener("input", update); });
  update();
})();
