// Block mode: each block of the translation in its own field beside its source.

import { Pieces } from "./pieces.js";

const GROWS = CSS.supports("field-sizing", "content");

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Whether a change of the source differs in details only. */
const isSlight = (change) => ["none", "cosmetic"].includes(change.severity);

/** Blocks of words alone; in a table or a question the signs between them stay. */
const WHOLE = ".k-heading, .k-paragraph, .k-list_item, .k-quote, .k-footnote_definition";

/** Where the words of a block are, after the marks of a heading, a list or a quotation; of a title, its value. */
function wordsOf(text, isTitle) {
  const mark = isTitle
    ? /^\w+:\s*["']?/.exec(text)
    : /^(?:\s*(?:[-*+]|\d+[.)]|#{1,6}|>)\s+)+(?:\[[ xX]\]\s+)?/.exec(text);
  const end = isTitle ? text.replace(/["']?\s*$/, "").length : text.length;
  return [mark?.[0].length ?? 0, end];
}

export class Blocks {
  constructor(list, { words, isUpdate, onInput, onKeep }) {
    Object.assign(this, { list, words, isUpdate, onInput, onKeep });
    this.sources = new Map();
    for (const row of list.children) {
      const key = row.dataset.source || row.dataset.change;
      if (key) this.sources.set(key, row.querySelector(".source"));
    }
    this.fields = [];
  }

  /** Rows as the server first wrote them into the page. */
  static read(list) {
    return [...list.children].map((row) => ({
      span: row.dataset.from ? [Number(row.dataset.from), Number(row.dataset.to)] : null,
      element: row,
    }));
  }

  /** Builds the fields for a text from rows with spans. */
  open(text, rows) {
    let end = 0;
    const owned = rows.filter(({ span }) => {
      const apart = span && span[0] >= end && span[1] >= span[0];
      if (apart) end = span[1];
      return apart;
    });
    this.pieces = new Pieces(text, owned.map(({ span }) => span));
    this.fields = [];
    // What stood there before this sitting, or, in an update, what is published.
    this.originals ??= new Set(
      owned
        .map((row, index) => (row.element.classList.contains("is-edited") ? null : index))
        .filter((index) => index !== null)
        .map((index) => this.pieces.blocks[index].trim()),
    );
    const items = rows.map((row) => {
      const index = owned.indexOf(row);
      this.fill(row.element, index);
      return row.element;
    });
    if (items.some((item) => item.parentNode !== this.list)) this.list.replaceChildren(...items);
    this.draw();
  }

  /** Lays everything out once, so that its size is known; from then on only what is on the screen. */
  draw() {
    this.list.classList.remove("is-drawn");
    cancelAnimationFrame(this.drawing);
    this.drawing = requestAnimationFrame(() => {
      this.drawing = requestAnimationFrame(() => this.list.classList.add("is-drawn"));
    });
  }

  /** Rows of an answer of the server, with the sources that stand in the page already. */
  rows(answer) {
    return answer.map((row, index) => {
      const item = element("li", `block k-${row.kind}`);
      item.id = `pair-${index + 1}`;
      if (row.source_lines) item.dataset.source = row.source_lines.join("-");
      if (row.change) item.dataset.change = row.change.key;
      const key = item.dataset.source || item.dataset.change;
      if (row.words > 0) {
        item.dataset.prose = "";
        item.dataset.words = row.words;
      }
      if (row.is_fixed) item.dataset.fixed = "";
      if (row.is_kept) item.dataset.kept = "";
      if (row.change && !row.change.reflected) item.classList.add(isSlight(row.change) ? "is-slight" : "is-changed");
      if (row.change?.dismissed) item.classList.add("is-settled");
      if (row.target_lines) item.dataset.line = row.target_lines[0];
      const known = key && this.sources.get(key);
      item.append(known || this.source(row));
      item.append(element("div", "gutter"), element("div", "target"));
      return { span: row.target_span, element: item };
    });
  }

  source(row) {
    const source = element("div", "source");
    source.lang = "en";
    source.append(element("div", "text", (row.source ?? "").trimEnd()));
    return source;
  }

  fill(item, index) {
    const target = item.querySelector(".target");
    target.replaceChildren();
    target.dataset.hint = this.words.hint;
    item.classList.toggle("is-absent", index < 0);
    if (index < 0) {
      if (!item.querySelector(".source .text")) return;
      const note = element("p", "mute absent", `${this.words.missing} `);
      const fill = element("button", "quiet fill", this.words.fill);
      fill.type = "button";
      fill.addEventListener("click", () => this.insert(item));
      note.append(fill);
      target.append(note);
      item.classList.toggle("is-untranslated", "prose" in item.dataset);
      return;
    }
    const whole = this.pieces.blocks[index];
    const tail = whole.slice(whole.trimEnd().length);
    const [above, value, below] = this.editable(item, whole.slice(0, whole.length - tail.length));
    const field = element("textarea");
    field.lang = "zh-CN";
    field.spellcheck = false;
    field.rows = 1;
    field.setAttribute("aria-label", `${this.words.translation} ${item.id.replace("pair-", "")}`);
    field.value = value;
    const isTitle = above !== "";
    const isLocked =
      "fixed" in item.dataset && !("unlocked" in item.dataset) && !isTitle && this.sourceText(item) !== "";
    field.readOnly = isLocked;
    item.classList.toggle("is-locked", isLocked);
    const text = () => above + field.value + below;
    const markEdited = () =>
      item.classList.toggle("is-edited", !this.originals.has(text().trim()));
    markEdited();
    field.addEventListener("input", () => {
      this.pieces.blocks[index] = text() === "" ? "" : text() + tail;
      markEdited();
      this.mark(item, field);
      this.grow(field);
      this.onInput(field);
    });
    if (above) target.append(element("pre", "fixed", above.replace(/\n$/, "")));
    target.append(field);
    if (below) target.append(element("pre", "fixed", below.replace(/^\n/, "")));
    for (const button of item.querySelectorAll("[data-remove]")) button.hidden = false;
    target.append(this.tools(item, field, isLocked || isTitle));
    // The server's element is filled anew whenever the text is cut anew.
    target.onclick = (event) => event.target === target && field.focus();
    this.offer(item, field);
    this.fields[index] = field;
    this.mark(item, field);
    if (!GROWS) requestAnimationFrame(() => this.grow(field));
  }

  /**
   * Nobody wants to write into the English: whoever comes to a block nobody has touched replaces its words
   * with the first key. A second click puts the cursor where it points.
   */
  offer(item, field) {
    const offer = () => {
      const isTitle = item.matches(".k-front_matter") && /^\w+:.*$/.test(field.value);
      const isOffered = isTitle
        ? !this.isUpdate && !/\p{Script=Han}/u.test(field.value)
        : item.matches(`.is-untranslated:is(${WHOLE})`);
      if (isOffered && !field.readOnly) field.setSelectionRange(...wordsOf(field.value, isTitle));
    };
    let isComing = false;
    field.addEventListener("focus", offer);
    field.addEventListener("mousedown", () => {
      isComing = document.activeElement !== field;
    });
    field.addEventListener("mouseup", () => {
      if (isComing && field.selectionStart === field.selectionEnd) offer();
    });
  }

  /** What of a block is written in: of front matter that is locked, the one line readers see. */
  editable(item, text) {
    const isHead = item.classList.contains("k-front_matter") && !("unlocked" in item.dataset);
    const lines = isHead ? text.split("\n") : [];
    const titles = lines.flatMap((line, at) => (/^(title|description|summary):/.test(line) ? [at] : []));
    const [at] = titles;
    // A value that goes on over several lines is for whoever unlocks it.
    if (titles.length !== 1 || at === 0 || /^\s/.test(lines[at + 1] ?? "")) return ["", text, ""];
    return [
      `${lines.slice(0, at).join("\n")}\n`,
      lines[at],
      at + 1 < lines.length ? `\n${lines.slice(at + 1).join("\n")}` : "",
    ];
  }

  tools(item, field, isLocked) {
    const tools = element("div", "block-tools");
    tools.append(element("span", "block-state mute"));
    const add = (text, act) => {
      const button = element("button", "plain", text);
      button.type = "button";
      button.tabIndex = -1;
      button.addEventListener("click", act);
      tools.append(button);
    };
    if ("fixed" in item.dataset) {
      add(isLocked ? this.words.unlock : this.words.lock, () => this.toggleLock(field));
    }
    if (item.querySelector(".source .text")) add(this.words.copy, () => this.copySource(field));
    if ("prose" in item.dataset && !this.isUpdate) {
      const isKept = "kept" in item.dataset;
      add(isKept ? this.words.afterall : this.words.english, () => this.onKeep(item, field));
    }
    return tools;
  }

  /** Locks a block or unlocks it; what it holds stays. */
  toggleLock(field) {
    const item = field.closest(".block");
    if (!("fixed" in item.dataset)) return;
    const index = this.fields.indexOf(field);
    if ("unlocked" in item.dataset) delete item.dataset.unlocked;
    else item.dataset.unlocked = "";
    this.fill(item, index);
    this.fields[index].focus({ preventScroll: true });
  }

  grow(field) {
    if (GROWS) return;
    field.setAttribute("rows", String(Math.max(1, field.value.split("\n").length)));
    const line = parseFloat(getComputedStyle(field).lineHeight) || 28;
    field.setAttribute("rows", String(Math.max(1, Math.ceil(field.scrollHeight / line))));
  }

  /** The source of a block as plain text, without the marks of a proof. */
  sourceText(item) {
    const text = item.querySelector(".source .text");
    if (!text) return "";
    const copy = text.cloneNode(true);
    for (const gone of copy.querySelectorAll("del")) gone.remove();
    return copy.querySelector(".fold") ? null : copy.textContent;
  }

  mark(item, field) {
    if ("prose" in item.dataset) {
      // In an update, what reads the same in both languages was meant so.
      const source = this.isUpdate || "kept" in item.dataset ? null : this.sourceText(item);
      const value = field.value.trim();
      const same = value === "" || (source !== null && value === source.trim());
      item.classList.toggle("is-untranslated", same);
      // What is still the English is read as English.
      field.lang = same && value !== "" ? "en" : "zh-CN";
    }
    const state = item.querySelector(".block-state");
    if (state) state.textContent = this.state(item);
  }

  /** How a block stands, in a word. */
  state(item) {
    const { words } = this;
    if (item.classList.contains("is-locked")) return words.locked;
    if (item.matches(".is-changed:not(.is-edited, .is-settled)")) return words.ischanged;
    if (item.classList.contains("is-untranslated")) return words.isuntranslated;
    if ("kept" in item.dataset) return words.kept;
    if (item.classList.contains("has-findings")) return words.hasfindings;
    return item.classList.contains("is-edited") ? words.isedited : "";
  }

  /** Words of the source whose Chinese stands, and all of them. */
  progress() {
    let [done, total] = [0, 0];
    for (const item of this.list.children) {
      const words = Number(item.dataset.words ?? 0);
      total += words;
      if (!item.classList.contains("is-untranslated")) done += words;
    }
    return { done, total };
  }

  copySource(field) {
    const text = this.sourceText(field.closest(".block"));
    if (text === null || text === "") return;
    // A locked block takes nothing but what it must hold.
    const isLocked = field.readOnly;
    field.readOnly = false;
    field.focus();
    field.select();
    // Through the editing command, so that undo gives the old text back.
    const done = document.execCommand("insertText", false, text);
    field.readOnly = isLocked;
    if (!done) {
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  /** Makes room for a block the translation does not have, after the block above. */
  insert(item) {
    const fields = this.fields;
    let above = -1;
    for (let row = item.previousElementSibling; row && above < 0; row = row.previousElementSibling) {
      above = fields.findIndex((field) => row.contains(field));
    }
    const source = this.sourceText(item) || "……";
    if (above < 0) {
      this.pieces.gaps[0] = `${source}\n\n${this.pieces.gaps[0]}`;
    } else {
      const before = this.pieces.blocks[above].replace(/\n*$/, "");
      this.pieces.blocks[above] = `${before}\n\n${source}`;
      const gap = this.pieces.gaps[above + 1];
      if (!gap.startsWith("\n")) this.pieces.gaps[above + 1] = `\n\n${gap}`;
    }
    this.onInput(null);
    this.list.dispatchEvent(new CustomEvent("reshaped", { detail: { after: item.id } }));
  }

  /** Takes a block out of the translation; undo in its field brings it back. */
  remove(item) {
    const field = item.querySelector(".target textarea");
    if (!field) return;
    field.focus();
    field.select();
    if (!document.execCommand("delete")) {
      field.value = "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  focusNext(from, step, wanted = (item) => !item.matches(".is-locked:not(.is-changed)")) {
    let index = this.fields.indexOf(from);
    if (index < 0) index = step > 0 ? -1 : this.fields.length;
    for (index += step; index >= 0 && index < this.fields.length; index += step) {
      if (!wanted(this.fields[index].closest(".block"))) continue;
      this.fields[index].focus();
      this.fields[index].closest(".block").scrollIntoView({ block: "nearest" });
      return true;
    }
    return false;
  }
}
