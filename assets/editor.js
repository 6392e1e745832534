// The translator's desk: blocks, whole text and preview of one draft, saved as one types.

import { outside } from "./address.js";
import { Blocks } from "./blocks.js";
import { Findings } from "./findings.js";
import { Follow } from "./follow.js";
import { Keeper } from "./keeper.js";
import { Merge } from "./merge.js";
import { byteLength } from "./pieces.js";
import { Search } from "./search.js";
import { Tokens } from "./tokens.js";

const desk = document.getElementById("desk");
const whole = document.getElementById("text");
const list = desk.querySelector("[data-blocks]");
const state = desk.querySelector("[data-save-state]");
const preview = desk.querySelector("[data-preview]");
const modes = document.querySelector("[data-modes]");
const dialog = document.querySelector("[data-conflict]");
const words = Object.fromEntries(
  Object.entries(desk.dataset)
    .filter(([name]) => name.startsWith("t") && name !== "task")
    .map(([name, text]) => [name.slice(1).toLowerCase(), text]),
);
const clock = new Intl.DateTimeFormat(desk.dataset.lang, {
  hour: desk.dataset.lang === "en" ? "numeric" : "2-digit",
  minute: "2-digit",
});

let mode = "whole";
const first = whole.value;
// A file with another kind of line end than the field keeps cannot be cut by the server's offsets.
const isCuttable = byteLength(first) === Number(desk.dataset.bytes);

const read = () => (mode === "blocks" ? blocks.pieces.text() : whole.value);

const blocks = new Blocks(list, { words, isUpdate: "update" in desk.dataset, onInput, onKeep });
const tokens = new Tokens({ label: words.tokens, insert: insertToken });

const findings = new Findings({
  desk,
  words,
  fillIn,
  places: () =>
    mode === "blocks" ? { lines: blocks.pieces.lines(), fields: blocks.fields } : null,
  read,
  async replace(text) {
    await replace(text);
    onInput();
  },
});

const keeper = new Keeper({
  task: desk.dataset.task,
  revision: Number(desk.dataset.revision),
  saved: first,
  read,
  show,
  accept(answer) {
    desk.elements.revision.value = answer.revision;
    check();
  },
  clash,
});

let checking = false;
let isOutdated = false;
/** Asks what is to be said of what was saved; no save waits for that, and one question is on its way at most. */
async function check() {
  isOutdated = true;
  if (checking) return;
  checking = true;
  while (isOutdated) {
    isOutdated = false;
    const answer = await findings.ask();
    // What was said of an older text would stand in the wrong places.
    if (answer && !isOutdated) findings.show(answer.findings ?? []);
  }
  checking = false;
}

function fillIn(text, values) {
  return (text ?? "").replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

function show(name, detail = {}) {
  const at = detail.saved_at ? new Date(detail.saved_at) : new Date();
  let text = fillIn(words[name] ?? "", { time: clock.format(at), by: detail.by });
  if (name === "failed" && detail.detail) text = `${detail.title ?? ""} ${detail.detail} ${text}`;
  state.textContent = text;
  state.classList.toggle("bad", ["offline", "failed", "signedout"].includes(name));
}

function onInput(field) {
  keeper.touch();
  showProgress();
  if (field === here) tokens.refresh();
}

const number = new Intl.NumberFormat(document.documentElement.lang);
let progressing;
function showProgress() {
  clearTimeout(progressing);
  progressing = setTimeout(() => {
    if (mode !== "blocks") return;
    showChanges();
    const { done, total } = blocks.progress();
    desk.querySelector("[data-progress]").textContent = fillIn(words.progress, { done: number.format(done), total: number.format(total) });
    lead(done < total);
    const percent = total ? Math.round((done / total) * 100) : 100;
    desk.querySelector("[data-progress-bar]").setAttribute("width", String(percent));
  }, 150);
}

/** The one button that leads on: to the next words while some are missing, then to the proofreader. */
function lead(goesOn) {
  const next = document.querySelector("[data-next-open]");
  const submit = desk.querySelector("[data-submit]");
  if (!next || !submit) return;
  next.className = goesOn ? "primary" : "plain foot-link";
  submit.className = goesOn ? "quiet" : "primary";
}

/** How many of the source's changes have been worked on in this sitting. */
function showChanges() {
  const link = document.querySelector("[data-next-change]");
  if (!link) return;
  const changed = list.querySelectorAll(".is-changed").length;
  const done = list.querySelectorAll(".is-changed:is(.is-edited, .is-settled)").length;
  if (done === 0) return;
  link.textContent = fillIn(words.changes, { done, total: changed });
  link.classList.toggle("has-errors", done < changed);
}

// Modes

async function enter(next) {
  if (next === mode) return;
  const text = read();
  const blocksReady = next !== "blocks" || (await openBlocks(text));
  if (!blocksReady) return;
  const caret = caretLine();
  if (next !== "blocks") whole.value = text;
  mode = next;
  showMode();
  try {
    if (next !== "preview") localStorage.setItem("yiqi:mode", next);
  } catch {
    // The next visit starts with blocks again.
  }
  if (next === "preview") await showPreview(text, caret);
  if (next === "blocks") findings.mark();
  if (next === "blocks" && began && caret > 1) goToLine(caret);
  showProgress();
}

function showMode() {
  desk.dataset.mode = mode;
  // Only a list that scrolls by itself is a stop for the keyboard.
  list.tabIndex = mode === "blocks" ? -1 : 0;
  preview.hidden = mode !== "preview";
  blocks.draw();
  for (const button of modes.children) {
    button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
  }
}

let shaped = first;
let began = false;
/** Cuts the text into fields; asks the server where the blocks are unless it has just said so. */
async function openBlocks(text) {
  if (!isCuttable) return false;
  if (text === shaped && blocks.pieces && blocks.pieces.text() === text) return true;
  if (text === first && !blocks.pieces) {
    blocks.open(text, Blocks.read(list));
    shaped = text;
    return true;
  }
  const answer = await post(`/api/v1/tasks/${desk.dataset.task}/rows`, { text });
  if (!answer) return false;
  blocks.open(text, blocks.rows(answer.rows));
  shaped = text;
  findings.show(answer.findings ?? []);
  return true;
}

/** After paragraphs were split or added, blocks and sources are aligned anew. */
async function reshape(focusId) {
  const text = read();
  const answer = await post(`/api/v1/tasks/${desk.dataset.task}/rows`, { text });
  if (!answer || mode !== "blocks" || read() !== text || keeper.composing) return;
  const top = focusId && document.getElementById(focusId)?.getBoundingClientRect().top;
  blocks.open(text, blocks.rows(answer.rows));
  shaped = text;
  findings.show(answer.findings ?? []);
  showProgress();
  const item = focusId && document.getElementById(focusId);
  if (!item) return;
  item.querySelector("textarea")?.focus({ preventScroll: true });
  scrollBy(0, item.getBoundingClientRect().top - top);
}

list.addEventListener("reshaped", (event) => reshape(event.detail.after));
list.addEventListener("focusout", (event) => {
  const field = event.target;
  const item = field.closest?.(".block");
  if (!item || item.matches(".k-code, .k-front_matter, .k-math, .k-html")) return;
  const next = event.relatedTarget?.closest?.(".block");
  if (/\n[ \t]*\n/.test(field.value ?? "") && item.classList.contains("is-edited")) reshape(next?.id);
});

async function send(method, url, body) {
  try {
    const response = await fetch(outside(url), {
      method,
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    return response.ok ? response : null;
  } catch {
    return null;
  }
}

const post = async (url, body) => (await send("POST", url, body))?.json() ?? null;
const put = (url, body) => send("PUT", url, body);

// Preview

async function showPreview(text, line) {
  preview.textContent = "…";
  const answer = await post("/api/v1/preview", { project: desk.dataset.project, text });
  if (mode !== "preview") return;
  if (!answer) {
    preview.textContent = words.empty;
    return;
  }
  preview.innerHTML = answer.html || "";
  if (!answer.html) preview.textContent = words.empty;
  // What is wider than the page scrolls by itself, also for the keyboard.
  for (const table of preview.querySelectorAll("table")) {
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
  }
  bring(preview, [...preview.querySelectorAll("[data-sourcepos]")], (block) =>
    Number.parseInt(block.dataset.sourcepos, 10),
  );
  bring(list, [...list.children], (item) => Number(item.dataset.line ?? Infinity));

  /** Brings the last of some parts that begins at or above the line one is at into the middle. */
  function bring(pane, parts, lineOf) {
    const part = parts.findLast((it) => lineOf(it) <= line);
    if (!part) return;
    const top = part.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    pane.scrollTop += top - pane.clientHeight / 3;
  }
}

/** The line of the draft one is at. */
function caretLine() {
  if (mode === "blocks") {
    const index = blocks.fields.indexOf(document.activeElement);
    return index < 0 ? 1 : blocks.pieces.lines()[index];
  }
  return whole.value.slice(0, whole.selectionStart).split("\n").length;
}

// Findings

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  if (!link) return;
  event.preventDefault();
  goToLine(Number(link.dataset.line));
});

function goToLine(line) {
  if (mode === "blocks") {
    const index = blocks.pieces.lines().findLastIndex((start) => start <= line);
    const field = blocks.fields[Math.max(0, index)];
    field?.focus({ preventScroll: true });
    field?.closest(".block").scrollIntoView({ block: "center" });
    return;
  }
  const lines = whole.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  whole.focus();
  whole.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  whole.scrollTop = (whole.scrollHeight * (line - 4)) / lines.length;
}

// The source moved on

const carrying = document.querySelector("[data-carry]");
carrying?.addEventListener("submit", async (event) => {
  if (leaving) return;
  event.preventDefault();
  if (!(await keeper.save())) return;
  leaving = true;
  carrying.elements.revision.value = keeper.revision;
  setTimeout(() => carrying.requestSubmit());
});

/** Says that a change needs nothing here, or that it does after all; the page follows the server. */
async function waveThrough(button) {
  const item = button.closest(".block");
  const settled = button.dataset.settle === "true";
  button.disabled = true;
  const address = `/api/v1/tasks/${desk.dataset.task}/changes/${encodeURIComponent(button.value)}`;
  const done = await put(address, { settled });
  button.disabled = false;
  if (!done) {
    show("failed");
    return;
  }
  item.classList.toggle("is-settled", settled);
  button.dataset.settle = String(!settled);
  button.name = settled ? "unsettle" : "settle";
  button.textContent = settled ? words.unsettle : words.settle;
  showProgress();
}

list.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-remove]")) blocks.remove(event.target.closest(".block"));
});

// Two texts

const merge = new Merge(dialog);
let merged = null;

async function clash(newer) {
  if (dialog.open) return;
  const mine = read();
  const pieces = await piecesOf(newer, mine);
  // A revision that was put together once and is in the way again is for a person to look at.
  if (!Merge.asks(pieces) && newer.revision !== merged) {
    if (await mergeQuietly(newer, mine, Merge.agreed(pieces))) return;
    // Somebody typed meanwhile: their words are part of the question.
    return clash(newer);
  }
  show("failed");
  const text = await merge.choose(pieces, newer.saved_by ?? "");
  dialog.close();
  // Somebody who looks away keeps both: theirs on the server, one's own in this browser.
  if (text === undefined) return;
  await settle(newer, text ?? newer.text);
}

/** Both texts cut where they differ; one piece for a person to choose from where nobody can cut them. */
async function piecesOf(newer, mine) {
  const body = { base: newer.base ?? keeper.revision, revision: newer.revision, text: mine };
  const pieces = await post(`/api/v1/tasks/${desk.dataset.task}/merge`, body);
  return pieces ?? [{ mine, theirs: newer.text, changed_by: "both" }];
}

/**
 * Puts together what does not clash, without taking anybody's hands off the keys; `false` where the text
 * is no longer what was merged.
 */
async function mergeQuietly(newer, mine, text) {
  const answer =
    mode === "blocks" ? await post(`/api/v1/tasks/${desk.dataset.task}/rows`, { text }) : null;
  await keeper.rest();
  if (read() !== mine) return false;
  if (answer && mode === "blocks") {
    const caret = caretOf();
    blocks.open(text, blocks.rows(answer.rows));
    shaped = text;
    findings.show(answer.findings ?? []);
    caret?.();
  } else if (mode === "blocks") {
    await replace(text);
  } else {
    const [start, end] = [whole.selectionStart, whole.selectionEnd];
    const top = whole.scrollTop;
    whole.value = text;
    whole.setSelectionRange(Merge.moved(mine, text, start), Merge.moved(mine, text, end));
    whole.scrollTop = top;
    if (mode === "preview") await showPreview(text, caretLine());
  }
  merged = newer.revision;
  keeper.settle(newer);
  desk.elements.revision.value = newer.revision;
  showProgress();
  if (!keeper.isDirty()) keeper.forgetHere();
  if (!keeper.isDirty() || (await keeper.save())) show("merged", { by: newer.saved_by });
  return true;
}

/** Where one is in the blocks; called after they were cut anew, it goes there again. */
function caretOf() {
  const field = document.activeElement;
  const at = blocks.fields.indexOf(field);
  if (at < 0) return null;
  const { value, selectionStart, selectionEnd } = field;
  const top = field.getBoundingClientRect().top;
  return () => {
    const near = blocks.fields
      .map((it, index) => [Math.abs(index - at), it])
      .filter(([, it]) => it.value === value)
      .sort(([a], [b]) => a - b);
    const again = near[0]?.[1] ?? blocks.fields[at];
    if (!again) return;
    again.focus({ preventScroll: true });
    if (near.length > 0) again.setSelectionRange(selectionStart, selectionEnd);
    scrollBy(0, again.getBoundingClientRect().top - top);
  };
}

async function settle(newer, text) {
  keeper.settle(newer);
  desk.elements.revision.value = newer.revision;
  await replace(text);
  if (keeper.isDirty()) await keeper.save();
  else {
    keeper.forgetHere();
    show("saved");
  }
}

/** Puts another text on the desk. */
async function replace(text) {
  whole.value = text;
  mode = "whole";
  showMode();
  await enter(lastMode());
}

// Panels beside the desk listen to `desk:block` for where one is, and send `desk:insert` to have a text
// put in at the cursor.

let here = null;
list.addEventListener("focusin", (event) => {
  if (!blocks.fields.includes(event.target)) return;
  here = event.target;
  const item = here.closest(".block");
  const index = blocks.fields.indexOf(here);
  const detail = {
    field: here,
    item,
    kind: item.className.match(/k-(\w+)/)?.[1] ?? "",
    source: blocks.sourceText(item) ?? "",
    line: blocks.pieces.lines()[index],
  };
  tokens.show(here, ["code", "front_matter", "math", "html"].includes(detail.kind) ? "" : detail.source);
  desk.dispatchEvent(new CustomEvent("desk:block", { detail }));
});

/** Whoever asks gets the text as it stands, saved or not. */
desk.addEventListener("desk:read", (event) => {
  event.detail.text = read();
});

desk.addEventListener("desk:insert", (event) => insertText(event.detail.text, event.detail.replace));

/** Puts a text in at the cursor, or in place of all, through the editing command, so that undo works. */
function insertText(text, replace = false) {
  const field = mode === "whole" ? whole : here;
  if (!field?.isConnected || field.readOnly) return false;
  field.focus({ preventScroll: true });
  if (replace && field !== whole) field.select();
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return true;
}

/** Puts in a token of the source and selects its words, if it has some to translate. */
function insertToken(text, select) {
  const field = here;
  if (!field?.isConnected || field.readOnly) return;
  const at = field.selectionStart;
  if (insertText(text) && select) field.setSelectionRange(at + select[0], at + select[1]);
}

/** Says that a block stays in English, or that it does not after all. */
async function onKeep(item, field) {
  const kept = !("kept" in item.dataset);
  const block = blocks.sourceText(item);
  if (!block || !(await put(`/api/v1/tasks/${desk.dataset.task}/kept`, { block, kept }))) {
    show("failed");
    return;
  }
  if (kept) item.dataset.kept = "";
  else delete item.dataset.kept;
  const index = blocks.fields.indexOf(field);
  blocks.fill(item, index);
  blocks.fields[index].focus({ preventScroll: true });
  showProgress();
}

// Find and replace

const search = new Search({
  bar: document.querySelector("[data-search]"),
  fields: () => (mode === "blocks" ? blocks.fields : [whole]),
  show(field, at) {
    field.focus({ preventScroll: true });
    if (mode === "blocks") {
      field.closest(".block").scrollIntoView({ block: "center" });
    } else {
      goToLine(whole.value.slice(0, at).split("\n").length);
    }
  },
});

async function openSearch() {
  const field = document.activeElement;
  const chosen =
    field === whole || blocks.fields.includes(field)
      ? field.value.slice(field.selectionStart, field.selectionEnd)
      : "";
  if (mode === "preview") await enter(lastMode());
  search.open(chosen);
}

// Typing

whole.addEventListener("input", onInput);
desk.addEventListener("compositionstart", () => keeper.startComposing());
desk.addEventListener("compositionend", () => keeper.endComposing());

let leaving = false;
desk.addEventListener("submit", async (event) => {
  if (leaving) return;
  event.preventDefault();
  const submitter = event.submitter;
  if (submitter?.dataset.settle) {
    waveThrough(submitter);
    return;
  }
  const done = await keeper.save();
  if (!submitter?.hasAttribute("data-submit") || !done) return;
  leaving = true;
  whole.value = read();
  // Not within this very event: a form that is being submitted refuses to be submitted again.
  setTimeout(() => desk.requestSubmit(submitter));
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing || dialog.open) return;
  const command = event.ctrlKey || event.metaKey;
  const field = document.activeElement;
  if (command && event.key.toLowerCase() === "s") {
    event.preventDefault();
    keeper.save();
  } else if (command && event.key === "Enter" && mode === "blocks") {
    event.preventDefault();
    blocks.focusNext(field, event.shiftKey ? -1 : 1);
  } else if (event.altKey && !command && keys[event.code]) {
    event.preventDefault();
    keys[event.code](field, event);
  }
});

const keys = {
  KeyN: (field) => nextOpen(field),
  KeyU: () => nextChange(),
  KeyG: (field) => nextFinding(field),
  KeyC: (field) => blocks.fields.includes(field) && blocks.copySource(field),
  KeyI: (field) => field === here && tokens.putMissing(),
  KeyL: (field) => blocks.fields.includes(field) && blocks.toggleLock(field),
  KeyH: () => openSearch(),
  KeyW: () => enter(mode === "blocks" ? "whole" : "blocks"),
  KeyP: () => enter(mode === "preview" ? lastMode() : "preview"),
  Slash: () => document.querySelector("[data-help]").showModal(),
};
for (let number = 1; number <= 9; number += 1) {
  keys[`Digit${number}`] = (field) => field === here && tokens.put(tokens.tokens[number - 1]);
}

/** Goes to the next finding after where one is, from the first again after the last. */
function nextFinding(field) {
  const at = mode === "blocks" ? blocks.fields.indexOf(field) : -1;
  const line = mode === "blocks" ? (at < 0 ? 0 : blocks.pieces.lines()[at]) : caretLine();
  const end = at >= 0 ? line + field.value.split("\n").length - 1 : line;
  const lines = findings.found
    .filter(({ level }) => level !== "info")
    .map((finding) => finding.lines[0])
    .sort((a, b) => a - b);
  const next = lines.find((it) => it > end) ?? lines[0];
  if (next !== undefined) goToLine(next);
}

/** Goes to the next block that asks for something, from the top again after the last. */
function nextOpen(field) {
  if (mode !== "blocks") return;
  const open = (item) =>
    item.classList.contains("is-untranslated") ||
    (item.classList.contains("is-changed") && !item.matches(".is-edited, .is-settled"));
  if (!blocks.focusNext(field, 1, open)) blocks.focusNext(null, 1, open);
}

document.querySelector("[data-next-change]")?.addEventListener("click", (event) => {
  if (mode !== "blocks") return;
  event.preventDefault();
  nextChange();
});

/** Goes to the next change of the source, one that is open before those that are done. */
function nextChange() {
  if (mode !== "blocks") return;
  const open = [...list.querySelectorAll(".is-changed:not(.is-edited, .is-settled)")];
  const changed = open.length > 0 ? open : [...list.querySelectorAll(".is-changed")];
  const here = document.activeElement.closest?.(".block");
  const next = changed.find((item) => !here || here.compareDocumentPosition(item) & 4) ?? changed[0];
  next?.scrollIntoView({ block: "center" });
  next?.querySelector(".target textarea, .target button")?.focus({ preventScroll: true });
}

function lastMode() {
  try {
    return localStorage.getItem("yiqi:mode") === "whole" ? "whole" : "blocks";
  } catch {
    return "blocks";
  }
}

new Follow({ field: whole, list, isOn: () => mode === "whole" });

// Begin

modes.hidden = false;
for (const tool of document.querySelectorAll("[data-scripted]")) tool.hidden = false;
document.querySelector("[data-open-search]").addEventListener("click", openSearch);
document.querySelector("[data-open-help]").addEventListener("click", keys.Slash);
document.querySelector("[data-next-open]").addEventListener("click", async () => {
  await enter("blocks");
  nextOpen(here);
});
for (const button of modes.children) {
  button.disabled = button.dataset.mode === "blocks" && !isCuttable;
  button.addEventListener("click", () => enter(button.dataset.mode));
}
const savedAt = new Date(desk.dataset.savedAt);
if (!Number.isNaN(savedAt.getTime()) && Date.now() - savedAt < 12 * 3_600_000) {
  show("saved", { saved_at: savedAt });
}

const kept = keeper.kept();
if (lastMode() === "blocks" && !(kept && kept.revision !== keeper.revision)) await enter("blocks");
if (kept) {
  if (kept.revision === keeper.revision) {
    await replace(kept.text);
    keeper.touch();
    show("restored");
  } else {
    whole.value = kept.text;
    clash({
      base: kept.revision,
      revision: keeper.revision,
      text: first,
      saved_by: desk.dataset.savedBy,
    });
  }
  if (kept.key !== keeper.key) {
    keeper.keepHere();
    localStorage.removeItem(kept.key);
  }
}

began = true;
performance.mark("desk:ready");

// An update begins where the source asks for something.
const firstChange = "update" in desk.dataset && !location.hash && list.querySelector(".is-changed");
if (firstChange && mode === "blocks" && !dialog.open) firstChange.scrollIntoView({ block: "center" });
