// Two texts that were written on top of the same revision: the person chooses block by block.

/** What one text has between the beginning and the end both share. */
function middle(own, other) {
  let from = 0;
  while (from < own.length && from < other.length && own[from] === other[from]) from += 1;
  let back = 0;
  while (
    back < own.length - from &&
    back < other.length - from &&
    own[own.length - 1 - back] === other[other.length - 1 - back]
  ) {
    back += 1;
  }
  return [own.slice(0, from), own.slice(from, own.length - back), own.slice(own.length - back)];
}

function fill(text, by) {
  return (text ?? "").replace("{by}", by);
}

export class Merge {
  constructor(dialog) {
    this.dialog = dialog;
    this.list = dialog.querySelector("[data-conflict-pieces]");
    this.template = dialog.querySelector("[data-conflict-piece]");
  }

  /** Whether somebody has to choose: both changed the same piece. */
  static asks(pieces) {
    return pieces.some(({ changed_by }) => changed_by === "both");
  }

  /** The text of pieces of which each was changed by one side at most. */
  static agreed(pieces) {
    return pieces
      .map(({ mine, theirs, changed_by }) => (changed_by === "them" ? theirs : mine))
      .join("")
      .replaceAll("\r\n", "\n");
  }

  /** Where a place of one text is in another that differs elsewhere. */
  static moved(before, after, at) {
    const [head, changed] = middle(before, after);
    if (at <= head.length) return at;
    const end = head.length + changed.length;
    return at >= end ? at + after.length - before.length : Math.min(at, after.length);
  }

  /** Shows what differs; resolves with the text that was chosen, or `null` for the saved one. */
  choose(pieces, by) {
    const { dialog } = this;
    // Fields of a page know one kind of line end.
    this.pieces = pieces.map(({ mine, theirs, changed_by }) => ({
      mine: mine.replaceAll("\r\n", "\n"),
      theirs: theirs.replaceAll("\r\n", "\n"),
      changed_by,
    }));
    const what = dialog.querySelector("[data-conflict-what]");
    what.textContent = fill(what.dataset.text, by);
    this.list.replaceChildren(
      ...this.pieces.flatMap((piece, number) =>
        piece.changed_by === "nobody" ? [] : [this.item(piece, number, by)],
      ),
    );
    if (!dialog.open) dialog.showModal();
    return new Promise((resolve) => {
      dialog.querySelector("[data-keep-chosen]").onclick = () => resolve(this.chosen());
      dialog.querySelector("[data-keep-theirs]").onclick = () => resolve(null);
      // Leaving the dialog leaves both texts where they are.
      dialog.oncancel = () => resolve(undefined);
    });
  }

  item(piece, number, by) {
    const { dataset } = this.dialog;
    const item = this.template.content.cloneNode(true).firstElementChild;
    const why = { me: dataset.onlyMine, them: fill(dataset.onlyTheirs, by), both: dataset.bothChanged };
    item.querySelector("legend").textContent = why[piece.changed_by];
    const whose = item.querySelector("[data-whose]");
    whose.textContent = fill(whose.dataset.text, by);
    for (const [side, other] of [["mine", "theirs"], ["theirs", "mine"]]) {
      const [before, changed, after] = middle(piece[side].trimEnd(), piece[other].trimEnd());
      const mark = document.createElement("ins");
      mark.textContent = changed;
      const shown = item.querySelector(`[data-side=${side}]`);
      if (piece[side].trim() === "") shown.textContent = dataset.nothing;
      else shown.append(before, ...(changed ? [mark] : []), after);
    }
    for (const radio of item.querySelectorAll("input[type=radio]")) {
      radio.name = `choice-${number}`;
      radio.checked = radio.value === (piece.changed_by === "them" ? "theirs" : "mine");
    }
    return item;
  }

  chosen() {
    const choice = (number) =>
      this.list.querySelector(`input[name=choice-${number}]:checked`)?.value ?? "mine";
    return this.pieces
      .map((piece, number) => {
        if (piece.changed_by === "nobody") return piece.mine;
        if (choice(number) !== "both") return piece[choice(number)];
        const gap = piece.mine === "" || piece.mine.endsWith("\n") ? "" : "\n\n";
        return piece.mine + gap + piece.theirs;
      })
      .join("");
  }
}
