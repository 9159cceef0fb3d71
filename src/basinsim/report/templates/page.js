"use strict";
// Tabs, pages of groups, tables that sort, tables that are searched. Without this everything is one long page.
(function () {
  var root = document.documentElement;
  root.classList.add("scripted");
  var all = function (selector, inside) {
    return Array.prototype.slice.call((inside || document).querySelectorAll(selector));
  };

  // ---- one part at a time, by the address, so that links and "back" work ----
  var panels = all(".panel"), groups = all(".group");
  var chooser = document.querySelector("select.groups");
  if (chooser) { chooser.addEventListener("change", function () { location.hash = chooser.value; }); }
  function show(event) {
    var wanted = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var group = wanted && wanted.closest(".group");
    var panel = (wanted && wanted.closest(".panel")) || panels[0];
    if (!panel) { return; }
    panels.forEach(function (one) { one.hidden = one !== panel; });
    if (group || panel.querySelector(".group")) {
      var shown = group || panel.querySelector(".group");
      groups.forEach(function (one) { one.hidden = one !== shown; });
      mark(all("nav.groups a"), shown.id);
      chooser.value = shown.id;
    }
    mark(all("nav.tabs a"), panel.id);
    if (event && wanted) {
      // Whoever chooses from the list goes on choosing there.
      if (document.activeElement !== chooser) { (group || panel).focus({ preventScroll: true }); }
      if (!group) { window.scrollTo(0, 0); } else if (group.getBoundingClientRect().top < 0) { group.scrollIntoView(); }
    }
    document.dispatchEvent(new CustomEvent("panel-shown", { detail: panel.id }));
  }
  function mark(links, id) {
    links.forEach(function (link) {
      if (link.getAttribute("href") === "#" + id) { link.setAttribute("aria-current", "true"); }
      else { link.removeAttribute("aria-current"); }
    });
  }
  window.addEventListener("hashchange", show);

  // ---- sorting ----
  var words = new Intl.Collator("en-GB", { numeric: true, sensitivity: "base" });
  function keyOf(row, column, numeric) {
    var cell = row.cells[column];
    if (!numeric) { return cell.textContent; }
    var key = cell.getAttribute("data-key");
    return key === "" || key === null ? NaN : Number(key);
  }
  function sort(table, column, direction) {
    var headings = all("thead th", table), numeric = headings[column].classList.contains("number");
    var body = table.tBodies[0], sign = direction === "ascending" ? 1 : -1;
    var rows = all("tr", body).map(function (row, place) {
      return { row: row, key: keyOf(row, column, numeric), place: place };
    });
    rows.sort(function (a, b) {
      if (numeric) {
        if (isNaN(a.key) || isNaN(b.key)) { return isNaN(a.key) - isNaN(b.key) || a.place - b.place; }
        return sign * (a.key - b.key) || a.place - b.place;
      }
      return sign * words.compare(a.key, b.key) || a.place - b.place;
    });
    rows.forEach(function (one) { body.appendChild(one.row); });
    headings.forEach(function (heading, k) {
      if (k === column) { heading.setAttribute("aria-sort", direction); } else { heading.removeAttribute("aria-sort"); }
    });
  }
  all("table.sortable").forEach(function (table) {
    all("thead th", table).forEach(function (heading, column) {
      var button = document.createElement("button");
      button.type = "button";
      while (heading.firstChild) { button.appendChild(heading.firstChild); }
      heading.appendChild(button);
      button.addEventListener("click", function () {
        sort(table, column, heading.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending");
      });
    });
  });

  // ---- searching ----
  all(".table[data-sought]").forEach(function (holder) {
    var rows = all("tbody tr", holder), field = holder.querySelector("input"), count = holder.querySelector(".count");
    field.addEventListener("input", function () {
      var parts = field.value.toLowerCase().split(/\s+/).filter(Boolean), found = 0;
      rows.forEach(function (row) {
        var text = row.textContent.toLowerCase().replace(/\u00a0/g, " ");
        var fits = parts.every(function (part) { return text.indexOf(part) >= 0; });
        row.hidden = !fits;
        found += fits ? 1 : 0;
      });
      count.textContent = parts.length ? found + " of " + rows.length + " rows" : "";
    });
  });

  show(null);
})();
