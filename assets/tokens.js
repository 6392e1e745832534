// What of a source block goes into its translation as it is: code, links, tags, formulas. Shown under the
// field one is in, each put in by a click or by its number.

const TOKEN =
  /`+[^`]+`+|!?\[[^\]\n]*\]\([^)\s]*(?:\s"[^"]*")?\)|<\|[^|>\n]+\|>|<\/?[A-Za-z][^<>\n]*>|\\\\\(.+?\\\\\)|\$\$?[^$\n]+\$\$?|https?:\/\/[^\s)<>\]]+/g;
const SHOWN = 24;

/** The tokens of a text, each once, in order. */
export function tokensOf(text) {
  return [...new Set(text.match(TOKEN) ?? [])];
}

/** Whether a translation has a token; a link counts by its address, its words being translated. */
export function has(text, token) {
  const address = token.match(/^!?\[.*\]\(([^)\s]*)/)?.[1];
  return text.includes(address || token);
}

export class Tokens {
  /** `insert(text, select)` puts a text in at the cursor and selects a stretch of it. */
  constructor({ label, insert }) {
    Object.assign(this, { label, insert });
    this.bar = document.createElement("div");
    this.bar.className = "tokens";
    this.bar.addEventListener("mousedown", (event) => event.preventDefault());
    this.bar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.put(this.tokens[Number(button.value)]);
    });
    this.tokens = [];
  }

  /** Moves to the block one is in. */
  show(field, source) {
    this.field = field;
    this.tokens = tokensOf(source).slice(0, SHOWN);
    if (this.tokens.length === 0 || field.readOnly) {
      this.bar.remove();
      return;
    }
    const label = document.createElement("span");
    label.className = "mute";
    label.textContent = this.label;
    this.bar.replaceChildren(
      label,
      ...this.tokens.map((token, index) => {
        const button = document.createElement("button");
        button.type = "button";
        button.tabIndex = -1;
        button.value = String(index);
        button.className = "token";
        button.textContent = token.length > 40 ? `${token.slice(0, 38)}…` : token;
        if (index < 9) button.dataset.number = String(index + 1);
        button.title = token;
        return button;
      }),
    );
    field.after(this.bar);
    this.refresh();
  }

  /** Dims what is there already. */
  refresh() {
    if (!this.bar.isConnected) return;
    for (const button of this.bar.querySelectorAll("button")) {
      button.classList.toggle("is-there", has(this.field.value, this.tokens[Number(button.value)]));
    }
  }

  put(token) {
    if (token === undefined) return;
    const words = token.match(/^(!?\[)([^\]]*)\]/);
    this.insert(token, words ? [words[1].length, words[1].length + words[2].length] : null);
    this.refresh();
  }

  /** Puts in the next one that is missing. */
  putMissing() {
    this.put(this.tokens.find((token) => !has(this.field.value, token)));
  }
}
