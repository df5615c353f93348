(function () {
  "use strict";
  var by = function (id) { return document.getElementById(id); };
  var table = by("builds"), body = table.tBodies[0], form = by("filters"), shown = by("shown");
  var rows = Array.prototype.slice.call(body.rows);
  var texts = rows.map(function (r) { return (r.textContent + " " + r.dataset.sdks + " " + r.dataset.signers).toLowerCase(); });
  var fields = ["q", "fv", "fc", "fw", "fk", "fg"].map(by);
  var has = function (list, value) { return list.split("\n").indexOf(value) >= 0; };

  function apply() {
    var q = by("q").value.trim().toLowerCase(), v = by("fv").value, c = by("fc").value, w = by("fw").value;
    var k = by("fk").value, g = by("fg").value, count = 0;
    rows.forEach(function (row, i) {
      var d = row.dataset;
      var controls = " " + d.controls + " ";
      var off = (q && texts[i].indexOf(q) < 0) || (v && d.verdict !== v) ||
        (c && controls.indexOf(" " + c + "=" + w + " ") < 0) || (k && !has(d.sdks, k)) || (g && !has(d.signers, g));
      if (off) { row.setAttribute("data-off", ""); } else { row.removeAttribute("data-off"); count += 1; }
    });
    shown.textContent = shown.dataset.template.replace("{shown}", count).replace("{total}", rows.length);
  }

  var rank = { fail: 0, failed: 1, refused: 2, open: 3, pass: 4 };
  function value(row, key) {
    var d = row.dataset;
    if (key === "verdict") { return rank[d.verdict]; }
    if (key === "fail" || key === "open" || key === "grave") { return Number(d[key]); }
    if (key === "failing") { return (d.controls.match(/\S+=fail( |$)/g) || []).join(""); }
    if (key === "sdk") { return d.sdks; }
    if (key === "signer") { return d.signers; }
    return d.name;
  }
  function sort(head) {
    var key = head.dataset.key, down = head.getAttribute("aria-sort") === "ascending";
    Array.prototype.forEach.call(head.parentNode.cells, function (c) { c.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    var sorted = rows.slice().sort(function (a, b) {
      var x = value(a, key), y = value(b, key);
      var order = x < y ? -1 : x > y ? 1 : rows.indexOf(a) - rows.indexOf(b);
      return down && x !== y ? -order : order;
    });
    sorted.forEach(function (row) { body.appendChild(row); });
  }
  Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () { sort(head); });
  });
  fields.forEach(function (field) { field.addEventListener("input", apply); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { window.setTimeout(apply, 0); });
  form.hidden = false;
  apply();
}());
