// What the checks say of the draft: a list under the desk, and notes at the blocks.

const GRAVITY = { error: 0, warning: 1, info: 2 };

export class Findings {
  /**
   * `places()` gives the fields of the blocks and the line each begins on, or `null` while the text is
   * not cut into blocks.
   */
  constructor({ desk, words, fillIn, places }) {
    Object.assign(this, { desk, words, fillIn, places });
    this.list = document.querySelector("[data-findings]");
    this.count = desk.querySelector("[data-findings-count]");
    this.chinese = desk.dataset.lang.startsWith("zh");
    this.found = this.read();
    this.tell();
  }

  /** The findings as the server wrote them into the page. */
  read() {
    return [...this.list.children].map((item) => {
      const sentence = item.querySelector("p")?.textContent ?? "";
      return {
        level: item.className.match(/level-(\w+)/)?.[1] ?? "info",
        lines: [Number(item.querySelector("[data-line]")?.dataset.line ?? 1)],
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
    this.list.replaceChildren(...this.found.map((finding) => this.item(finding)));
    document.querySelector("[data-no-findings]").hidden = this.found.length > 0;
    this.tell();
    this.mark();
  }

  sentence(finding) {
    return this.chinese ? finding.zh : finding.en;
  }

  item(finding) {
    const item = document.createElement("li");
    item.className = `finding level-${finding.level}`;
    const level = document.createElement("span");
    level.className = "level";
    level.textContent = this.words[finding.level];
    const link = document.createElement("a");
    link.href = "#desk";
    link.dataset.line = finding.lines[0];
    link.textContent = this.fillIn(this.words.line, { line: finding.lines[0] });
    const sentence = document.createElement("p");
    sentence.textContent = this.sentence(finding);
    item.append(level, " ", link, sentence);
    return item;
  }

  tell() {
    this.count.textContent = this.count.textContent.replace(/\d+/, String(this.found.length));
    this.count.classList.toggle("has-errors", this.found.some(({ level }) => level === "error"));
  }

  /** Puts the findings to the blocks they are about. */
  mark() {
    const places = this.places();
    if (!places) return;
    const list = this.desk.querySelector("[data-blocks]");
    for (const old of list.querySelectorAll(".target .inline-finding")) old.remove();
    for (const pip of list.querySelectorAll(".pip:not(.pip-comment)")) pip.remove();
    for (const item of list.querySelectorAll(".has-findings")) item.classList.remove("has-findings");
    for (const finding of this.found) {
      const index = places.lines.findLastIndex((line) => line <= finding.lines[0]);
      const item = places.fields[index]?.closest(".block");
      if (!item) continue;
      const pip = document.createElement("i");
      pip.className = `pip level-${finding.level}`;
      pip.title = this.sentence(finding);
      item.querySelector(".gutter").append(pip);
      if (finding.level === "info") continue;
      item.classList.add("has-findings");
      const note = document.createElement("p");
      note.className = `inline-finding level-${finding.level}`;
      note.textContent = this.sentence(finding);
      item.querySelector(".target").append(note);
    }
  }
}
