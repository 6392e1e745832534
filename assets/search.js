// Find and replace over the translation. What is locked is found and left alone.

function fill(text, values) {
  return (text ?? "").replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

export class Search {
  /**
   * `fields()` gives the fields the text stands in, in order; `show(field)` brings one into view;
   * `changed(field)` is told of every replacement.
   */
  constructor({ bar, fields, show }) {
    Object.assign(this, { bar, fields, show });
    this.find = bar.elements.find;
    this.count = bar.querySelector("[data-search-count]");
    this.at = -1;
    this.undone = null;
    const on = (name, act) => bar.querySelector(`[data-search-${name}]`).addEventListener("click", act);
    on("previous", () => this.go(-1));
    on("one", () => this.replaceOne());
    on("all", () => this.replaceAll());
    on("undo", () => this.undo());
    on("close", () => this.close());
    bar.addEventListener("submit", (event) => {
      event.preventDefault();
      this.go(1);
    });
    this.find.addEventListener("input", () => {
      this.at = -1;
      this.tell();
    });
    bar.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
      if (event.key === "Enter" && event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.go(-1);
      }
    });
  }

  open(text) {
    this.from = document.activeElement;
    this.bar.hidden = false;
    if (text && !text.includes("\n")) this.find.value = text;
    this.find.focus();
    this.find.select();
    this.at = -1;
    this.tell();
  }

  close() {
    this.bar.hidden = true;
    if (this.from?.isConnected) this.from.focus({ preventScroll: true });
  }

  matches() {
    const wanted = this.find.value.toLowerCase();
    if (!wanted) return [];
    const found = [];
    for (const field of this.fields()) {
      const text = field.value.toLowerCase();
      // A letter that grows in lower case would shift what follows.
      const source = text.length === field.value.length ? text : field.value;
      for (let at = source.indexOf(wanted); at >= 0; at = source.indexOf(wanted, at + wanted.length)) {
        found.push({ field, at, end: at + wanted.length });
      }
    }
    return found;
  }

  tell(text) {
    const total = this.matches().length;
    const done = this.at + 1;
    if (text !== undefined) this.count.textContent = text;
    else if (!this.find.value) this.count.textContent = "";
    else if (total === 0) this.count.textContent = this.bar.dataset.none;
    else this.count.textContent = fill(this.bar.dataset.count, { done, total });
  }

  go(step) {
    const found = this.matches();
    if (found.length === 0) {
      this.tell();
      return;
    }
    this.at = (this.at + step + found.length) % found.length;
    const { field, at, end } = found[this.at];
    this.show(field, at);
    field.setSelectionRange(at, end);
    this.tell();
  }

  /** Replaces what is selected where it is a match, and goes to the next. */
  replaceOne() {
    const found = this.matches();
    const match = found[this.at];
    if (!match) {
      this.go(1);
      return;
    }
    if (!match.field.readOnly) {
      match.field.focus({ preventScroll: true });
      match.field.setSelectionRange(match.at, match.end);
      this.write(match.field, this.bar.elements.replace.value);
      this.at -= 1;
    }
    this.go(1);
  }

  replaceAll() {
    const found = this.matches();
    const open = found.filter(({ field }) => !field.readOnly);
    const kept = [...new Set(open.map(({ field }) => field))].map((field) => [field, field.value]);
    for (const { field, at, end } of open.reverse()) {
      field.focus({ preventScroll: true });
      field.setSelectionRange(at, end);
      this.write(field, this.bar.elements.replace.value);
    }
    this.undone = kept.map(([field, before]) => [field, before, field.value]);
    this.bar.querySelector("[data-search-undo]").hidden = open.length === 0;
    this.find.focus({ preventScroll: true });
    this.at = -1;
    const [done, total] = [open.length, found.length - open.length];
    this.tell(fill(total ? this.bar.dataset.locked : this.bar.dataset.done, { done, total }));
  }

  /** Takes the replacements back where nobody has typed since. */
  undo() {
    for (const [field, before, after] of this.undone ?? []) {
      if (!field.isConnected || field.value !== after) continue;
      field.focus({ preventScroll: true });
      field.select();
      this.write(field, before);
    }
    this.undone = null;
    this.bar.querySelector("[data-search-undo]").hidden = true;
    this.find.focus({ preventScroll: true });
    this.tell();
  }

  /** Through the editing command, so that undo in the field works too. */
  write(field, text) {
    const done = text === "" ? document.execCommand("delete") : document.execCommand("insertText", false, text);
    if (done) return;
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
