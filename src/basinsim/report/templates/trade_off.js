"use strict";
// Linked views of alternatives: axes, limits, table and network tell of the same choice.
(function () {
  var NS = "http://www.w3.org/2000/svg", EDGE = 1e-9;
  var FEW = 16; // up to so many, each line has a look and a number of its own
  var data = JSON.parse(document.getElementById("data").textContent);
  var holder = document.getElementById("axes"), table = document.getElementById("alternatives");
  if (!holder || !table) { return; }
  var count = data.names.length, axes = data.axes;
  var limits = axes.map(function () { return [0, 1]; });
  var only = document.getElementById("only"), chosen = data.baseline, hovered = null, marked = null;
  var rows = {}, controls = Array.prototype.slice.call(document.querySelectorAll(".limit"));
  Array.prototype.forEach.call(table.tBodies[0].rows, function (row) { rows[row.getAttribute("data-place")] = row; });

  function make(name, attributes, parent) {
    var element = document.createElementNS(NS, name);
    Object.keys(attributes).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    if (parent) { parent.appendChild(element); }
    return element;
  }
  function text(words, x, y, attributes, parent) {
    var element = make("text", Object.assign({ x: x, y: y }, attributes), parent);
    element.textContent = words;
    return element;
  }
  // The number that stands at a place between worst (0) and best (1), to about three figures.
  function shown(axis, score) {
    var number = axis.worst + score * (axis.best - axis.worst), share = axis.unit === "1";
    if (share) { number *= 100; }
    var million = Math.abs(number) >= 1e6 ? "\u00a0M" : "";
    if (million) { number /= 1e6; }
    var size = Math.abs(number), digits = size >= 100 ? 0 : size >= 10 || share ? 1 : 2;
    if (size > 0 && size < 0.5 * Math.pow(10, -digits)) { digits = Math.min(Math.ceil(-Math.log10(size)), 4); }
    if (size < 1e-12) { digits = 0; }
    var words = number.toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
    return words + million + "\u00a0" + (share ? "%" : axis.unit);
  }
  function fits(place) {
    if (only.checked && !data.efficient[place]) { return false; }
    return limits.every(function (limit, k) {
      var score = data.scores[place][k];
      return score >= limit[0] - EDGE && score <= limit[1] + EDGE;
    });
  }

  // ---- axes ----
  var svg, lines, brushes, upright, length, at;
  function lineTexts(label, width) {
    var lines = [], line = "";
    label.split(" ").forEach(function (word) {
      if (line && (line + " " + word).length > width) { lines.push(line); line = word; } else { line = line ? line + " " + word : word; }
    });
    return lines.concat(line ? [line] : []);
  }
  function draw() {
    var width = holder.clientWidth;
    if (!width) { return; }
    upright = width >= 600 && width / Math.max(axes.length, 1) >= 74;
    holder.textContent = "";
    var gap = upright ? (width - 116) / Math.max(axes.length - 1, 1) : 78;
    var top = 92, height = upright ? 420 : 40 + 78 * Math.max(axes.length - 1, 0) + 60;
    if (upright && axes.length === 1) { gap = 0; }
    length = upright ? height - top - 40 : width - 60;
    svg = make("svg", { class: count > FEW ? "many" : "", width: width, height: height, role: "img", "aria-label":
      "Parallel axes of " + count + " alternatives over " + axes.length + " numbers; the table below has the same numbers." }, holder);
    // Where a score stands on an axis: [x, y].
    at = function (k, score, shift) {
      return upright ? [56 + k * gap + (gap === 0 ? width / 2 - 56 : 0), top + (1 - score) * length + shift]
                     : [24 + score * length + shift, 40 + k * gap];
    };
    axes.forEach(function (_, k) {
      var low = at(k, 0, 0), high = at(k, 1, 0);
      make("line", { x1: low[0], y1: low[1], x2: high[0], y2: high[1], class: "axis" }, svg);
    });
    var written = make("g", {}, null);
    axes.forEach(function (axis, k) {
      var low = at(k, 0, 0), high = at(k, 1, 0);
      if (upright) {
        var anchor = "middle", x = high[0];
        var parts = lineTexts(axis.label, Math.min(Math.max(Math.floor(gap / 7.2), 9), k === 0 ? 13 : 16)).slice(0, 5);
        parts.forEach(function (part, i) {
          text(part, x, top - 28 - 14 * (parts.length - 1 - i), { "text-anchor": anchor, class: "label" }, written);
        });
        text(shown(axis, 1), x, top - 10, { "text-anchor": anchor, class: "end" }, written);
        text(shown(axis, 0), x, top + length + 18, { "text-anchor": anchor, class: "end" }, written);
      } else {
        text(axis.label, 2, low[1] - 24, { class: "label" }, written);
        text(shown(axis, 0), 2, low[1] - 9, { class: "end" }, written);
        text(shown(axis, 1) + (k === 0 ? " better →" : ""), width - 2, low[1] - 9, { "text-anchor": "end", class: "end" }, written);
      }
    });
    lines = data.names.map(function (name, place) {
      var shift = count > 1 ? 6 * (place / (count - 1) - 0.5) : 0;
      var points = axes.map(function (_, k) { return at(k, data.scores[place][k], shift); });
      var group = make("g", { class: "alternative" }, svg);
      var path = "M" + points.map(function (point) { return point[0].toFixed(1) + " " + point[1].toFixed(1); }).join("L");
      var look = data.looks[place];
      make("path", { d: path, class: "near" }, group);
      var own = { d: path, class: "shown" };
      if (count <= FEW) { own.stroke = look.colour; own["stroke-dasharray"] = look.dashes; }
      make("path", own, group);
      if (count <= FEW) {
        points.forEach(function (point) { make("circle", { cx: point[0], cy: point[1], r: 3.5, fill: look.colour }, group); });
      }
      group.addEventListener("click", function () { choose(place); });
      group.addEventListener("pointerenter", function () { hovered = place; paint(); });
      group.addEventListener("pointerleave", function () { hovered = null; paint(); });
      make("title", {}, group).textContent = (place + 1) + ". " + name;
      return group;
    });
    written.setAttribute("class", "written");
    svg.appendChild(written);
    number();
    brushes = axes.map(function (axis, k) { return brush(k); });
    paint();
  }
  // The numbers of the table at the ends of lines; those that end together share a place.
  function number() {
    if (count > FEW || !axes.length) { return; }
    var k = axes.length - 1, ends = data.names.map(function (_, place) {
      return { place: place, along: at(k, data.scores[place][k], 0)[upright ? 1 : 0] };
    });
    ends.sort(function (a, b) { return a.along - b.along || a.place - b.place; });
    var groups = [];
    ends.forEach(function (end) {
      var group = groups[groups.length - 1];
      if (group && end.along - group.along < (upright ? 13 : 20)) { group.places.push(end.place + 1); }
      else { groups.push({ along: end.along, places: [end.place + 1] }); }
    });
    var axis = at(k, 0, 0);
    groups.forEach(function (group) {
      var words = group.places.sort(function (a, b) { return a - b; }).join(", ");
      if (upright) { text(words, axis[0] + 11, group.along + 4, { class: "place" }, svg); }
      else { text(words, group.along, axis[1] + 22, { class: "place", "text-anchor": "middle" }, svg); }
    });
  }
  function brush(k) {
    var low = at(k, 0, 0), high = at(k, 1, 0), start = null;
    var box = { x: Math.min(low[0], high[0]), y: Math.min(low[1], high[1]) };
    var area = upright ? { x: box.x - 14, y: box.y - 6, width: 28, height: length + 12 }
                       : { x: box.x - 6, y: box.y - 14, width: length + 12, height: 28 };
    var selection = make("rect", { class: "selection" }, svg);
    var catcher = make("rect", Object.assign({ class: upright ? "catcher upright" : "catcher", "data-axis": k }, area), svg);
    function score(event) {
      var place = svg.getBoundingClientRect();
      var share = upright ? (low[1] - (event.clientY - place.top)) / length : (event.clientX - place.left - low[0]) / length;
      return Math.min(1, Math.max(0, share));
    }
    catcher.addEventListener("pointerdown", function (event) {
      start = score(event);
      catcher.setPointerCapture(event.pointerId);
      mark(k);
    });
    catcher.addEventListener("pointermove", function (event) {
      if (start === null) { mark(k); return; }
      var now = score(event);
      if (Math.abs(now - start) * length > 4) { setLimit(k, Math.min(start, now), Math.max(start, now)); }
    });
    catcher.addEventListener("pointerup", function (event) {
      if (start !== null && Math.abs(score(event) - start) * length <= 4) { setLimit(k, 0, 1); }
      start = null;
    });
    catcher.addEventListener("pointercancel", function () { start = null; });
    catcher.addEventListener("pointerleave", function () { if (start === null) { mark(null); } });
    return selection;
  }
  function setLimit(k, from, to) {
    limits[k] = [from, to];
    var inputs = controls[k].querySelectorAll("input");
    inputs[0].value = Math.round(100 * from);
    inputs[1].value = Math.round(100 * to);
    paint();
  }
  function paint() {
    var kept = 0;
    data.names.forEach(function (name, place) {
      var inside = fits(place), row = rows[place];
      kept += inside ? 1 : 0;
      row.hidden = !inside;
      row.classList.toggle("chosen", place === chosen);
      row.classList.toggle("hovered", place === hovered);
      if (lines) {
        var names = ["alternative"];
        if (!inside) { names.push("outside"); }
        if (!data.efficient[place]) { names.push("beaten"); }
        if (place === data.baseline) { names.push("baseline"); }
        if (place === chosen || place === hovered) { names.push("chosen"); }
        lines[place].setAttribute("class", names.join(" "));
      }
    });
    // What matters most is drawn last, and so on top.
    if (lines) {
      [data.baseline, chosen, hovered].forEach(function (place) {
        if (place !== null) { svg.insertBefore(lines[place], svg.querySelector(".written")); }
      });
    }
    axes.forEach(function (axis, k) {
      var limit = limits[k], outputs = controls[k].querySelectorAll("output"), inputs = controls[k].querySelectorAll("input");
      limit.forEach(function (score, end) {
        outputs[end].textContent = shown(axis, score);
        inputs[end].setAttribute("aria-valuetext", shown(axis, score));
      });
      if (!brushes) { return; }
      var low = at(k, limit[0], 0), high = at(k, limit[1], 0), free = limit[0] <= 0 && limit[1] >= 1;
      var box = upright ? { x: low[0] - 7, y: high[1], width: 14, height: low[1] - high[1] }
                        : { x: low[0], y: low[1] - 7, width: high[0] - low[0], height: 14 };
      Object.keys(box).forEach(function (key) { brushes[k].setAttribute(key, box[key]); });
      brushes[k].setAttribute("visibility", free ? "hidden" : "visible");
    });
    document.getElementById("kept").textContent = kept + " of " + count + (count === 1 ? " alternative is" : " alternatives are") + " within all limits.";
    locate();
  }

  // ---- network ----
  var network = document.getElementById("network"), nodes = {};
  if (network) {
    Array.prototype.forEach.call(network.querySelectorAll(".node"), function (node) { nodes[node.getAttribute("data-node")] = node; });
  }
  var SIGNS = { better: "▲", worse: "▼", same: "=" };
  function locate() {
    if (!network) { return; }
    var places = marked === null ? [] : axes[marked].places;
    Object.keys(nodes).forEach(function (name) { nodes[name].classList.toggle("marked", places.indexOf(name) >= 0); });
  }
  function mark(k) {
    if (marked !== k) { marked = k; locate(); }
  }
  function choose(place) {
    chosen = place;
    var radio = rows[place] && rows[place].querySelector("input[type=radio]");
    if (radio) { radio.checked = true; }
    paint();
    feel();
  }
  function feel() {
    if (!network) { return; }
    Array.prototype.forEach.call(network.querySelectorAll(".badge"), function (badge) { badge.remove(); });
    var holder = document.getElementById("felt-table"), body = holder.querySelector("tbody"), counts = { better: 0, worse: 0, same: 0 };
    body.textContent = "";
    if (chosen === null) { holder.hidden = true; return; }
    var ORDER = { better: 0, worse: 0, same: 1 };
    Object.keys(data.nodes).sort(function (a, b) {
      var order = (ORDER[data.nodes[a][chosen][1]] || 0) - (ORDER[data.nodes[b][chosen][1]] || 0);
      return order || (a < b ? -1 : 1);
    }).forEach(function (name) {
      var node = nodes[name], cell = data.nodes[name][chosen];
      if (!node || !cell) { return; }
      var verdict = cell[1];
      if (verdict) { counts[verdict] += 1; }
      var row = body.insertRow(), heading = document.createElement("th");
      heading.scope = "row";
      heading.textContent = node.getAttribute("data-title");
      row.appendChild(heading);
      row.insertCell().textContent = cell[0];
      var said = row.insertCell();
      said.textContent = verdict ? SIGNS[verdict] + " " + verdict : "";
      said.className = verdict;
      if (verdict === "better" || verdict === "worse") {
        var x = Number(node.getAttribute("data-x")), y = Number(node.getAttribute("data-y"));
        var badge = make("g", { class: "badge " + verdict }, node);
        make("circle", { cx: x, cy: y, r: Number(node.getAttribute("data-radius")) + 5 }, badge);
        text(SIGNS[verdict], x + Number(node.getAttribute("data-radius")) + 4, y - Number(node.getAttribute("data-radius")) + 2, {}, badge);
      }
    });
    holder.hidden = body.rows.length === 0;
    var words = "Showing " + data.names[chosen];
    if (body.rows.length && chosen !== data.baseline) {
      words += ": ▲ better at " + counts.better + ", ▼ worse at " + counts.worse + ", = the same at " + counts.same + " places, against the baseline";
    } else if (chosen === data.baseline) { words += ", the baseline"; }
    document.getElementById("felt").textContent = words + ".";
  }

  // ---- what people do ----
  controls.forEach(function (control, k) {
    var inputs = control.querySelectorAll("input");
    Array.prototype.forEach.call(inputs, function (input, end) {
      input.addEventListener("input", function () {
        var values = [Number(inputs[0].value), Number(inputs[1].value)];
        if (values[0] > values[1]) { values[1 - end] = values[end]; inputs[1 - end].value = values[end]; }
        limits[k] = [values[0] / 100, values[1] / 100];
        paint();
      });
      input.addEventListener("focus", function () { mark(k); });
      input.addEventListener("blur", function () { mark(null); });
    });
  });
  document.getElementById("clear").addEventListener("click", function () {
    only.checked = false;
    axes.forEach(function (_, k) { setLimit(k, 0, 1); });
    paint();
  });
  only.addEventListener("change", paint);
  Object.keys(rows).forEach(function (place) {
    place = Number(place);
    rows[place].querySelector("input[type=radio]").addEventListener("change", function () { choose(place); });
    rows[place].addEventListener("pointerenter", function () { hovered = place; paint(); });
    rows[place].addEventListener("pointerleave", function () { hovered = null; paint(); });
  });
  var last = 0;
  window.addEventListener("resize", function () { if (holder.clientWidth !== last) { last = holder.clientWidth; draw(); } });
  document.addEventListener("panel-shown", function () { if (!lines) { draw(); } });
  draw();
  choose(count > 1 && data.baseline === 0 ? 1 : 0);
})();
