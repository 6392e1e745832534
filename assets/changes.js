// Keys for whoever goes through the changes of a post; everything works without them.
//
// They act only while the reader is among the changes, so that no key of the browser or of a screen reader is
// taken away elsewhere.

const list = document.querySelector("[data-changes]");
const changes = [...document.querySelectorAll(".part [data-change]")];

/** A change that the address names is where the reader is. */
function arrive() {
  const place = location.hash && document.getElementById(location.hash.slice(1));
  if (!place || !list?.contains(place)) return;
  for (let box = place.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  place.focus({ preventScroll: true });
}

function go(from, step) {
  const at = changes.indexOf(from);
  const next = at < 0 ? changes[0] : changes[at + step];
  if (!next) return;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "start" });
}

if (list && changes.length > 0) {
  for (const hint of document.querySelectorAll("[data-keys]")) hint.hidden = false;
  list.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const here = event.target.closest("[data-change]");
    if (event.key === "j") go(here, 1);
    else if (event.key === "k") go(here, -1);
    else if (event.key === "x") here?.querySelector("[data-action=dismiss]")?.click();
    else return;
    event.preventDefault();
  });
}

addEventListener("hashchange", arrive);
arrive();
