// Says how many posts are ticked, below the list and beside what can be done with them.

const form = document.querySelector(".bulk");
const places = form?.querySelectorAll("[data-ticked]") ?? [];

function count() {
  const ticked = form.querySelectorAll('[name="slug"]:checked').length;
  for (const place of places) place.textContent = place.dataset.text.replace("#", String(ticked));
}

if (places.length > 0) {
  form.addEventListener("change", count);
  // A page that is come back to has its ticks again.
  addEventListener("pageshow", count);
  count();
}
