// Drives a browser over the pages that .ci/browser made. Ends with 1 when something is wrong.
"use strict";
const fs = require("fs");
const path = require("path");
const puppeteer = require("puppeteer-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
// The third argument, when there is one, is how the names of the pages to look at begin.
const [pages, pictures, only = ""] = process.argv.slice(2);
const wrong = [];
const check = (ok, what) => { if (!ok) { wrong.push(what); console.error("  wrong: " + what); } };

async function open(browser, file, options = {}) {
  const page = await browser.newPage();
  await page.setViewport({ width: options.width || 1280, height: options.height || 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: options.scheme || "light" }]);
  await page.setJavaScriptEnabled(options.script !== false);
  const outside = [];
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    if (request.url().startsWith("file:") || request.url().startsWith("data:")) { request.continue(); } else { outside.push(request.url()); request.abort(); }
  });
  page.on("dialog", (dialog) => { wrong.push(file + ": a dialog opened"); dialog.dismiss(); });
  page.on("pageerror", (error) => wrong.push(file + ": " + error.message));
  page.on("console", (message) => { if (message.type() === "error") { wrong.push(file + ": " + message.text()); } });
  await page.goto("file://" + file, { waitUntil: "load" });
  page.outside = outside;
  return page;
}

// axe runs from the outside: the page's own policy would refuse an injected script.
async function audit(page, name) {
  const session = await page.createCDPSession();
  const { executionContextId } = await session.send("Page.createIsolatedWorld", { frameId: page.mainFrame()._id, worldName: "axe" });
  await session.send("Runtime.evaluate", { expression: axe, contextId: executionContextId });
  const { result } = await session.send("Runtime.evaluate", {
    expression: "axe.run(document,{resultTypes:['violations']}).then(r=>JSON.stringify(r.violations.map(v=>[v.impact,v.id,v.nodes.length,v.nodes[0].html.slice(0,160)])))",
    contextId: executionContextId, awaitPromise: true, returnByValue: true,
  });
  const violations = JSON.parse(result.value || "[]");
  for (const v of violations) { console.log("  axe " + name + ": " + v.join(" ")); }
  check(!violations.some((v) => v[0] === "serious" || v[0] === "critical"), name + ": axe-core finds something serious");
}

const widthOf = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
const shown = (page, css) => page.$$eval(css, (list) => list.filter((n) => n.getClientRects().length > 0).length);

async function sizes(browser, file, name) {
  // A hostile page breaks where there is least room; the widest one takes long to paint.
  const all = [[320, 640], [768, 1024], [1280, 900], [3840, 2160]];
  for (const [width, height] of name.startsWith("hostile") ? all.slice(0, 1) : all) {
    const page = await open(browser, file, { width, height });
    check((await widthOf(page)) <= 0, `${name}: scrolls sideways at ${width} px`);
    await page.screenshot({ path: path.join(pictures, `${name}-${width}.png`), clip: { x: 0, y: 0, width, height: Math.min(height * 3, 6000) }, captureBeyondViewport: true });
    check(page.outside.length === 0, `${name}: asks for ${page.outside[0]}`);
    await page.close();
  }
}

async function report(browser, file, name) {
  await sizes(browser, file, name);
  for (const scheme of ["light", "dark"]) {
    const page = await open(browser, file, { scheme });
    await audit(page, `${name} ${scheme}`);
    await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
    await audit(page, `${name} ${scheme}, all open`);
    await page.screenshot({ path: path.join(pictures, `${name}-${scheme}-open.png`), clip: { x: 0, y: 0, width: 1280, height: 6000 }, captureBeyondViewport: true });
    await page.close();
  }
  // Filters, by keyboard alone.
  const page = await open(browser, file);
  const all = await shown(page, "#details > .control");
  check(all === 31, `${name}: ${all} controls`);
  let reached = false;
  for (let i = 0; i < 400 && !reached; i += 1) {
    await page.keyboard.press("Tab");
    reached = await page.evaluate(() => document.activeElement && document.activeElement.id === "fv");
  }
  check(reached, `${name}: Tab does not reach the filters`);
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  check(outline !== "none", `${name}: the focus cannot be seen`);
  await page.keyboard.press("ArrowDown");
  await new Promise((r) => setTimeout(r, 100));
  let value = await page.$eval("#fv", (n) => n.value);
  const byVerdict = await shown(page, "#details > .control");
  check(value !== "" && byVerdict < all && byVerdict === await page.$$eval("#details > .control", (l, v) => l.filter((c) => c.dataset.verdict === v).length, value), `${name}: the verdict filter shows ${byVerdict}`);
  check((await page.$eval("#shown", (n) => n.textContent)).includes(String(byVerdict)), `${name}: the count is not told`);
  await page.select("#fv", "");
  await page.select("#fs", "critical");
  const grave = await page.$$eval("#details > .control .finding", (l) => l.filter((f) => !f.closest("[data-off]")).every((f) => f.dataset.sev === "critical"));
  check(grave, `${name}: the severity filter leaves others`);
  await page.select("#fs", "");
  await page.type("#q", "4.1.5.1");
  const found = await shown(page, "#details > .control");
  check(found > 0 && found < all, `${name}: the search shows ${found}`);
  await page.$eval("#filters button[type=reset]", (b) => b.focus());
  await page.keyboard.press("Enter");
  await new Promise((r) => setTimeout(r, 100));
  check((await shown(page, "#details > .control")) === all, `${name}: clearing the filters does not bring all back`);
  // A details opens by key.
  const toggled = await page.evaluate(() => { const s = document.querySelector("#details summary"); s.focus(); return s.parentNode.open; });
  await page.keyboard.press("Enter");
  check((await page.evaluate(() => document.activeElement.parentNode.open)) !== toggled, `${name}: Enter does not open details`);
  await page.close();
  // Without scripts.
  const still = await open(browser, file, { script: false });
  await still.screenshot({ path: path.join(pictures, `${name}-no-script.png`) });
  await still.close();
  // On paper.
  const print = await open(browser, file);
  await print.pdf({ path: path.join(pictures, `${name}-print.pdf`), format: "A4", preferCSSPageSize: true });
  check(fs.statSync(path.join(pictures, `${name}-print.pdf`)).size > 20000, `${name}: nothing is printed`);
  await print.close();
}

async function index(browser, file, name) {
  await sizes(browser, file, name);
  const page = await open(browser, file);
  await audit(page, name);
  const all = await shown(page, "tr.build");
  check(all >= 5, `${name}: ${all} rows`);
  await page.select("#fv", "fail");
  const failing = await shown(page, "tr.build");
  check(failing > 0 && failing < all && failing === await page.$$eval('tr.build[data-verdict="fail"]', (l) => l.length), `${name}: the verdict filter shows ${failing}`);
  await page.select("#fv", "");
  const control = await page.$eval("#fc", (s) => Array.from(s.options).map((o) => o.value).filter(Boolean)[0]);
  await page.select("#fc", control);
  await page.select("#fw", "manual");
  const byControl = await shown(page, "tr.build");
  check(byControl === await page.$$eval("tr.build", (l, c) => l.filter((r) => (" " + r.dataset.controls + " ").includes(" " + c + "=manual ")).length, control), `${name}: the control filter`);
  await page.$eval("#filters button[type=reset]", (b) => b.focus());
  await page.keyboard.press("Enter");
  await new Promise((r) => setTimeout(r, 100));
  check((await shown(page, "tr.build")) === all, `${name}: clearing`);
  // SDK and signer: exactly the rows that have it.
  for (const [select, list] of [["#fk", "sdks"], ["#fg", "signers"]]) {
    const values = await page.$eval(select, (s) => Array.from(s.options).map((o) => o.value).filter(Boolean));
    check(values.length > 1, `${name}: ${select} has ${values.length} values`);
    for (const value of values) {
      await page.select(select, value);
      const n = await shown(page, "tr.build");
      const right = await page.$$eval("tr.build", (l, k, v) => l.filter((r) => r.dataset[k].split("\n").includes(v)).length, list, value);
      check(n > 0 && n === right, `${name}: ${select} ${value} shows ${n}, not ${right}`);
    }
    await page.select(select, "");
  }
  await page.type("#q", "health");
  const searched = await shown(page, "tr.build");
  check(searched < all, `${name}: the search shows ${searched}`);
  await page.$eval("#q", (q) => { q.value = ""; q.dispatchEvent(new Event("input")); });
  // Sorting by each column, both ways, by keyboard.
  const rank = { fail: 0, failed: 1, refused: 2, open: 3, pass: 4 };
  const keys = {
    name: (d) => d.name, verdict: (d) => rank[d.verdict], fail: (d) => Number(d.fail), open: (d) => Number(d.open),
    grave: (d) => Number(d.grave), sdk: (d) => d.sdks, signer: (d) => d.signers,
  };
  for (const [key, of] of Object.entries(keys)) {
    for (const up of [true, false]) {
      await page.$eval(`th[data-key=${key}] button`, (b) => b.focus());
      await page.keyboard.press("Enter");
      const values = (await page.$$eval("tr.build", (l) => l.map((r) => Object.assign({}, r.dataset)))).map(of);
      check(values.length === all && values.every((v, i) => i === 0 || (up ? values[i - 1] <= v : values[i - 1] >= v)), `${name}: sorted by ${key}: ${values}`);
      const told = await page.$eval(`th[data-key=${key}]`, (h) => h.getAttribute("aria-sort"));
      check(told === (up ? "ascending" : "descending"), `${name}: ${key} is said to be ${told}`);
    }
  }
  // Each row opens its report, which says the same.
  const rows = await page.$$eval("tr.build", (l) => l.map((r) => ({ href: r.querySelector("a") && r.querySelector("a").href, verdict: r.dataset.verdict, fail: Number(r.dataset.fail), open: Number(r.dataset.open) })));
  check(rows.filter((r) => r.href).length === rows.filter((r) => ["fail", "open", "pass"].includes(r.verdict)).length, `${name}: a report cannot be reached`);
  await page.close();
  for (const row of rows.filter((r) => r.href)) {
    const target = await open(browser, file);
    const link = await target.evaluateHandle((href) => Array.from(document.querySelectorAll("tr.build a")).find((a) => a.href === href), row.href);
    await Promise.all([target.waitForNavigation({ waitUntil: "load" }), link.click()]);
    const count = (verdict) => target.$$eval("#details > .control", (l, v) => l.filter((c) => c.dataset.verdict === v).length, verdict);
    const open_ = (await count("manual")) + (await count("undetermined"));
    check((await count("fail")) === row.fail && open_ === row.open, `${name}: ${row.href} does not say what its row says`);
    check((await target.$$(`header .verdict.v-${row.verdict}`)).length === 1, `${name}: ${row.href} has another verdict`);
    await target.close();
  }
}

(async () => {
  const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"] });
  try {
    for (const lang of ["zh-Hant", "en"]) {
      const looks = [
        [report, path.join(pages, lang, "flawed.apk.maspect.html"), `flawed-${lang}`],
        [report, path.join(pages, lang, "flawed.ipa.maspect.html"), `ios-${lang}`],
        [report, path.join(pages, "hostile", `hostile.${lang}.html`), `hostile-${lang}`],
        [index, path.join(pages, `batch-${lang}`, "index.html"), `index-${lang}`],
      ];
      for (const [look, file, name] of looks.filter(([, , name]) => name.startsWith(only))) { await look(browser, file, name); }
    }
  } finally {
    await browser.close();
  }
  console.log(wrong.length ? `browser: ${wrong.length} things are wrong` : "browser: all pages are in order");
  if (wrong.length) { console.error(wrong.join("\n")); }
  process.exit(wrong.length ? 1 : 0);
})().catch((error) => { console.error(error); process.exit(1); });
