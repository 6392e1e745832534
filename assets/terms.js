// Beside the block one is at: its terms with their Chinese, what was translated before, and a machine's
// draft where there is an aid. Asks once for each block, when one has stayed at it for a moment, and
// never while somebody types.

import { outside } from "./address.js";

const root = document.querySelector("[data-helper]");
const desk = document.getElementById("desk");
const list = desk.querySelector("[data-blocks]");
const task = root.dataset.task;
const hasAid = "aid" in root.dataset;
const words = Object.fromEntries(
  Object.entries(root.dataset)
    .filter(([name]) => name.startsWith("t") && name !== "task")
    .map(([name, text]) => [name.slice(1).toLowerCase(), text]),
);
const PROSE = new Set(["heading", "paragraph", "list_item", "quote", "footnote_definition"]);

const fillIn = (text, values) =>
  (text ?? "").replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

async function ask(url, body, signal) {
  const response = await fetch(outside(url), {
    method: body ? "POST" : "GET",
    headers: { accept: "application/json", ...(body && { "content-type": "application/json" }) },
    body: body && JSON.stringify(body),
    signal: signal ?? AbortSignal.timeout(20_000),
  });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

// Terms: asked once for the whole source.

let terms = { terms: [], blocks: [] };
const byLines = new Map();

async function readTerms() {
  try {
    terms = await ask(`/api/v1/tasks/${task}/terms`);
  } catch {
    return;
  }
  for (const block of terms.blocks) byLines.set(block.lines[0], block.found);
  light();
  if (at) show(at);
}

/** The blocks of the source a row stands for. */
function foundIn(item) {
  const [first, last] = (item.dataset.source ?? "").split("-").map(Number);
  const found = [];
  for (let line = first; line <= last; line += 1) found.push(...(byLines.get(line) ?? []));
  return found;
}

/** Marks the terms in the source without touching its text. */
function light() {
  if (!CSS.highlights) return;
  const ranges = [];
  for (const item of list.children) {
    const text = item.querySelector(".source .text");
    const node = text?.firstChild;
    // Beside a proof the words of the source are cut into pieces; the list below has them.
    if (text?.childNodes.length !== 1 || node.nodeType !== Node.TEXT_NODE) continue;
    const [first, last] = (item.dataset.source ?? "").split("-").map(Number);
    const found = byLines.get(first);
    const next = [...byLines.keys()].some((line) => line > first && line <= last);
    if (!found || next) continue;
    const offset = node.data.search(/\S/);
    for (const { text: written, start, end } of found) {
      // The page shows the block as the file has it; where it does not, nothing is marked.
      const from = node.data.startsWith(written, start) ? start : start + offset;
      if (!node.data.startsWith(written, from)) continue;
      const range = new Range();
      range.setStart(node, from);
      range.setEnd(node, from + end - start);
      ranges.push(range);
    }
  }
  CSS.highlights.set("term", new Highlight(...ranges));
}

// The panel of the block one is at.

let at = null;
let panel = null;
let waiting;
let chosen = -1;
const known = new Map();

desk.addEventListener("desk:block", ({ detail }) => {
  if (at?.field === detail.field) return;
  at = detail;
  chosen = -1;
  show(at);
  clearTimeout(waiting);
  if (PROSE.has(at.kind) && at.source.trim()) waiting = setTimeout(() => look(at), 250);
});

async function look(block) {
  const key = `${block.kind}\n${block.source}`;
  if (known.has(key)) return;
  try {
    known.set(key, await ask(`/api/v1/tasks/${task}/suggestions`, { text: block.source, kind: block.kind }));
  } catch {
    // The line is weak; the next visit to the block asks again.
    return;
  }
  if (at === block) show(block);
}

/** Puts the panel under the field, without moving what one looks at. */
function show(block) {
  const top = block.field.getBoundingClientRect().top;
  panel?.remove();
  panel = element("div", "helper");
  panel.append(...[machineNote(block), termList(block), matchList(block), aidLine(block)].filter(Boolean));
  if (panel.childElementCount) block.item.querySelector(".target").append(panel);
  const moved = block.field.getBoundingClientRect().top - top;
  if (Math.abs(moved) > 1) scrollBy(0, moved);
}

function termList(block) {
  const found = foundIn(block.item);
  if (!found.length) return null;
  const box = element("ul", "helper-terms");
  box.setAttribute("aria-label", words.terms);
  for (const place of [...new Set(found.map(({ term }) => term))]) {
    const { term, forms, note } = terms.terms[place];
    const item = element("li");
    const name = element("b", "", term);
    name.lang = "en";
    item.append(name, " ");
    for (const form of forms) {
      const button = element("button", "form", form);
      button.type = "button";
      button.lang = "zh-CN";
      button.title = words.insert;
      button.addEventListener("click", () => insert(form, false));
      item.append(button);
    }
    if (note) item.append(element("span", "mute", ` ${note}`));
    box.append(item);
  }
  return box;
}

function matchList(block) {
  const matches = known.get(`${block.kind}\n${block.source}`)?.matches ?? [];
  if (!matches.length) return null;
  const box = element("ol", "helper-memory");
  box.setAttribute("aria-label", words.memory);
  matches.forEach((match, index) => {
    const item = element("li", match.score >= 95 ? "sure" : "");
    const use = element("button", "helper-use");
    use.type = "button";
    use.title = match.part ? words.insert : words.replace;
    const score = element("span", "score", `${match.score}%`);
    const text = element("span", "helper-text", match.target);
    text.lang = "zh-CN";
    use.append(score, text);
    use.addEventListener("click", () => choose(index));
    const where = element("p", "helper-where");
    const source = element("span");
    source.lang = "en";
    source.append(...compared(match.source, match.part ?? block.source));
    const link = element("a", "", match.title);
    link.href = `${root.dataset.board}/posts/${match.slug.split("/").map(encodeURIComponent).join("/")}`;
    link.target = "_blank";
    where.append(source, " — ", link);
    if (match.is_adapted) where.append(element("span", "adapted", words.adapted));
    if (match.part) where.append(element("span", "adapted", words.sentence));
    item.append(use, where);
    box.append(item);
  });
  return box;
}

/** The words of a known text; those the wanted one does not have are marked. */
function compared(text, wanted) {
  const bare = (word) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  const has = new Set(wanted.split(/\s+/).map(bare));
  return text.split(/(\s+)/).map((word) => {
    const key = bare(word);
    return key && !has.has(key) ? element("ins", "", word) : word;
  });
}

function insert(text, replace) {
  desk.dispatchEvent(new CustomEvent("desk:insert", { detail: { text, replace } }));
}

/** Puts a suggestion in: a whole block in place of what is there, a sentence at the cursor. */
function choose(index) {
  const matches = known.get(`${at?.kind}\n${at?.source}`)?.matches ?? [];
  const match = matches[index];
  if (!match) return;
  chosen = index;
  insert(match.target, match.part === null);
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || !event.altKey || event.ctrlKey || event.metaKey) return;
  if (!at || document.activeElement !== at.field) return;
  if (event.code === "KeyM") {
    event.preventDefault();
    const matches = known.get(`${at.kind}\n${at.source}`)?.matches ?? [];
    const whole = matches.map((match, index) => (match.part === null ? index : -1)).filter((i) => i >= 0);
    // Again: the next one.
    const next = whole.length ? whole[(whole.indexOf(chosen) + 1) % whole.length] : 0;
    choose(next);
  } else if (event.code === "KeyR" && hasAid) {
    event.preventDefault();
    draftOne(at);
  }
});

// What a machine drafted, until somebody changes or confirms it.

const machine = new Set(
  [...list.querySelectorAll("[data-machine]")].map((item) => item.dataset.machine.trim()),
);

function markMachine(field) {
  const item = field.closest(".block");
  item?.classList.toggle("is-machine", machine.has(field.value.trim()));
}

function markAll() {
  for (const field of list.querySelectorAll(".target textarea")) markMachine(field);
}

list.addEventListener("input", (event) => {
  if (!event.target.matches("textarea")) return;
  markMachine(event.target);
  const note = panel?.querySelector(".helper-machine");
  if (note && at?.field === event.target && !machine.has(event.target.value.trim())) note.remove();
});
new MutationObserver(() => {
  markAll();
  light();
}).observe(list, { childList: true });

function machineNote(block) {
  if (!machine.has(block.field.value.trim())) return null;
  const note = element("p", "helper-machine", `${words.machine} `);
  const confirm = element("button", "quiet", words.confirm);
  confirm.type = "button";
  confirm.addEventListener("click", async () => {
    const text = block.field.value;
    confirm.disabled = true;
    try {
      await ask(`/api/v1/tasks/${task}/machine/confirm`, { text });
    } catch {
      confirm.disabled = false;
      return;
    }
    machine.delete(text.trim());
    markMachine(block.field);
    note.remove();
    block.field.focus();
  });
  note.append(confirm);
  return note;
}

// The drafting aid.

const bar = root.querySelector("[data-aid-bar]");
const state = root.querySelector("[data-aid-state]");
const all = root.querySelector("[data-aid-all]");
const stop = root.querySelector("[data-aid-stop]");
let running = null;

/** Tells how it stands above the desk, and beside the block one is at. */
const say = (text) => {
  if (state) state.textContent = text;
  const here = panel?.querySelector(".helper-say");
  if (here) here.textContent = text;
};

function aidLine(block) {
  if (!hasAid || !PROSE.has(block.kind) || !block.item.dataset.source) return null;
  const line = element("div", "helper-aid");
  const draft = element("button", "quiet", words.draft);
  draft.type = "button";
  draft.addEventListener("click", () => draftOne(block));
  line.append(draft, element("span", "helper-say mute"), element("p", "helper-draft"));
  return line;
}

/** Has one block drafted; the field is touched only when the whole draft has come. */
async function draft(block, signal) {
  const shown = panel?.querySelector(".helper-draft");
  const before = block.field.value;
  const response = await fetch(outside(`/api/v1/tasks/${task}/machine`), {
    method: "POST",
    headers: { "content-type": "application/json", accept: "text/event-stream, application/json" },
    body: JSON.stringify({
      line: Number(block.item.dataset.source.split("-")[0]),
      text: wholeText(),
    }),
    signal,
  });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Error(problem.title ?? words.failed);
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) throw new Error(words.failed);
    rest += value;
    const events = rest.split("\n\n");
    rest = events.pop();
    for (const event of events) {
      const data = event.split("\n").find((line) => line.startsWith("data:"));
      if (!data) continue;
      const told = JSON.parse(data.slice(5));
      if (told.event === "draft" && shown) shown.textContent = told.text;
      if (told.event === "failed") throw new Error(words[told.reason] ?? words.failed);
      if (told.event !== "done") continue;
      // Somebody went on writing meanwhile: their words stay.
      if (!block.field.isConnected || block.field.value !== before) throw new Error(words.changed);
      machine.add(told.text.trim());
      put(block, told.text);
      return;
    }
  }
}

/** The draft as it stands on the screen, saved or not. */
function wholeText() {
  const asked = { text: null };
  desk.dispatchEvent(new CustomEvent("desk:read", { detail: asked }));
  return asked.text ?? document.getElementById("text").value;
}

function put(block, text) {
  block.field.focus({ preventScroll: true });
  insert(text, true);
  markMachine(block.field);
  if (at?.field === block.field) show(at);
}

async function run(work) {
  if (running) return;
  running = new AbortController();
  all.disabled = true;
  stop.hidden = false;
  try {
    await work(running.signal);
    say(words.done);
  } catch (error) {
    say(running.signal.aborted ? words.stopped : `${error.message || words.failed} ${words.safe}`);
  }
  running = null;
  all.disabled = false;
  stop.hidden = true;
  panel?.querySelector(".helper-draft")?.replaceChildren();
}

function draftOne(block) {
  run((signal) => {
    say(words.drafting);
    return draft(block, signal);
  });
}

function untranslated() {
  return [...list.querySelectorAll(".block.is-untranslated")].filter(
    (item) => item.dataset.source && item.querySelector(".target textarea") && PROSE.has(kindOf(item)),
  );
}

const kindOf = (item) => item.className.match(/k-(\w+)/)?.[1] ?? "";

if (bar) {
  // Above the desk, where one begins.
  desk.before(bar);
  bar.hidden = false;
  stop.addEventListener("click", () => running?.abort());
  all.addEventListener("click", () =>
    run(async (signal) => {
      const tried = new Set();
      const total = untranslated().length;
      let failures = 0;
      // Looked up anew each time: somebody may be writing as well, and blocks may be aligned anew.
      for (;;) {
        const item = untranslated().find((it) => !tried.has(it.dataset.source));
        if (!item) break;
        tried.add(item.dataset.source);
        say(fillIn(words.progress, { done: tried.size, total }));
        const field = item.querySelector(".target textarea");
        field.focus({ preventScroll: true });
        item.scrollIntoView({ block: "nearest" });
        try {
          await draft({ field, item, kind: kindOf(item), source: "" }, signal);
          failures = 0;
        } catch (error) {
          failures += 1;
          // One bad answer is one block's trouble; three in a row are the aid's.
          if (signal.aborted || failures === 3) throw error;
        }
      }
    }),
  );
}

markAll();
readTerms();
