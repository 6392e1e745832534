// In the whole text, source and translation scroll together: what stands beside each other in blocks
// stays beside each other, however long either side is.

/** How wide a text is, in letters of Latin; a Chinese character counts twice. */
function width(line) {
  let sum = 0;
  for (const letter of line) sum += letter.codePointAt(0) > 0x2e7f ? 2 : 1;
  return sum;
}

export class Follow {
  /** `field` holds the text, `list` the blocks of the source with the line each stands beside. */
  constructor({ field, list, isOn }) {
    Object.assign(this, { field, list, isOn });
    this.moved = null;
    field.addEventListener("scroll", () => this.from(field, list, () => this.beside(this.row())));
    list.addEventListener("scroll", () => this.from(list, field, () => this.above()));
  }

  from(pane, other, goal) {
    if (!this.isOn() || this.moved === pane) {
      this.moved = null;
      return;
    }
    const room = pane.scrollHeight - pane.clientHeight;
    const rest = other.scrollHeight - other.clientHeight;
    // Both ends meet, wherever the blocks between them stand.
    let top = goal();
    if (pane.scrollTop <= 1) top = 0;
    if (pane.scrollTop >= room - 1) top = rest;
    top = Math.max(0, Math.min(rest, top));
    if (Math.abs(other.scrollTop - top) < 2) return;
    this.moved = other;
    other.scrollTop = top;
  }

  /** The rows above each line of the field, about, and all of them. */
  rows() {
    const { value, clientWidth } = this.field;
    if (this.known?.value === value && this.known.clientWidth === clientWidth) return this.known.rows;
    const style = getComputedStyle(this.field);
    const room = clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const letters = Math.max(8, room / (parseFloat(style.fontSize) / 2));
    const rows = [0];
    for (const line of value.split("\n")) {
      rows.push(rows.at(-1) + Math.max(1, Math.ceil(width(line) / letters)));
    }
    this.known = { value, clientWidth, rows };
    return rows;
  }

  /** The line at the top of the field, counted from 1, with how far it is scrolled past. */
  row() {
    const rows = this.rows();
    const at = (this.field.scrollTop / this.field.scrollHeight) * rows.at(-1);
    let line = 1;
    while (line < rows.length - 1 && rows[line] <= at) line += 1;
    return line + (at - rows[line - 1]) / Math.max(1, rows[line] - rows[line - 1]);
  }

  /** Blocks with the lines they stand beside, in order. */
  stops() {
    const base = this.list.getBoundingClientRect().top - this.list.scrollTop;
    return [...this.list.children].flatMap((item) =>
      item.dataset.line
        ? [{ line: Number(item.dataset.line), top: item.getBoundingClientRect().top - base }]
        : [],
    );
  }

  /** How far the list scrolls to stand beside a line. */
  beside(line) {
    const stops = this.stops();
    const at = stops.findLastIndex((stop) => stop.line <= line);
    if (at < 0) return 0;
    const next = stops[at + 1] ?? { line: this.rows().length, top: this.list.scrollHeight };
    const share = (line - stops[at].line) / Math.max(1, next.line - stops[at].line);
    return stops[at].top + Math.min(1, share) * (next.top - stops[at].top);
  }

  /** How far the field scrolls to stand beside the list. */
  above() {
    const stops = this.stops();
    const top = this.list.scrollTop;
    const at = Math.max(0, stops.findLastIndex((stop) => stop.top <= top));
    if (stops.length === 0) return 0;
    const next = stops[at + 1] ?? { line: this.rows().length, top: this.list.scrollHeight };
    const share = (top - stops[at].top) / Math.max(1, next.top - stops[at].top);
    const rows = this.rows();
    const rowOf = (line) => rows[Math.min(rows.length - 1, line - 1)];
    const row = rowOf(stops[at].line) + share * (rowOf(next.line) - rowOf(stops[at].line));
    return (row / rows.at(-1)) * this.field.scrollHeight;
  }
}
