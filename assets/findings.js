// What the checks say of the draft: a list under the desk, notes at the blocks, and what one does about a
// finding: have it mended, or say why it needs nothing. The server decides; nothing is saved here.

import { outside } from "./address.js";

const GRAVITY = { error: 0, warning: 1, info: 2 };

const TOLD_AT_SOURCE = "change.open";

const isLoud = (finding) => !finding.dismissed && finding.level !== "info";
const isSafe = (finding) => !finding.dismissed && finding.fix && !finding.fix.is_offer;

/** A sentence as it stands alone; the server does the same for what it writes into the page. */
function wholeSentence(words, stop) {
  const begun = words.replace(/^[a-z]+(?![A-Za-z0-9])/, (first) => first[0].toUpperCase() + first.slice(1));
  return /[.。?？!！]$/.test(begun) ? begun : begun + stop;
}

export class Findings {
  /**
   * `places()` gives the fields of the blocks and the line each begins on, or `null` while the text is not
   * cut into blocks; `read()` the text as it stands, and `replace(text)` puts another in its place.
   */
  constructor({ desk, words, fillIn, places, read, replace }) {
    Object.assign(this, { desk, words, fillIn, places, text: read, replace });
    this.section = document.getElementById("findings");
    this.list = document.querySelector("[data-findings]");
    this.count = desk.querySelector("[data-findings-count]");
    this.chinese = desk.dataset.lang.startsWith("zh");
    this.found = this.read();
    this.count.classList.toggle("has-errors", this.list.querySelector(".level-error") !== null);
    this.section.addEventListener("submit", (event) => this.act(event));
  }

  /** The findings as the server wrote them into the page. */
  read() {
    return [...this.section.querySelectorAll("[data-finding]")].map((item) => {
      const sentence = item.querySelector("p")?.textContent ?? "";
      return {
        id: item.dataset.finding,
        rule: item.dataset.rule,
        level: item.className.match(/level-(\w+)/)?.[1] ?? "info",
        lines: [Number(item.querySelector("[data-line]")?.dataset.line ?? 1)],
        dismissed: item.closest("[data-findings-aside]") ? {} : null,
        zh: sentence,
        en: sentence,
      };
    });
  }

  /** Shows what a save or an alignment found. */
  show(found) {
    this.found = [...found].sort(
      (a, b) => GRAVITY[a.level] - GRAVITY[b.level] || a.lines[0] - b.lines[0],
    );
    // Somebody may be writing a reason; that list waits.
    const open = this.section.querySelector(".say-no[open] input");
    if (!open || !open.value) this.fill();
    this.tell();
    this.mark();
  }

  fill() {
    const loud = this.found.filter(isLoud);
    const quiet = this.found.filter((finding) => !finding.dismissed && finding.level === "info");
    const aside = this.found.filter((finding) => finding.dismissed);
    this.list.replaceChildren(...loud.map((finding) => this.item(finding)));
    for (const [name, some] of [["quiet", quiet], ["aside", aside]]) {
      const fold = this.section.querySelector(`[data-findings-${name}]`);
      fold.hidden = some.length === 0;
      const summary = fold.querySelector("summary");
      summary.textContent = this.fillIn(summary.dataset.text, { count: some.length });
      fold.querySelector("ul").replaceChildren(...some.map((finding) => this.item(finding)));
    }
    const all = this.section.querySelector("[data-fix-all]");
    const safe = this.found.filter(isSafe).length;
    if (all) {
      all.hidden = safe === 0;
      const button = all.querySelector("button");
      button.textContent = this.fillIn(button.dataset.text, { count: safe });
    }
    this.section.querySelector("[data-no-findings]").hidden = this.found.length > 0;
  }

  sentence(finding) {
    return this.chinese ? wholeSentence(finding.zh, "。") : wholeSentence(finding.en, ".");
  }

  item(finding) {
    const blank = this.section.querySelector("[data-finding-blank]");
    const item = blank.content.firstElementChild.cloneNode(true);
    const part = (name) => item.querySelector(`[data-${name}]`);
    item.id = `finding-${finding.id}`;
    item.dataset.finding = finding.id;
    item.dataset.rule = finding.rule;
    item.classList.add(`level-${finding.level}`);
    const level = item.querySelector(".level");
    level.textContent = level.getAttribute(`data-level-${finding.level}`);
    const link = part("line");
    link.dataset.line = finding.lines[0];
    link.textContent = this.fillIn(link.dataset.text, { line: finding.lines[0] });
    part("sentence").textContent = this.sentence(finding);
    if (!finding.is_old) part("old").remove();
    const word = finding.dismissed;
    if (word) {
      part("word").textContent = this.fillIn(part("word").dataset.text, { name: word.by, reason: word.reason });
      part("acts")?.remove();
      return item;
    }
    part("word").remove();
    part("restore")?.remove();
    if (!finding.fix) part("fix")?.remove();
    else if (finding.fix.is_offer && part("fix")) {
      const button = part("fix").querySelector("button");
      button.textContent = button.dataset.offer;
    }
    if (!finding.is_dismissible) part("say-no")?.remove();
    return item;
  }

  tell() {
    const open = this.found.filter(isLoud);
    this.count.textContent = this.count.textContent.replace(/\d+/, String(open.length));
    const blocks = open.some(({ level, is_old }) => level === "error" && !is_old);
    this.count.classList.toggle("has-errors", blocks);
  }

  // What one does about a finding

  async act(event) {
    const form = event.target;
    const name = ["fix", "fixAll", "dismiss", "restore"].find((key) => key in form.dataset);
    if (!name) return;
    event.preventDefault();
    const id = form.closest("[data-finding]")?.dataset.finding;
    const reason = name === "dismiss" ? new FormData(form).get("reason").trim() : null;
    if (name === "dismiss" && !reason) return;
    const before = this.text();
    this.say("working");
    const task = `/api/v1/tasks/${this.desk.dataset.task}`;
    const answer =
      name === "fix" || name === "fixAll"
        ? await this.send("POST", `${task}/fix`, { text: before, findings: id ? [id] : [] })
        : await this.send("PUT", `${task}/findings/${encodeURIComponent(id)}`, { reason, text: before });
    if (!answer) return this.say("failed");
    if (answer.text === undefined) {
      form.reset();
      form.closest("details")?.removeAttribute("open");
    } else if (this.text() !== before) {
      // Somebody typed meanwhile; the mended text is of before.
      return this.say("stale");
    } else if (answer.text !== before) {
      await this.replace(answer.text);
    }
    this.say(null);
    this.show(answer.findings ?? []);
    this.section.querySelector("[data-findings] button, h2")?.focus?.({ preventScroll: true });
  }

  say(name) {
    const state = this.section.querySelector("[data-findings-state]");
    state.textContent = name ? state.dataset[name] : "";
  }

  /** What is to be said of what was saved last. */
  ask() {
    return this.send("GET", `/api/v1/tasks/${this.desk.dataset.task}/findings`);
  }

  async send(method, url, body) {
    try {
      const response = await fetch(outside(url), {
        method,
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(20_000),
      });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  /** Puts the findings to the blocks they are about. */
  mark() {
    const places = this.places();
    if (!places) return;
    const list = this.desk.querySelector("[data-blocks]");
    for (const old of list.querySelectorAll(".target .inline-finding")) old.remove();
    for (const pip of list.querySelectorAll(".pip:not(.pip-comment)")) pip.remove();
    for (const item of list.querySelectorAll(".has-findings")) item.classList.remove("has-findings");
    const told = new Map();
    for (const finding of this.found.filter((it) => !it.dismissed)) {
      const index = places.lines.findLastIndex((line) => line <= finding.lines[0]);
      const item = places.fields[index]?.closest(".block");
      if (!item) continue;
      const sentence = this.sentence(finding);
      const here = told.get(item) ?? told.set(item, new Set()).get(item);
      // Two changes beside one block are one hint.
      if (here.has(sentence)) continue;
      here.add(sentence);
      const pip = document.createElement("i");
      pip.className = `pip level-${finding.level}`;
      pip.title = sentence;
      item.querySelector(".gutter").append(pip);
      if (finding.level === "info") continue;
      item.classList.add("has-findings");
      // What changed is told beside the source already, with what to do about it.
      if (finding.rule === TOLD_AT_SOURCE) continue;
      const note = document.createElement("p");
      note.className = `inline-finding level-${finding.level}`;
      note.textContent = sentence;
      item.querySelector(".target").append(note);
    }
  }
}
