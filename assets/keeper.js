// Keeps what was typed: saves it to the server a moment after the last key, and in this browser until
// the server has it. Never sends while an input method is composing, never overwrites somebody else.

import { outside } from "./address.js";

const QUIET = 1200;
const LONGEST = 10_000;
const RETRY = [3000, 10_000, 30_000, 60_000];

/** One name per tab, so that two tabs never keep their copies under the same one. */
function tab() {
  try {
    let name = sessionStorage.getItem("yiqi:tab");
    if (!name) {
      name = Math.random().toString(36).slice(2);
      sessionStorage.setItem("yiqi:tab", name);
    }
    return name;
  } catch {
    return "only";
  }
}

export class Keeper {
  /**
   * `read()` gives the whole text; `show(state, detail)` tells how it stands: `saved`, `saving`, `unsaved`,
   * `offline`, `signedout`, `failed`; `accept(answer)` gets what a save answered; `clash(newer)` gets what
   * was saved elsewhere.
   */
  constructor({ task, revision, saved, read, show, accept, clash }) {
    Object.assign(this, { task, revision, saved, read, show, accept, clash });
    this.prefix = `yiqi:draft:${task}:`;
    this.key = this.prefix + tab();
    this.composing = false;
    this.sending = null;
    this.tries = 0;
    this.halted = false;
    addEventListener("online", () => this.isDirty() && this.soon(0));
    addEventListener("beforeunload", (event) => {
      if (this.isDirty()) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "hidden" || !this.isDirty()) return;
      this.keepHere();
      if (!this.composing) this.soon(0);
    });
  }

  isDirty() {
    return this.read() !== this.saved;
  }

  /** Somebody typed. */
  touch() {
    if (!this.since) this.since = Date.now();
    this.show("unsaved");
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.keepHere(), 300);
    if (!this.halted) this.soon(Math.max(0, Math.min(QUIET, this.since + LONGEST - Date.now())));
  }

  soon(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), delay);
  }

  startComposing() {
    this.composing = true;
    clearTimeout(this.timer);
  }

  endComposing() {
    this.composing = false;
    this.touch();
    this.rested?.();
  }

  /** Waits for the end of a word that is being composed. */
  async rest() {
    while (this.composing) {
      await new Promise((done) => {
        this.rested = done;
      });
    }
  }

  /** Saves now; answers whether the server has the text. */
  async save() {
    clearTimeout(this.timer);
    if (this.composing) return false;
    if (this.sending) {
      await this.sending;
      return this.isDirty() ? this.save() : true;
    }
    const text = this.read();
    if (text === this.saved) {
      this.show("saved");
      return true;
    }
    this.sending = this.send(text);
    const done = await this.sending;
    this.sending = null;
    if (done && this.isDirty()) this.touch();
    return done;
  }

  async send(text) {
    this.show("saving");
    this.since = 0;
    let response;
    try {
      response = await fetch(outside(`/api/v1/tasks/${this.task}/draft`), {
        method: "PUT",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({ revision: this.revision, text, check: false }),
        signal: AbortSignal.timeout(20_000),
      });
    } catch {
      return this.later("offline");
    }
    let answer = {};
    try {
      answer = await response.json();
    } catch {
      // An answer without words; the status says enough.
    }
    if (response.ok) {
      this.tries = 0;
      this.halted = false;
      this.saved = text;
      this.revision = answer.revision;
      this.forgetHere();
      this.show(this.isDirty() ? "unsaved" : "saved", answer);
      this.accept(answer, text);
      return true;
    }
    if (response.status === 409 && typeof answer.text === "string") return this.meet(answer, text);
    if (response.status === 401) return this.later("signedout");
    if (response.status >= 500 || response.status === 429) return this.later("offline");
    this.keepHere();
    this.halted = true;
    this.show("failed", answer);
    return false;
  }

  /** Somebody saved meanwhile. */
  meet(answer, text) {
    // Fields of a page know one kind of line end; the server keeps the file's own.
    const newer = { ...answer, text: answer.text.replaceAll("\r\n", "\n") };
    if (newer.text === text) {
      this.saved = text;
      this.revision = newer.revision;
      this.forgetHere();
      this.show("saved");
      return true;
    }
    this.keepHere();
    this.halted = true;
    this.clash(newer);
    return false;
  }

  /** The person has seen both texts: what is saved next goes on top of the newer. */
  settle(newer) {
    this.revision = newer.revision;
    this.saved = newer.text;
    this.halted = false;
  }

  later(state) {
    this.keepHere();
    this.show(state);
    const delay = RETRY[Math.min(this.tries, RETRY.length - 1)];
    this.tries += 1;
    this.soon(delay);
    return false;
  }

  keepHere() {
    clearTimeout(this.keeping);
    const text = this.read();
    if (text === this.saved) return;
    try {
      const copy = { revision: this.revision, text, at: Date.now() };
      localStorage.setItem(this.key, JSON.stringify(copy));
    } catch {
      // A full or forbidden store: the text is still in the page, and saving goes on.
    }
  }

  forgetHere() {
    clearTimeout(this.keeping);
    try {
      localStorage.removeItem(this.key);
    } catch {
      // Nothing was kept.
    }
  }

  /** The newest copy this browser kept of a text the server does not have. */
  kept() {
    let newest = null;
    try {
      for (const key of Object.keys(localStorage).filter((key) => key.startsWith(this.prefix))) {
        const copy = JSON.parse(localStorage.getItem(key));
        if (copy.text === this.saved) localStorage.removeItem(key);
        else if (!newest || copy.at > newest.at) newest = { ...copy, key };
      }
    } catch {
      return null;
    }
    return newest;
  }
}
