// Says how many posts are ticked, where the acts are out of sight.

const form = document.querySelector(".bulk");
const said = form?.querySelector("[data-ticked]");

function count() {
  const ticked = form.querySelectorAll('[name="slug"]:checked').length;
  said.textContent = said.dataset.text.replace("#", String(ticked));
}

if (said) {
  form.addEventListener("change", count);
  // A page that is come back to has its ticks again.
  addEventListener("pageshow", count);
  count();
}
