// See `take` for what this does. Chromium is driven through chromedriver's own protocol, so that no package is
// needed.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { looks, setTheScene, storedLooks } from "./looks.mjs";

const REAL = "../shared/data/hf-blog.bundle";
/** Where a test of the pages leaves them, by language. */
const FOLDERS = { "zh-CN": "zh", en: "en" };

const { values: wanted } = parseArgs({
  options: {
    source: { type: "string" },
    only: { type: "string" },
    width: { type: "string", default: "360,768,1440" },
    light: { type: "string", default: "light,dark" },
    language: { type: "string", default: "zh-CN,en" },
    program: { type: "string", default: "target/debug/yiqi" },
    out: { type: "string", default: "target/pictures" },
    text: { type: "string", default: "100" },
    pages: { type: "string", default: "target/pages" },
  },
});
const source = wanted.source ?? (existsSync(REAL) ? REAL : undefined);
const list = (text) => text.split(",").filter(Boolean);

const started = [];
process.on("exit", () => started.forEach((it) => it.kill("SIGTERM")));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

/** A port nobody listens on. */
const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

function start(command, args) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  child.stdout.resume();
  child.on("error", (error) => {
    console.error(`${command}: ${error.message}`);
    process.exit(1);
  });
  started.push(child);
  return child;
}

/** Waits until an address answers; the first sync of a large blog takes its time. */
async function answers(address, child) {
  for (let left = 600; left > 0; left -= 1) {
    if (child.exitCode !== null) throw new Error(`what should answer at ${address} has ended`);
    const answer = await fetch(address).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 500));
  }
  throw new Error(`nothing answers at ${address}`);
}

/** A browser. */
class Browser {
  constructor(session) {
    this.session = session;
  }

  /** Opens one whose letters are `percent` of the usual size, as a person can set it. */
  static async open(port, percent) {
    const child = start("chromedriver", [`--port=${port}`]);
    await answers(`http://127.0.0.1:${port}/status`, child);
    const args = ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
      "--hide-scrollbars", "--disable-background-networking", "--no-first-run"];
    const prefs = { "webkit.webprefs.default_font_size": (16 * percent) / 100 };
    const capabilities = { alwaysMatch: { "goog:chromeOptions": { args, prefs } } };
    const browser = new Browser(`http://127.0.0.1:${port}/session`);
    const { sessionId } = await browser.post("", { capabilities });
    browser.session += `/${sessionId}`;
    return browser;
  }

  async post(path, body) {
    const answer = await fetch(this.session + path, { method: "POST", body: JSON.stringify(body) });
    const { value } = await answer.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  }

  goto(url) {
    return this.post("/url", { url });
  }

  run(script) {
    return this.post("/execute/sync", { script, args: [] });
  }

  devtools(cmd, params) {
    return this.post("/goog/cdp/execute", { cmd, params });
  }

  /** Light or dark, on paper, or in the few colours a person chose for everything. */
  dress(light) {
    const scheme = { name: "prefers-color-scheme", value: light === "dark" ? "dark" : "light" };
    const features = [scheme, { name: "prefers-reduced-motion", value: "reduce" }];
    if (light === "forced") features.push({ name: "forced-colors", value: "active" });
    return this.devtools("Emulation.setEmulatedMedia", { media: light === "print" ? "print" : "", features });
  }

  /** Sends a form as a person would; more than a page can hold is filled in by its length. */
  async send(path, fields) {
    await this.run(`
      const form = document.createElement("form");
      form.method = "post";
      form.action = ${JSON.stringify(path)};
      for (const [name, value] of Object.entries(${JSON.stringify(fields)})) {
        const field = document.createElement("input");
        field.type = "hidden"; // what is seen would be laid out
        field.name = name;
        field.value = typeof value === "number" ? "x".repeat(value) : value;
        form.append(field);
      }
      document.body.append(form);
      form.submit();`);
    for (let left = 40; left > 0; left -= 1) {
      await new Promise((done) => setTimeout(done, 250));
      const at = await this.run("return document.readyState === 'complete' && !!document.querySelector('main') && location.pathname");
      if (at && at !== "/robots.txt") return;
    }
    throw new Error(`nothing came of ${path}`);
  }

  /** The whole page, as far as a picture can be. */
  async picture(width) {
    const size = (height) =>
      this.devtools("Emulation.setDeviceMetricsOverride", {
        width, height, deviceScaleFactor: 1, mobile: width < 600,
      });
    await size(900);
    const tall = await this.run("return document.documentElement.scrollHeight");
    await size(Math.min(Math.max(tall, 900), 12000));
    const { data } = await this.devtools("Page.captureScreenshot", { format: "png" });
    const wide = await this.run("return document.documentElement.scrollWidth");
    return { png: Buffer.from(data, "base64"), isTooWide: wide > width };
  }

  close() {
    return fetch(this.session, { method: "DELETE" });
  }
}

const escaped = (text) =>
  text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

/** A page to look through all of them. */
function contactSheet(taken) {
  const names = [...new Set(taken.map((it) => it.name))];
  const part = (name) => {
    const figures = taken.filter((it) => it.name === name).map((it) =>
      `<figure><a href="${it.file}"><img loading="lazy" src="${it.file}" alt="${escaped(it.file)}"></a>` +
      `<figcaption>${it.width} ${it.light} ${it.language}${it.isTooWide ? " <b>too wide</b>" : ""}</figcaption></figure>`);
    return `<h2>${escaped(name)}</h2><div>${figures.join("")}</div>`;
  };
  return `<!doctype html><meta charset="utf-8"><title>Pictures</title><style>
body { font: 14px system-ui; margin: 2rem; background: #ddd } div { display: flex; flex-wrap: wrap; gap: 1rem }
figure { margin: 0; width: 300px } img { width: 300px; max-height: 420px; object-fit: cover; object-position: top; border: 1px solid #999 }
b { color: #b5362b }</style><h1>Pictures</h1>${names.map(part).join("\n")}`;
}

const data = await mkdtemp(join(tmpdir(), "yiqi-pictures-"));
process.on("exit", () => started.length && console.error(`the demo's folder was ${data}`));
const [sitePort, driverPort] = [await freePort(), await freePort()];
const demo = ["demo", "--port", String(sitePort), "--data-dir", data];
const site = `http://127.0.0.1:${sitePort}`;
await answers(`${site}/healthz`, start(wanted.program, source ? [...demo, "--source", source] : demo));
const scene = await setTheScene(site);
const browser = await Browser.open(driverPort, Number(wanted.text));
await mkdir(wanted.out, { recursive: true });

const taken = [];
const only = wanted.only ? list(wanted.only) : undefined;
const stored = existsSync(wanted.pages) ? storedLooks() : [];
const chosen = [...looks(scene), ...stored].filter((it) => !only || only.some((word) => it.name.includes(word)));
for (const language of list(wanted.language)) {
  let who;
  for (const look of chosen) {
    if (!look.page) await browser.goto(`${site}/robots.txt`);
    if (!look.page && look.who !== who) {
      await browser.devtools("Network.clearBrowserCookies", {});
      const cookies = await scene.enter(look.who, language);
      for (const [name, value] of cookies)
        await browser.devtools("Network.setCookie", { name, value, url: site });
      who = look.who;
    }
    for (const light of list(wanted.light)) {
      await browser.dress(light);
      for (const width of list(wanted.width).map(Number)) {
        await browser.devtools("Emulation.setDeviceMetricsOverride", { width, height: 900, deviceScaleFactor: 1, mobile: width < 600 });
        if (look.page) await browser.goto(`file://${resolve(wanted.pages, FOLDERS[language], `${look.page}.html`)}`);
        else if (look.fields) {
          await browser.goto(`${site}/robots.txt`);
          await browser.send(look.path, look.fields);
        } else await browser.goto(site + look.path);
        if (look.act) await browser.run(look.act);
        const file = `${look.name.replace(/[^a-z0-9]+/g, "-")}-${width}-${light}-${language}.png`;
        const { png, isTooWide } = await browser.picture(width);
        await writeFile(join(wanted.out, file), png);
        taken.push({ name: look.name, file, width, light, language, isTooWide });
        if (isTooWide) console.log(`${file}: wider than the window`);
      }
    }
  }
}
await writeFile(join(wanted.out, "index.html"), contactSheet(taken));
console.log(`${taken.length} pictures of ${chosen.length} pages in ${wanted.out}/index.html`);
await browser.close();
await Promise.all(started.splice(0).map((child) => new Promise((done) => child.once("exit", done).kill("SIGTERM"))));
await rm(data, { recursive: true, force: true }).catch(() => {});
process.exit(taken.some((it) => it.isTooWide) ? 1 : 0);
