// News of the board without a reload: the server says which rows changed, the page asks for itself again and
// takes over what differs. Whoever is typing is not disturbed, only told.

import { inside, outside } from "./address.js";

const root = document.querySelector("[data-live]");
const note = document.querySelector("[data-live-note]");

let source;
/** Rows that changed while somebody was typing. */
const waiting = new Set();

/** One connection per page in sight: browsers allow a site only a few. */
function follow() {
  if (document.hidden) {
    source?.close();
    source = undefined;
  } else if (!source) {
    source = new EventSource(root.dataset.live);
    source.addEventListener("board", (event) => told(JSON.parse(event.data)));
  }
}

async function told({ version, slugs }) {
  root.dataset.live = root.dataset.live.replace(/version=\d+/, `version=${version}`);
  for (const slug of slugs) waiting.add(slug);
  if (isBusy()) say();
  else await refresh();
}

/** Typing, choosing, or with something opened to type into. */
function isBusy() {
  const at = document.activeElement;
  const typing = at?.matches("input, textarea, select") && (at.value !== at.defaultValue || at.closest(".keep"));
  return Boolean(typing || root.querySelector(".keep[open]"));
}

function say() {
  const link = document.createElement("a");
  link.href = location.href;
  link.textContent = root.dataset.liveReload;
  const count = Math.max(waiting.size, 1);
  note.replaceChildren(root.dataset.liveChanged.replace("#", count), " ", link);
}

async function refresh() {
  const answer = await fetch(outside(inside(location.pathname)) + location.search, { headers: { accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const focus = place(document.activeElement);
  for (const part of root.querySelectorAll("[data-live-part]")) {
    const other = fresh.querySelector(`[data-live-part="${part.dataset.livePart}"]`);
    if (other) takeOver(part, other);
  }
  find(focus)?.focus({ preventScroll: true });
  waiting.clear();
  note.replaceChildren();
}

/** Replaces rows one by one where the same rows stand in the same order, else the whole part. */
function takeOver(part, other) {
  const [old, now] = [rows(part), rows(other)];
  const isSame = old.length > 0 && old.length === now.length && old.every((row, at) => slug(row) === slug(now[at]));
  if (isSame && lists(part) === lists(other)) {
    old.forEach((row, at) => {
      if (said(row) === said(now[at])) return;
      now[at].classList.add("is-fresh");
      row.replaceWith(document.adoptNode(now[at]));
    });
    return;
  }
  if (said(part) === said(other)) return;
  const before = new Map(old.map((row) => [slug(row), said(row)]));
  for (const row of now) {
    if (before.get(slug(row)) !== said(row)) row.classList.add("is-fresh");
  }
  const open = [...part.querySelectorAll("details")].map((it) => it.open);
  part.replaceChildren(...[...other.childNodes].map((node) => document.adoptNode(node)));
  [...part.querySelectorAll("details")].forEach((it, at) => (it.open = open[at] ?? it.open));
}

const rows = (part) => [...part.querySelectorAll("li[data-slug]")];
const slug = (row) => row.dataset.slug;
/** How many rows each list has. */
const lists = (part) => [...part.querySelectorAll(".rows")].map((list) => list.children.length).join();
/** What is said, whatever time has passed. */
function said(element) {
  const copy = element.cloneNode(true);
  for (const time of copy.querySelectorAll("time")) time.replaceWith(time.dateTime);
  for (const it of copy.querySelectorAll(".is-fresh")) it.classList.remove("is-fresh");
  return copy.innerHTML;
}

/** Where the focus is, in words that still hold after a part was replaced. */
function place(element) {
  const row = element?.closest("li[data-slug]");
  if (row) return { slug: slug(row), tag: element.tagName };
  const part = element?.closest("[data-live-part]");
  return part && element.href ? { href: element.getAttribute("href") } : undefined;
}

function find(focus) {
  if (!focus) return undefined;
  if (focus.href) return root.querySelector(`a[href="${CSS.escape(focus.href)}"]`);
  const row = root.querySelector(`li[data-slug="${CSS.escape(focus.slug)}"]`);
  return row?.querySelector(focus.tag.toLowerCase()) ?? row?.querySelector("a");
}

if (root && "EventSource" in window) {
  document.addEventListener("visibilitychange", follow);
  // A page that is kept for the way back holds no connection.
  addEventListener("pagehide", () => {
    source?.close();
    source = undefined;
  });
  addEventListener("pageshow", follow);
  follow();
}
