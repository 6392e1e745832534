// A text cut into blocks and what lies between them. Joined again it is the same text, byte for byte
// outside the blocks somebody edited.

/** Turns byte offsets of UTF-8 into offsets of a JavaScript string; `offsets` must ascend. */
export function fromBytes(text, offsets) {
  const found = [];
  let bytes = 0;
  let index = 0;
  for (const wanted of offsets) {
    while (bytes < wanted && index < text.length) {
      const point = text.codePointAt(index);
      bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      index += point < 0x10000 ? 1 : 2;
    }
    found.push(index);
  }
  return found;
}

export function byteLength(text) {
  return new TextEncoder().encode(text).length;
}

export class Pieces {
  /** Cuts `text` at `spans`, pairs of byte offsets, ascending and apart. */
  constructor(text, spans) {
    const at = fromBytes(text, spans.flat());
    this.gaps = [];
    this.blocks = [];
    let end = 0;
    for (let i = 0; i < spans.length; i += 1) {
      const [from, to] = [at[2 * i], at[2 * i + 1]];
      this.gaps.push(text.slice(end, from));
      this.blocks.push(text.slice(from, to));
      end = to;
    }
    this.gaps.push(text.slice(end));
    this.full = this.blocks.map((block) => block !== "");
  }

  /** What lies after a block. One that was emptied goes with the blank lines before what follows it. */
  after(i) {
    const isGone = this.full[i] && this.blocks[i] === "" && /^\s*$/.test(this.gaps[i + 1]);
    return isGone && i + 1 < this.blocks.length ? "" : this.gaps[i + 1];
  }

  text() {
    let text = this.gaps[0];
    for (let i = 0; i < this.blocks.length; i += 1) text += this.blocks[i] + this.after(i);
    return text;
  }

  /** The 1-based line each block begins on. */
  lines() {
    const count = (text) => text.split("\n").length - 1;
    const lines = [];
    let line = 1;
    for (let i = 0; i < this.blocks.length; i += 1) {
      line += count(i === 0 ? this.gaps[0] : this.after(i - 1));
      lines.push(line);
      line += count(this.blocks[i]);
    }
    return lines;
  }
}
