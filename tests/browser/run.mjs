// Opens report pages of the real program in Chromium and checks what only a browser can tell.
//
//   npm install && node run.mjs PROGRAM
//
// PROGRAM is the keytrend binary. The last line is "N passed, N failed".
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";
import { EVIL, evilCorpus, largeCorpus } from "./corpora.mjs";
import { accessibility, filters, interaction, layout, plain, safety, speed } from "./checks.mjs";

const program = path.resolve(process.argv[2] ?? "target/debug/keytrend");
const browserPath = process.env.CHROMIUM
  ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((file) => fs.existsSync(file));
if (!browserPath) {
  console.error("no Chromium is installed (looked for /usr/bin/chromium; CHROMIUM can name one)");
  process.exit(1);
}
const here = path.dirname(fileURLToPath(import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "keytrend-browser-"));
const keytrend = (...words) => {
  try {
    execFileSync(program, [...words, "-q", "--no-progress"], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    // 1 is "some input was skipped".
    if (error.status !== 1) throw new Error(`keytrend ${words.join(" ")}: ${error.stderr}`);
  }
};

let passed = 0;
const failures = [];
async function check(name, work) {
  const since = performance.now();
  try {
    const said = await work();
    passed += 1;
    console.log(`ok    ${name}${said ? `: ${said}` : ""} (${Math.round(performance.now() - since)} ms)`);
  } catch (error) {
    failures.push(name);
    console.log(`FAIL  ${name}\n      ${String(error.message ?? error).replaceAll("\n", "\n      ")}`);
  }
}

// A page that remembers what it says and asks for.
async function open(browser, report, { scheme = "light", width = 1200, height = 1000, script = true, hash = "" } = {}) {
  const page = await browser.newPage();
  page.said = [];
  page.asked = [];
  page.on("console", (message) => page.said.push(message.text()));
  page.on("pageerror", (error) => page.said.push(error.message));
  page.on("dialog", (dialog) => { page.said.push("dialog " + dialog.message()); dialog.dismiss(); });
  page.on("request", (request) => page.asked.push(request.url()));
  await page.setJavaScriptEnabled(script);
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: scheme },
    { name: "prefers-reduced-motion", value: "reduce" },
  ]);
  await page.setViewport({ width, height });
  await page.goto("file://" + report + hash);
  return page;
}

const browser = await puppeteer.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
const context = { browser, check, open: (...words) => open(browser, ...words), axe: fs.readFileSync(path.join(here, "node_modules/axe-core/axe.min.js"), "utf8") };
try {
  console.log(`${await browser.version()}, ${program}`);
  const reports = {};
  for (const lang of ["en", "ko", "vi"]) {
    keytrend("run", "--lang", lang, "--format", "svg", "--series", "health,education:conflict,ko,cooperation", "-o", lang);
    reports[lang] = path.join(folder, lang, "report.html");
  }
  evilCorpus(path.join(folder, "evil"));
  keytrend("run", "evil", "--no-scope", "--format", "svg", "--series", `cooperation,source:${EVIL[0]} press`, "-o", "out-evil");
  largeCorpus(path.join(folder, "large"));
  keytrend("run", "large", "--no-scope", "--lexicon", "large/lexicon.toml", "--format", "svg", "-o", "out-large");

  await accessibility(context, reports);
  await layout(context, reports);
  await filters(context, path.join(folder, "en"));
  await interaction(context, reports);
  await plain(context, reports);
  await safety(context, path.join(folder, "out-evil"));
  await speed(context, path.join(folder, "out-large", "report.html"));
} catch (error) {
  failures.push("the run itself");
  console.log("FAIL  " + (error.stack ?? error));
} finally {
  await browser.close();
  fs.rmSync(folder, { recursive: true, force: true });
}
console.log(`\n${passed} passed, ${failures.length} failed`);
process.exit(failures.length ? 1 : 0);
