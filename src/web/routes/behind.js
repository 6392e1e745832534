// Says on a page that its translation is behind the original. Put into the page as
//
//   <script src="https://yiqi.example/behind.js" data-project="blog" data-post="the-slug" async></script>
//
// It asks once, without cookies, and says nothing while the translation keeps up or nobody answers. The note
// is an <aside class="yiqi-behind"> in the place of the script, or inside the element that data-into selects;
// data-language="en" makes it speak English.
(() => {
  const script = document.currentScript;
  if (!script) return;
  const { project, post, into, language = "" } = script.dataset;
  const asked = new URL(`/p/${encodeURIComponent(project)}/behind.json`, script.src);
  asked.searchParams.set("post", post);
  if (language) asked.searchParams.set("language", language);

  const show = (state) => {
    if (!state?.is_behind) return;
    const note = document.createElement("aside");
    note.className = "yiqi-behind";
    note.lang = state.language;
    Object.assign(note.style, {
      borderLeft: "3px solid #b5362b",
      padding: "0.5em 0.875em",
      margin: "1em 0",
      background: "#f9ebe7",
      color: "#1f2328",
    });
    const link = document.createElement("a");
    link.href = state.url;
    link.textContent = state.words;
    link.style.color = "inherit";
    note.append(link);
    const place = into && document.querySelector(into);
    if (place) place.prepend(note);
    else script.after(note);
  };

  fetch(asked, { credentials: "omit" })
    .then((answer) => (answer.ok ? answer.json() : null))
    .then(show)
    .catch(() => {});
})();
