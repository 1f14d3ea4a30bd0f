// Filters, sorting, lines and values of the report page, from the counts in the JSON block. Text of the corpus is
// only ever set as text.
(() => {
"use strict";
const $ = (query, within = document) => within.querySelector(query);
const $$ = (query, within = document) => [...within.querySelectorAll(query)];
const D = JSON.parse($("#data").textContent), W = D.words;
const STANCES = ["cooperation", "conflict"], FEW = 30, Z = 1.959963984540054;
const integers = new Intl.NumberFormat("en");
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const count = (key, n) => fill((n === 1 && W[key + "_one"]) || W[key], { n: integers.format(n) });
const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};
const shape = (name, attributes) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  return made;
};

// What is chosen: a code of a language, the position of a source and of a theme; empty for all.
const chosen = { language: "", source: "", theme: "" };
const languageFits = (at) => !chosen.language || D.languages[at] === chosen.language;
const sourceFits = (at) => chosen.source === "" || at === +chosen.source;

// Sums of the chosen documents by period, for the terms of one theme or of all (-1).
function sums(theme) {
  const rows = D.periods.map(() => ({ documents: 0, scope: 0, with: [0, 0], hits: [0, 0] }));
  for (const cell of D.cells) {
    if (!languageFits(cell[1]) || !sourceFits(cell[2])) continue;
    const row = rows[cell[0]];
    row.documents += cell[3];
    row.scope += cell[4];
    let at = theme < 0 ? 5 : 0;
    for (let next = 9; !at && next < cell.length; next += 5) if (cell[next] === theme) at = next + 1;
    if (at) for (const s of [0, 1]) { row.with[s] += cell[at + s]; row.hits[s] += cell[at + 2 + s]; }
  }
  for (const row of rows) row.share = row.with.map((part) => wilson(part, row.scope));
  return rows;
}

// Share with its 95 % Wilson interval; null of nothing.
function wilson(part, whole) {
  if (!whole) return null;
  const p = part / whole, middle = p + Z * Z / (2 * whole), scale = 1 + Z * Z / whole;
  const reach = Z * Math.sqrt(p * (1 - p) / whole + Z * Z / (4 * whole * whole));
  return [p, part === 0 ? 0 : (middle - reach) / scale, part === whole ? 1 : (middle + reach) / scale];
}

// As the pictures write shares: nothing else than nothing is 0, nothing else than all is 100.
function percent(share, decimals) {
  const text = (share * 100).toFixed(decimals);
  if (share > 0 && +text === 0) return "<" + (decimals ? 0.1 : 1).toFixed(decimals);
  return share < 1 && +text === 100 ? ">" + (decimals ? 99.9 : 99).toFixed(decimals) : text;
}
const value = (share) => (share * 100).toFixed(1) + "%";
const interval = ([, low, high]) => (low * 100).toFixed(1) + "–" + (high * 100).toFixed(1);

// ---- Pictures: the same parts, drawn anew on a scale of their own.

const SCALES = [[0.5, 0.1], [1, 0.2], [2, 0.5], [5, 1], [10, 2], [20, 5], [25, 5], [40, 10], [50, 10], [60, 20], [80, 20], [100, 20]];
const scaleFor = (most) => SCALES.find(([top]) => (most > 0 ? most * 100 : 10) <= top + 1e-9) || SCALES[SCALES.length - 1];
const round = (pixels) => +(Math.round(pixels * 20) / 20).toFixed(2);
const colour = (stance) => ["cp", "cf"][stance];

class Plot {
  constructor(group) {
    this.group = group;
    this.original = [...group.childNodes].map((node) => node.cloneNode(true));
    const n = group.dataset.plot.split(" ").map(Number);
    [this.left, this.right, this.top, this.bottom] = n;
    if (n.length > 6) [this.barsTop, this.barsBottom] = n.slice(8);
    this.whole = n.length > 6;
    this.last = D.periods.length - 1;
    this.dense = this.last > 0 && (this.right - this.left) / this.last <= 7;
  }
  x(at) { return this.last ? this.left + (this.right - this.left) * at / this.last : (this.left + this.right) / 2; }
  y(share) { return this.bottom - (this.bottom - this.top) * share * 100 / this.scale[0]; }
  restore() { this.group.replaceChildren(...this.original.map((node) => node.cloneNode(true))); }
  part(name, value) { return $(`[data-${name}${value === undefined ? "" : `="${value}"`}]`, this.group); }

  draw(rows, scale) {
    this.restore();
    this.scale = scale;
    this.axis();
    for (const stance of [0, 1]) {
      const runs = this.runs(rows, stance);
      this.band(runs, stance);
      this.line(rows, runs, stance);
    }
    this.ends(rows);
    if (this.whole) this.bars(rows);
  }
  runs(rows, stance) {
    const runs = [[]];
    rows.forEach((row, at) => row.share[stance] ? runs[runs.length - 1].push([at, row.share[stance]]) : runs.push([]));
    return runs.filter((run) => run.length);
  }
  axis() {
    const axis = this.part("yaxis"), [top, step] = this.scale, ticks = $$("[data-ytick]", axis);
    const labels = ticks.map((tick) => $("text", tick));
    const lineY = +$("path", ticks[0]).getAttribute("d").split(",")[1].split("L")[0];
    const steps = Math.round(top / step), decimals = step < 1 ? 1 : 0;
    const made = [];
    for (let at = 0; at <= steps; at++) {
      const tick = ticks[at ? 1 : 0].cloneNode(true), y = round(this.y(step * at / 100));
      tick.dataset.ytick = +(step * at).toFixed(2);
      $("path", tick).setAttribute("d", `M${this.left},${y}L${this.right},${y}`);
      const label = $("text", tick);
      if (label) {
        label.setAttribute("y", +(y + +labels[at ? 1 : 0].getAttribute("y") - (at ? this.lineOf(ticks[1]) : lineY)).toFixed(2));
        label.textContent = (step * at).toFixed(at ? decimals : 0) + (at === steps ? "%" : "");
      }
      made.push(tick);
    }
    axis.replaceChildren(...made);
  }
  lineOf(tick) { return +$("path", tick).getAttribute("d").split(",")[1].split("L")[0]; }
  band(runs, stance) {
    const group = this.part("band", STANCES[stance]);
    if (!group) return;
    const opacity = $("path", group)?.getAttribute("fill-opacity") ?? 0.14;
    group.replaceChildren(...runs.map((run) => {
      const points = run.length > 1 ? run.map(([at, share]) => [this.x(at), share])
        : [-6, 6].map((aside) => [this.x(run[0][0]) + aside, run[0][1]]);
      const edge = (end) => points.map(([x, share]) => round(x) + "," + round(this.y(share[end])));
      return shape("path", { class: "f-" + colour(stance), "fill-opacity": opacity, d: "M" + [...edge(2), ...edge(1).reverse()].join("L") + "Z" });
    }));
  }
  line(rows, runs, stance) {
    const group = this.part("line", STANCES[stance]), dots = this.part("pts", STANCES[stance]);
    const width = this.whole ? 2.5 : 2, few = (at) => rows[at].scope < FEW;
    const point = ([at, share]) => round(this.x(at)) + "," + round(this.y(share[0]));
    const paths = [], points = [];
    for (const run of runs) {
      const dashed = (at) => this.whole && this.dense && (few(run[at][0]) || few(run[at + 1][0]));
      for (let start = 0, end; start + 1 < run.length; start = end) {
        const kind = dashed(start);
        for (end = start + 1; end + 1 < run.length && dashed(end) === kind;) end++;
        const path = shape("path", { class: "s-" + colour(stance), fill: "none", "stroke-width": kind ? 2 : width, "stroke-linejoin": "round", "stroke-linecap": "round", d: "M" + run.slice(start, end + 1).map(point).join("L") });
        if (kind) path.setAttribute("stroke-dasharray", "5 3");
        paths.push(path);
      }
      for (const [at, share] of run) {
        const place = [this.x(at), this.y(share[0])];
        if (this.whole && few(at) && !this.dense) points.push(...this.ring(place, 3.2, stance));
        else if (run.length === 1) points.push(this.dot(place, this.whole ? 3.2 : 3, stance));
      }
    }
    group.replaceChildren(...paths);
    (dots || group).append(...(dots ? (dots.replaceChildren(), points) : points));
  }
  dot([x, y], r, stance) { return shape("circle", { class: "f-" + colour(stance), cx: round(x), cy: round(y), r }); }
  ring([x, y], r, stance) {
    const place = { cx: round(x), cy: round(y), r };
    return [shape("circle", { class: "f-bg", ...place }), shape("circle", { class: "s-" + colour(stance), fill: "none", "stroke-width": 1.6, ...place })];
  }
  // Last values beside the lines, moved apart where they would touch.
  ends(rows) {
    const [pitch, highest, lowest, offset] = (this.group.dataset.ends || `14 ${this.top} ${this.bottom} 4.5`).split(" ").map(Number);
    const found = [0, 1].map((stance) => rows.findLastIndex((row) => row.share[stance]));
    const wanted = found.map((at, stance) => at < 0 ? this.bottom : this.y(rows[at].share[stance][0]));
    const bases = spread(wanted, pitch, highest, lowest);
    for (const stance of [0, 1]) {
      const group = this.part("end", STANCES[stance]), at = found[stance];
      if (!group) continue;
      if (at < 0) { group.replaceChildren(); continue; }
      const share = rows[at].share[stance], place = [this.x(at), this.y(share[0])];
      const decimals = this.scale[0] <= 5 ? 1 : 0;
      $$("circle", group).forEach((circle) => circle.remove());
      group.prepend(...(this.whole && rows[at].scope < FEW ? this.ring(place, 4, stance) : [this.dot(place, this.whole ? 4.5 : 3.2, stance)]));
      const [label, gloss] = $$("text", group);
      label.setAttribute("y", +(bases[stance] + offset).toFixed(2));
      label.textContent = this.whole ? label.textContent.replace(/[<>]?[\d.,]+(?=\s?%)/, percent(share[0], decimals)) : percent(share[0], decimals);
      if (gloss) {
        gloss.setAttribute("y", +(bases[stance] + 18).toFixed(2));
        const names = lastOfAll[stance] === this.last ? gloss.textContent : gloss.textContent.split(" · ").slice(1).join(" · ");
        gloss.textContent = at === this.last ? names : D.periods[at] + " · " + names;
      }
    }
  }
  bars(rows) {
    const most = Math.max(1, ...rows.map((row) => row.scope)), field = this.barsBottom - this.barsTop;
    const pitch = this.last ? (this.right - this.left) / this.last : this.right - this.left, half = Math.min(pitch * 0.31, 20);
    const height = (n) => n ? Math.max(1.5, field * n / most) : 0;
    const group = this.part("bars");
    group.dataset.bars = most;
    group.replaceChildren(...rows.flatMap((row, at) => {
      if (!row.scope) return [];
      const bar = shape("rect", { class: "f-oth", x: round(this.x(at) - half), y: round(this.barsBottom - height(row.scope)), width: round(2 * half), height: round(height(row.scope)) });
      const title = shape("title", {});
      title.textContent = fill(W.bar, { period: D.periods[at], documents: count("documents", row.scope) });
      bar.append(title);
      return [bar];
    }));
    for (const label of $$("[data-barlab]", this.group)) {
      const n = rows[+label.dataset.barlab].scope, text = $("text", label);
      text.textContent = integers.format(n);
      text.setAttribute("y", +Math.min(this.barsBottom - height(n) + 9, this.bottom + 99).toFixed(2));
    }
    // On phones the heading of the bars names the least and the greatest number; years stand elsewhere.
    const heading = $("[data-barhead] text", this.group), scopes = rows.map((row) => row.scope);
    const ends = [Math.min(...scopes), Math.max(...scopes)].map((n) => integers.format(n));
    if (heading && !this.part("barlab")) heading.textContent = heading.textContent.replace(/\d[\d.,]*/g, () => ends.shift() ?? "");
    if (!rows.some((row) => row.scope)) {
      const none = shape("text", { class: "f-mut", "font-size": 12.5, "text-anchor": "middle", x: (this.left + this.right) / 2, y: (this.top + this.bottom) / 2 });
      none.textContent = W.no_documents;
      this.group.append(none);
    }
  }
}

function spread([one, other], pitch, top, bottom) {
  let [upper, lower] = one <= other ? [one, other] : [other, one];
  if (lower - upper < pitch) { const middle = (upper + lower) / 2; upper = middle - pitch / 2; lower = middle + pitch / 2; }
  lower = Math.min(lower, bottom);
  upper = Math.max(Math.min(upper, lower - pitch), top);
  lower = Math.max(lower, upper + pitch);
  return one <= other ? [upper, lower] : [lower, upper];
}

// ---- What follows the filters.

const everything = sums(-1);
const lastOfAll = [0, 1].map((stance) => everything.findLastIndex((row) => row.share[stance]));
const trends = $$("#trend svg").map((svg) => ({ svg, label: svg.getAttribute("aria-label"), plot: new Plot($("[data-plot]", svg)) }));
const panels = $$("#themes svg").map((svg) => ({
  svg, label: svg.getAttribute("aria-label"),
  plots: $$("[data-theme-id]", svg).map((group) => ({ theme: D.themes.findIndex(([id]) => id === group.dataset.themeId), plot: new Plot(group) })),
}));
const periodRows = $$("#numbers tbody tr"), keywordRows = $$("#keywords tbody tr");
const cellOf = (row, name) => $(`[data-c=${name}]`, row);
const originals = new Map($$("[data-c]").map((cell) => [cell, { nodes: [...cell.childNodes].map((node) => node.cloneNode(true)), sort: cell.dataset.v }]));
let current = everything;

function setCell(cell, sort, text, small) {
  cell.dataset.v = sort;
  cell.replaceChildren(text, ...(small ? [" ", element("small", { textContent: small })] : []));
}
const restore = (cell) => {
  const { nodes, sort } = originals.get(cell);
  cell.dataset.v = sort;
  cell.replaceChildren(...nodes.map((node) => node.cloneNode(true)));
};

function apply() {
  const filtered = Object.values(chosen).some((value) => value !== "");
  const theme = chosen.theme === "" ? -1 : +chosen.theme;
  const rows = current = filtered ? sums(theme) : everything;
  const names = [
    chosen.language && $(`[data-language="${chosen.language}"]`).textContent,
    chosen.source !== "" && $("[data-filter=source]").selectedOptions[0].text,
    theme >= 0 && D.themes[theme][1],
  ].filter(Boolean);
  document.body.classList.toggle("filtered", filtered);
  $(".reset").hidden = !filtered;
  for (const heading of $$("[data-plain]")) {
    heading.finding ??= heading.textContent;
    // Panels are the themes themselves.
    const said = heading.closest("#themes") && theme >= 0 ? names.slice(0, -1) : names;
    heading.textContent = filtered ? [heading.dataset.plain, ...said].join(" · ") : heading.finding;
  }
  drawPictures(filtered, rows);
  drawFacts(rows, theme);
  drawNumbers(filtered, rows);
  drawKeywords(filtered, rows, theme);
  const state = new URLSearchParams();
  if (chosen.language) state.set("language", chosen.language);
  if (chosen.source !== "") state.set("source", D.sources[chosen.source] ?? "*");
  if (theme >= 0) state.set("theme", D.themes[theme][0]);
  const hash = state.toString();
  if (hash || location.hash.includes("=")) history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
}

function drawPictures(filtered, rows) {
  const highest = Math.max(0, ...rows.flatMap((row) => row.share.map((share) => share ? share[2] : 0)));
  for (const { svg, label, plot } of trends) {
    filtered ? plot.draw(rows, scaleFor(highest)) : plot.restore();
    svg.setAttribute("aria-label", filtered ? $("#trend-title").textContent : label);
  }
  // With a language or source, each panel is drawn for it; a theme alone changes nothing here.
  const parts = chosen.language || chosen.source !== "";
  for (const { svg, label, plots } of panels) {
    const drawn = parts ? plots.map(({ theme }) => sums(theme)) : [];
    const scale = scaleFor(Math.max(0, ...drawn.flat().flatMap((row) => row.share.map((share) => share ? share[0] : 0))));
    plots.forEach(({ theme, plot }, at) => {
      if (!parts) return plot.restore();
      plot.draw(drawn[at], scale);
      const title = $("title", plot.group);
      if (title) title.textContent = D.themes[theme][1];
    });
    svg.setAttribute("aria-label", parts ? $("#themes-title").textContent : label);
  }
}

function drawFacts(rows, theme) {
  const total = (of) => rows.reduce((sum, row) => sum + of(row), 0);
  const present = (place) => new Set(D.cells.filter((cell) => cell[3] && languageFits(cell[1]) && sourceFits(cell[2])).map((cell) => cell[place]));
  const documents = total((row) => row.documents), sources = present(2);
  const facts = {
    documents, in_scope: total((row) => row.scope), years: new Set(D.years).size,
    languages: [...present(1)].filter((at) => D.languages[at] !== "und").length,
    sources: [...sources].reduce((sum, at) => sum + (at < D.sources.length ? 1 : D.otherSources), 0),
    terms: theme < 0 ? D.terms : D.termsOfThemes[theme],
    hits: total((row) => row.hits[0] + row.hits[1]),
  };
  for (const fact of $$("[data-fact]")) {
    const n = facts[fact.dataset.fact];
    $("b", fact).textContent = integers.format(n);
    $("span", fact).textContent = count("fact_" + fact.dataset.fact, n);
  }
  $(".count").textContent = count("documents", documents);
}

function drawNumbers(filtered, rows) {
  for (const tr of periodRows) {
    const row = rows[tr.dataset.p], hits = row.hits[0] + row.hits[1];
    for (const name of ["documents", "scope", "share0", "share1", "hits0", "hits1", "balance"]) {
      const cell = cellOf(tr, name), stance = +name.slice(-1);
      if (!filtered) restore(cell);
      else if (name === "documents" || name === "scope") setCell(cell, row[name], integers.format(row[name]));
      else if (name.startsWith("hits")) setCell(cell, row.hits[stance], integers.format(row.hits[stance]));
      // The interval of the balance is resampled from documents, which are not here.
      else if (name === "balance") hits ? setCell(cell, row.hits[0] / hits, value(row.hits[0] / hits)) : setCell(cell, -1, "–");
      else row.share[stance] ? setCell(cell, row.share[stance][0], value(row.share[stance][0]), interval(row.share[stance])) : setCell(cell, -1, "–");
    }
  }
}

function drawKeywords(filtered, rows, theme) {
  const scope = rows.reduce((sum, row) => sum + row.scope, 0);
  const counts = keywordRows.map((tr) => {
    const sum = [0, 0], list = D.keywords[tr.dataset.k].counts;
    for (let at = 0; at < list.length; at += 4)
      if (languageFits(list[at]) && sourceFits(list[at + 1])) { sum[0] += list[at + 2]; sum[1] += list[at + 3]; }
    return sum;
  });
  const most = Math.max(1, ...counts.map(([documents]) => documents));
  keywordRows.forEach((tr, at) => {
    const keyword = D.keywords[tr.dataset.k], [documents, mentions] = counts[at];
    tr.hidden = filtered && (!mentions || (theme >= 0 && !keyword.themes.includes(theme)));
    const cells = ["documents", "share", "mentions"].map((name) => cellOf(tr, name));
    if (!filtered) cells.forEach(restore);
    else {
      const share = wilson(documents, scope);
      cells[0].dataset.v = documents;
      $(".bar", cells[0]).style.setProperty("--w", Math.round(documents / most * 84) + "px");
      $(".v", cells[0]).textContent = integers.format(documents);
      share ? setCell(cells[1], share[0], value(share[0]), interval(share)) : setCell(cells[1], -1, "–");
      setCell(cells[2], mentions, integers.format(mentions));
    }
    const button = $(".open", tr);
    if (!button) return;
    const lines = linesOf(keyword).length;
    button.textContent = count("lines", lines);
    button.disabled = !lines;
    const open = tr.nextElementSibling;
    if (open?.classList.contains("kwic-row")) {
      open.hidden = tr.hidden || !lines;
      if (!open.hidden) open.replaceChildren(...linesRow(tr).childNodes);
    }
  });
  showFirst();
}

// ---- The first keywords, until all are asked for.

const FIRST = 30;
const more = element("button", { type: "button", className: "more" });
let allShown = false;
function showFirst() {
  const fitting = $$("#keywords tbody tr[data-k]").filter((tr) => !tr.hidden), many = fitting.length > FIRST + 10;
  fitting.forEach((tr, at) => {
    const open = tr.nextElementSibling, beyond = many && !allShown && at >= FIRST;
    for (const row of [tr, open]) if (row === tr || row?.classList.contains("kwic-row")) row.classList.toggle("beyond", beyond);
  });
  more.hidden = !many;
  more.textContent = fill(allShown ? W.keywords_first : W.keywords_all, { n: integers.format(allShown ? FIRST : fitting.length) });
}
$("#keywords")?.closest(".scroll").after(more);
more.addEventListener("click", () => { allShown = !allShown; showFirst(); });

// ---- Lines of a keyword.

const linesOf = (keyword) => keyword.lines.filter(([, language, source]) =>
  languageFits(language) && (chosen.source === "" || (typeof source === "string" ? D.sources.length : source) === +chosen.source));

function linesRow(tr) {
  const keyword = D.keywords[tr.dataset.k], lines = linesOf(keyword);
  const mentions = +originals.get(cellOf(tr, "mentions")).sort;
  const list = element("ul", { className: "kwic " + tr.classList[0], ariaLabel: fill(W.lines_of, { keyword: keyword.name }) });
  for (const [date, language, source, documentId, left, word, right] of lines) {
    const code = D.languages[language], name = typeof source === "string" ? source : D.sources[source];
    const cite = element("cite", {}, date + " · ", element("bdi", { textContent: name || W.unknown_source }), " · ", element("bdi", { textContent: documentId }));
    cite.lang = document.documentElement.lang;
    const before = element("span", { className: "left" }, element("span", { textContent: left }));
    const item = element("li", {}, before, element("mark", { textContent: word }), element("span", { className: "right", textContent: right }), cite);
    if (code !== "und") item.lang = code;
    list.append(item);
  }
  const filtered = document.body.classList.contains("filtered");
  const said = filtered ? fill(W.lines_from_filtered, { shown: integers.format(keyword.lines.length) })
    : fill(W.lines_from, { shown: integers.format(lines.length), n: integers.format(mentions) });
  const row = element("tr", { className: "kwic-row" }, element("td", { colSpan: $("#keywords thead tr").cells.length }, element("p", { textContent: said }), list));
  return row;
}
document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".open");
  if (!button) return;
  const tr = button.closest("tr"), next = tr.nextElementSibling, isOpen = next?.classList.contains("kwic-row");
  isOpen ? next.remove() : tr.after(linesRow(tr));
  button.setAttribute("aria-expanded", String(!isOpen));
});

// ---- Values under the pointer, or by the arrow keys.

trends.forEach(({ svg, plot }) => {
  const box = svg.closest(".plotbox"), spoken = element("p", { className: "hidden" }), tip = element("div", { className: "tip", hidden: true });
  spoken.setAttribute("aria-live", "polite");
  tip.setAttribute("aria-hidden", "true");
  box.append(tip, spoken);
  box.tabIndex = 0;
  box.setAttribute("role", "application");
  box.setAttribute("aria-label", box.dataset.label);
  const line = shape("path", { class: "cross" });
  let at = -1;
  const hide = () => { tip.hidden = true; line.remove(); spoken.textContent = ""; at = -1; };
  const show = (next, aloud) => {
    at = next;
    const row = current[at], x = plot.x(at), events = D.events.filter(([year]) => year === D.years[at]).map(([, name]) => name);
    line.setAttribute("d", `M${x},${plot.top}L${x},${plot.bottom}`);
    svg.append(line);
    const list = element("dl");
    const parts = [D.periods[at] + ", " + count("tip_in_scope", row.scope)];
    STANCES.forEach((stance, s) => {
      const share = row.share[s];
      if (!share) return;
      list.append(element("div", {}, element("dt", { className: stance, textContent: W[stance] }), element("dd", {}, element("b", { textContent: value(share[0]) })), element("dd", {}, element("small", { textContent: interval(share) }))));
      parts.push(W[stance] + " " + value(share[0]) + " (" + interval(share) + ")");
    });
    const titles = element("div", {}, element("b", { textContent: D.periods[at] }), " ", element("small", { textContent: count("tip_in_scope", row.scope) }));
    tip.replaceChildren(titles, list, ...events.map((name) => element("p", { className: "event", textContent: name })));
    tip.hidden = false;
    if (aloud) spoken.textContent = [...parts, ...events].join("; ");
    const area = svg.getBoundingClientRect(), from = box.getBoundingClientRect(), scale = area.width / svg.viewBox.baseVal.width;
    const place = area.left - from.left + x * scale, wide = tip.offsetWidth;
    const left = place > from.width / 2 ? place - wide - 14 : place + 14;
    tip.style.left = Math.max(0, Math.min(from.width - wide, left)) + "px";
    tip.style.top = area.top - from.top + (plot.top + 8) * scale + "px";
  };
  const point = (event) => {
    const area = svg.getBoundingClientRect(), x = (event.clientX - area.left) * svg.viewBox.baseVal.width / area.width;
    if (x < plot.left - 14 || x > plot.right + 14) return hide();
    const part = plot.last ? (Math.min(Math.max(x, plot.left), plot.right) - plot.left) / (plot.right - plot.left) : 0;
    show(Math.round(part * plot.last));
  };
  // A finger taps, and moves along; it does not hover.
  svg.addEventListener("pointerdown", point);
  svg.addEventListener("pointermove", point);
  svg.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") hide(); });
  box.addEventListener("blur", hide);
  box.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === "Escape") hide();
    else if (event.key === "Home" || event.key === "End") { event.preventDefault(); show(event.key === "Home" ? 0 : plot.last, true); }
    else if (step) { event.preventDefault(); show(at < 0 ? (step > 0 ? 0 : plot.last) : Math.min(plot.last, Math.max(0, at + step)), true); }
  });
});

// ---- Sorting.

const collator = new Intl.Collator([document.documentElement.lang, "ko", "vi", "en"], { numeric: true });
for (const table of $$("table.data")) for (const th of $$("thead th", table)) {
  if ("unsorted" in th.dataset) continue;
  const button = element("button", { type: "button" });
  button.append(...th.childNodes);
  button.title = fill(W.sort, { column: button.textContent });
  th.append(button);
  button.addEventListener("click", () => {
    const sorted = th.getAttribute("aria-sort"), numbers = th.classList.contains("n");
    // Numbers begin with the largest, names with the first.
    const descending = sorted ? sorted === "ascending" : numbers;
    $$("th", table).forEach((other) => other.removeAttribute("aria-sort"));
    th.setAttribute("aria-sort", descending ? "descending" : "ascending");
    $$(".kwic-row", table).forEach((row) => row.remove());
    $$(".open", table).forEach((open) => open.setAttribute("aria-expanded", "false"));
    const body = $("tbody", table), key = (row) => row.cells[th.cellIndex].dataset.v ?? row.cells[th.cellIndex].textContent.trim();
    const compare = numbers ? (a, b) => key(a) - key(b) : (a, b) => collator.compare(key(a), key(b));
    body.append(...$$("tr", body).sort((a, b) => descending ? -compare(a, b) : compare(a, b)));
    if (table.id === "keywords") showFirst();
  });
}

// ---- Controls and the state in the address.

function showChosen() {
  $$("[data-language]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.language === chosen.language)));
  $("[data-filter=source]").value = chosen.source;
  $("[data-filter=theme]").value = chosen.theme;
}
function readHash() {
  const state = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
  const language = state.get("language") ?? "", source = state.get("source"), theme = state.get("theme");
  const place = (all, wanted) => { const at = all.indexOf(wanted); return at < 0 ? "" : String(at); };
  chosen.language = $$("[data-language]").some((button) => button.dataset.language === language) ? language : "";
  chosen.source = source === null ? "" : source === "*" && D.otherSources ? String(D.sources.length) : place(D.sources, source);
  chosen.theme = theme === null ? "" : place(D.themes.map(([id]) => id), theme);
  showChosen();
}
const choose = (what, to) => { chosen[what] = to; showChosen(); apply(); };
$$("[data-language]").forEach((button) => button.addEventListener("click", () => choose("language", button.dataset.language)));
$$("[data-filter]").forEach((select) => select.addEventListener("change", () => choose(select.dataset.filter, select.value)));
$(".reset").addEventListener("click", () => {
  Object.assign(chosen, { language: "", source: "", theme: "" });
  showChosen();
  apply();
  $("[data-language='']").focus();
});
$(".shade").addEventListener("click", () => {
  const root = document.documentElement, dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
});
addEventListener("hashchange", () => { if (location.hash.includes("=") || !location.hash) { readHash(); apply(); } });
readHash();
apply();
})();
