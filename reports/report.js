(function () {
  "use strict";
  var by = function (id) { return document.getElementById(id); };
  var all = function (css, root) { return Array.prototype.slice.call((root || document).querySelectorAll(css)); };
  var form = by("filters"), query = by("q"), verdict = by("fv"), severity = by("fs"), owner = by("fo"), shown = by("shown");
  var controls = all("#details > .control");
  var texts = controls.map(function (c) { return c.textContent.toLowerCase(); });
  var set = function (node, off) { if (off) { node.setAttribute("data-off", ""); } else { node.removeAttribute("data-off"); } };

  function apply() {
    var words = query.value.trim().toLowerCase(), v = verdict.value, s = severity.value, o = owner.value, count = 0;
    controls.forEach(function (control, i) {
      var any = false;
      all(".finding", control).forEach(function (finding) {
        var off = (s && finding.dataset.sev !== s) || (o && finding.dataset.own !== o);
        if (words && !off && control.dataset.hit !== "head") {
          off = finding.textContent.toLowerCase().indexOf(words) < 0 && headOf(control).indexOf(words) < 0;
        }
        set(finding, off);
        any = any || !off;
      });
      all(".group", control).forEach(function (group) {
        set(group, !group.querySelector(".finding:not([data-off])"));
      });
      var off = (v && control.dataset.verdict !== v) || ((s || o) && !any) || (words && texts[i].indexOf(words) < 0);
      set(control, off);
      all('[data-for="' + control.id + '"]').forEach(function (row) { set(row, off); });
      if (!off) {
        count += 1;
        if (any && (s || o || words)) {
          all("details.ev, details.rest", control).forEach(function (d) {
            if (d.querySelector(".finding:not([data-off])")) { d.open = true; }
          });
        }
      }
    });
    shown.textContent = shown.dataset.template.replace("{shown}", count).replace("{total}", controls.length);
  }
  function headOf(control) {
    return all("h3, .reason, .todo, h4", control).map(function (n) { return n.textContent; }).join(" ").toLowerCase();
  }
  function everything(open) {
    all("#details details").forEach(function (d) { d.open = open; });
  }
  function follow() {
    var target = window.location.hash.length > 1 && by(decodeURIComponent(window.location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") { target.open = true; }
  }
  window.addEventListener("hashchange", follow);
  follow();
  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = all("details:not([open]):not(.list):not(.about)");
    closed.forEach(function (d) { d.open = true; });
  });
  window.addEventListener("afterprint", function () {
    closed.forEach(function (d) { d.open = false; });
  });
  [query, verdict, severity, owner].forEach(function (field) { field.addEventListener("input", apply); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { window.setTimeout(apply, 0); });
  by("open").addEventListener("click", function () { everything(true); });
  by("close").addEventListener("click", function () { everything(false); });
  form.hidden = false;
  apply();
})();
