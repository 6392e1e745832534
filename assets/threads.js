// What people say to each other about a draft, sent without leaving the page. What is typed stays in this
// browser until the server has it. Without this script the same forms send by themselves.

import { inside, outside } from "./address.js";

const root = document.querySelector("[data-discussion]");
const words = Object.fromEntries(
  Object.entries(root?.dataset ?? {})
    .filter(([name]) => name.startsWith("t") && name !== "task")
    .map(([name, text]) => [name.slice(1).toLowerCase(), text]),
);
const PREFIX = "yiqi:said:";
const SENT = "yiqi:sent";

// Keeping what is typed

function store(work) {
  try {
    return work();
  } catch {
    // A full or forbidden store: the text is still in the page.
    return null;
  }
}

function keep(field) {
  const key = PREFIX + field.dataset.keep;
  store(() => {
    if (field.value.trim() === "" || field.value === field.defaultValue) localStorage.removeItem(key);
    else localStorage.setItem(key, field.value);
  });
}

function forget(field) {
  store(() => localStorage.removeItem(PREFIX + field.dataset.keep));
}

/** Gives a field the text that was not sent, and shows where it is. */
function restore(field) {
  const kept = store(() => localStorage.getItem(PREFIX + field.dataset.keep));
  if (!kept || field.value !== field.defaultValue || kept === field.value) return;
  field.value = kept;
  for (let up = field.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
  say(field, words.restored);
}

/** A line under a field on what became of its text. */
function say(field, text, bad = false) {
  const form = field.closest("form, .compose");
  let line = form.querySelector(".said-state");
  if (!line) {
    line = document.createElement("p");
    line.className = "said-state";
    line.setAttribute("role", "status");
    field.after(line);
  }
  line.textContent = text ?? "";
  line.classList.toggle("bad", bad);
}

// Forms that lead to another page: their text is forgotten once that page says that it was done.
store(() => {
  const sent = JSON.parse(sessionStorage.getItem(SENT) ?? "[]");
  if (document.querySelector(".word-good")) for (const key of sent) localStorage.removeItem(key);
  sessionStorage.removeItem(SENT);
});

for (const field of document.querySelectorAll("textarea[data-keep]")) restore(field);

let keeping;
document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.matches?.("textarea[data-keep]")) return;
  clearTimeout(keeping);
  keeping = setTimeout(() => keep(field), 200);
});

// Sending

async function send(url, body) {
  const response = await fetch(outside(url), {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ ...body, back: inside(location.pathname) + location.search }),
    signal: AbortSignal.timeout(20_000),
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  if (response.status === 401) throw new Error(words.signedout);
  throw new Error(answer.detail || words.failed);
}

/** Sends what a field holds; the field is free again when the server has it. */
async function deliver(field, url, body, buttons) {
  keep(field);
  for (const button of buttons) button.disabled = true;
  try {
    const answer = await send(url, body);
    clearTimeout(keeping);
    forget(field);
    field.value = field.defaultValue;
    say(field, "");
    show(answer);
    return answer;
  } catch (error) {
    // A line that broke has words of the browser, which say nothing to a person.
    const known = error.name === "Error" ? error.message : words.failed;
    say(field, known, true);
    return null;
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/** Puts a thread in all its places on the page. */
function show(answer) {
  const known = document.querySelectorAll(`[data-thread="${answer.id}"]`);
  // What was being written in it elsewhere on the page is not lost either: it is kept and comes back.
  for (const old of known) old.replaceWith(fragment(answer[old.dataset.variant]));
  if (known.length === 0) {
    const item = answer.pair && document.getElementById(`pair-${answer.pair}`);
    const beside = item?.querySelector("[data-threads]");
    beside?.append(fragment(answer[beside.dataset.threads]));
    const list = root.querySelector("[data-threads=drawer]");
    if (!beside || beside.dataset.threads === "note") list.append(fragment(answer.drawer));
    for (const none of root.querySelectorAll("[data-no-threads]")) none.hidden = true;
  }
  for (const place of document.querySelectorAll(`[data-thread="${answer.id}"] textarea[data-keep]`)) restore(place);
  for (const ask of document.querySelectorAll("[data-ask]")) ask.replaceWith(fragment(answer.ask));
  for (const count of document.querySelectorAll("[data-open-threads]")) {
    count.textContent = count.textContent.replace(/\d+/, String(answer.open));
  }
  for (const item of document.querySelectorAll(".block")) mark(item);
}

/** The small sign in the gutter of a block that has something open. */
function mark(item) {
  const gutter = item.querySelector(".gutter");
  const open = item.querySelector("[data-thread]:not(.thread-done)");
  const pip = gutter?.querySelector(".pip-comment");
  if (open && gutter && !pip) {
    const made = document.createElement("i");
    made.className = "pip pip-comment";
    gutter.append(made);
  } else if (!open) pip?.remove();
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-thread-form]")) {
    const kept = [...form.querySelectorAll("textarea[data-keep]")];
    for (const field of kept) keep(field);
    const keys = kept.map((field) => PREFIX + field.dataset.keep);
    if (keys.length > 0) store(() => sessionStorage.setItem(SENT, JSON.stringify(keys)));
    return;
  }
  event.preventDefault();
  delete form.dataset.sent;
  const field = form.elements.body;
  const then = event.submitter?.name === "then" ? event.submitter.value : "";
  const number = (name) => (form.elements[name]?.value ? Number(form.elements[name].value) : null);
  const body = { body: field.value };
  if (form.elements.line || form.elements.source_line) {
    Object.assign(body, { line: number("line"), source_line: number("source_line") });
  }
  if (then) body.resolved = then === "resolve";
  const path = inside(new URL(form.action).pathname).replace(/comments$/, "threads");
  const done = await deliver(field, `/parts${path}`, body, form.querySelectorAll("button"));
  if (!done) return;
  const details = form.closest(".say-here");
  if (details) {
    details.open = false;
    details.querySelector("summary").focus();
  }
});

// Opened to write: the field is where one is.
document.addEventListener(
  "toggle",
  (event) => {
    if (!event.target.open || !event.target.matches(".say-here, .mend")) return;
    const field = event.target.querySelector("textarea");
    field.focus();
    // The whole block in sight, as far as the style does not do that by itself.
    if (!CSS.supports("field-sizing", "content")) field.rows = Math.max(3, Math.ceil(field.scrollHeight / 28));
  },
  true,
);

// On the translator's desk blocks are fields of one form, in which no other form can stand: what is said
// beside them is written in a small panel of its own, and answered there as well.

const desk = document.getElementById("desk");

function compose(place, { keepAs, url, body, hint, settles = false }) {
  const open = place.querySelector(":scope > .compose");
  if (open) {
    open.querySelector("textarea").focus();
    return;
  }
  const panel = document.createElement("div");
  panel.className = "compose say";
  const field = document.createElement("textarea");
  field.rows = 2;
  field.maxLength = 10_000;
  field.lang = "zh-CN";
  field.placeholder = hint;
  field.setAttribute("aria-label", hint);
  field.dataset.keep = keepAs;
  const button = (text, className) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = className;
    made.textContent = text;
    return made;
  };
  const actions = document.createElement("p");
  actions.className = "actions";
  const go = button(words.send, "quiet");
  const cancel = button(words.cancel, "plain");
  const settle = settles ? button(words.resolve, "plain") : "";
  actions.append(go, settle, cancel);
  panel.append(field, actions);
  place.append(panel);
  restore(field);
  field.focus();
  cancel.addEventListener("click", () => {
    forget(field);
    panel.remove();
  });
  const submit = async () => {
    if (field.value.trim() === "") return field.focus();
    if (await deliver(field, url, { ...body(), body: field.value }, [go, cancel])) panel.remove();
  };
  go.addEventListener("click", submit);
  // Settled with or without a word.
  settle?.addEventListener?.("click", async () => {
    const said = { body: field.value, resolved: true };
    if (await deliver(field, url, said, [go, settle, cancel])) panel.remove();
  });
  // Typing here is no typing in the draft.
  for (const name of ["input", "compositionstart", "compositionend"]) {
    panel.addEventListener(name, (event) => {
      if (name === "input") keep(field);
      event.stopPropagation();
    });
  }
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      submit();
    }
    if (!event.altKey && event.key !== "Escape") event.stopPropagation();
  });
}

if (desk && root) {
  const task = root.dataset.task;
  const sayAt = (item, field) => {
    const source = item.dataset.source?.split("-")[0];
    compose(item.querySelector(".source"), {
      keepAs: `${task}:line:${source ?? ""}:${item.dataset.line ?? ""}`,
      url: `/parts/tasks/${task}/threads`,
      hint: words.hint,
      body: () => ({
        line: item.dataset.line ? Number(item.dataset.line) : null,
        source_line: source ? Number(source) : null,
        quote: field?.value || null,
      }),
    });
  };
  let here = null;
  desk.addEventListener("desk:block", ({ detail }) => (here = detail));
  // The desk builds the tools of its blocks anew whenever it cuts the text.
  const equip = () => {
    for (const tools of desk.querySelectorAll(".block-tools")) {
      if (tools.querySelector("[data-say]")) continue;
      const item = tools.closest(".block");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "plain";
      button.tabIndex = -1;
      button.dataset.say = "";
      button.textContent = words.say;
      button.addEventListener("click", () => sayAt(item, item.querySelector(".target textarea")));
      tools.append(button);
    }
  };
  let equipping;
  new MutationObserver(() => {
    cancelAnimationFrame(equipping);
    equipping = requestAnimationFrame(equip);
  }).observe(desk.querySelector("[data-blocks]"), { childList: true, subtree: true });
  equip();
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.code !== "KeyK" || event.isComposing || !here?.field.isConnected) return;
    event.preventDefault();
    sayAt(here.field.closest(".block"), here.field);
  });
  // Answers are written where the thread is read.
  desk.addEventListener("click", (event) => {
    const link = event.target.closest("[data-answer]");
    if (!link) return;
    event.preventDefault();
    const thread = link.dataset.answer;
    compose(link.closest("[data-thread]"), {
      keepAs: `${task}:thread:${thread}`,
      url: `/parts/tasks/${task}/threads/${thread}`,
      hint: link.textContent,
      settles: "settles" in link.dataset,
      body: () => ({}),
    });
  });
}

// A link to a block leads to its field where blocks are fields.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-go]");
  const item = link && document.getElementById(`pair-${link.dataset.go}`);
  if (!item) return;
  event.preventDefault();
  for (let up = item.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
  item.scrollIntoView({ block: "center" });
  item.querySelector(".target textarea")?.focus({ preventScroll: true });
});
