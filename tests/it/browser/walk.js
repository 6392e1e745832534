// A walk over the page that is open with the Tab key: what is there to be reached, and what is seen of each stop.
// `window.walk` keeps what is known between the presses; every function answers with plain values.

window.walk = (() => {
  const STOPS = "a[href], button, input, select, textarea, summary, [tabindex], [contenteditable]";
  /** Which of several only the arrow keys tell apart: one of them is a stop for the Tab key. */
  const GROUPS = "[role=toolbar], [role=tablist], [role=radiogroup], [role=listbox], [role=menu]";
  /** How an element says that it has the focus, besides its outline. */
  const SIGNS = ["boxShadow", "borderTopColor", "borderBottomColor", "backgroundColor", "color", "textDecorationLine"];

  const scope = () => document.querySelector("dialog:modal") ?? document;
  const isSeen = (it) => it.checkVisibility({ visibilityProperty: true }) && it.getClientRects().length > 0;
  const canBeReached = (it) =>
    isSeen(it) && !it.matches(":disabled, [type=hidden]") && !it.closest("[inert]") && it.tabIndex >= 0;

  const name = (it) => {
    const words = (it.getAttribute("aria-label") ?? it.innerText ?? it.name ?? "").trim().replace(/\s+/g, " ");
    const mark = [...it.attributes].find(({ name }) => /^(id|name|data-action|href)$/.test(name));
    return `${it.localName}${mark ? `[${mark.name}="${mark.value}"]` : ""} "${words.slice(0, 40)}"`;
  };

  /** The frame of a field may show it in its place. */
  const frame = (it) => it.closest(".target") ?? it;
  const looks = (it) => {
    const styles = [it, frame(it)].map((part) => getComputedStyle(part));
    return styles.flatMap((style) => SIGNS.map((sign) => style[sign])).join("|");
  };

  const before = new Map();
  const reached = new Set();
  let wanted = [];
  /** What has the focus when the walk begins; how it is without nobody has seen. */
  let first = null;

  /** Notes what the walk has to reach; how many that is. */
  function begin() {
    // Transitions would show the state before.
    const still = new CSSStyleSheet();
    still.replaceSync("*, *::before, *::after { transition: none !important; scroll-behavior: auto !important; }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
    wanted = [...scope().querySelectorAll(STOPS)].filter(canBeReached);
    first = document.activeElement;
    for (const it of wanted) if (it !== first) before.set(it, looks(it));
    return wanted.length;
  }

  const hasOutline = (it) => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(it);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1 && !/, 0\)$|\/ 0\)$|^transparent$/.test(outlineColor);
  };

  const showsFocus = (it) => it === first || hasOutline(it) || (before.has(it) && before.get(it) !== looks(it));

  /** What is hit at a point, as far as it belongs to an element: itself, what is in it, or what it stands in. */
  const isHit = (it, x, y) => {
    const hit = document.elementFromPoint(x, y);
    const ours = [frame(it), ...(it.labels ?? [])];
    return hit !== null && (hit.contains(it) || ours.some((part) => part.contains(hit)));
  };

  /** Where an element is covered or out of sight; empty where all of it is seen, or enough of a large one. */
  function covered(it) {
    const [rect] = it.getClientRects();
    if (!rect) return "is not there";
    const isTall = rect.height > innerHeight / 5;
    const x = Math.min(Math.max(rect.left + Math.min(rect.width / 2, 40), 0), innerWidth - 1);
    const heights = isTall
      ? [(Math.max(rect.top, 0) + Math.min(rect.bottom, innerHeight)) / 2]
      : [rect.top + Math.min(3, rect.height / 2), rect.bottom - Math.min(3, rect.height / 2)];
    for (const y of heights) {
      if (y < 0 || y >= innerHeight || rect.right <= 0 || rect.left >= innerWidth) return "is out of sight";
      if (!isHit(it, x, y)) {
        const hit = document.elementFromPoint(x, y);
        return `is under ${hit ? `${hit.localName}${hit.id ? "#" : "."}${hit.id || hit.className}` : "nothing"}`;
      }
    }
    return "";
  }

  /** What has the focus now: its name, whether it had it before, and what is wrong with how it is seen. */
  function stop() {
    const it = document.activeElement;
    if (!it || it === document.body || it === document.documentElement) return null;
    const faults = [];
    const again = reached.has(it);
    reached.add(it);
    if (!again) {
      if (!showsFocus(it)) faults.push("does not show that it has the focus");
      const cover = covered(it);
      if (cover) faults.push(cover);
    }
    // A field for a date has a stop for each of its parts; a dialog may have one stop in all.
    const stays = it.matches("input:is([type=date], [type=time], [type=month])") || wanted.length === 1;
    return { name: name(it), skips: it.matches(".skip"), again, faults, stays };
  }

  const reachedBeside = (it) => {
    const group = it.matches("input[type=radio]")
      ? wanted.filter((other) => other.type === "radio" && other.name === it.name && other.form === it.form)
      : it.closest(GROUPS)
        ? [...it.closest(GROUPS).querySelectorAll(STOPS)]
        : [];
    return group.some((other) => reached.has(other));
  };

  /** What is still there and was passed over. */
  function missed() {
    return wanted
      .filter((it) => it.isConnected && canBeReached(it) && !reached.has(it) && !reachedBeside(it))
      .map(name);
  }

  return { begin, stop, missed };
})();
