// Small courtesies on every page; everything works without them.

const local = new Intl.DateTimeFormat(document.documentElement.lang, {
  dateStyle: "long",
  timeStyle: "short",
});

/** Titles of times in the reader's own zone, which the server cannot know. */
for (const time of document.querySelectorAll("time[datetime]")) {
  const at = new Date(time.dateTime);
  if (!Number.isNaN(at.getTime())) time.title = local.format(at);
}

/** On a phone the places are one row: where one is, is seen. */
document.querySelector(".nav :is([aria-current=page], [aria-current=location])")?.scrollIntoView({ block: "nearest", inline: "center" });

/** What the keyboard comes to in a row that scrolls sideways is seen as a whole. */
document.addEventListener("focusin", ({ target }) => {
  if (target.matches(":is(.nav, .choices) a:focus-visible")) {
    target.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
});

/** "/" goes to the search field. */
const search = document.querySelector("[data-slash]");
if (search) {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
}

/** A second click on a slow line does not send a form twice. */
for (const form of document.querySelectorAll("form[method=post]:not(#desk)")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
