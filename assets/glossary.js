// A file that is chosen fills the field, so that one sees what is taken over.

const form = document.querySelector("[data-import]");
const file = form?.querySelector("input[type=file]");
if (file) {
  file.closest("label").hidden = false;
  file.addEventListener("change", async () => {
    const chosen = file.files[0];
    if (chosen) form.elements.text.value = await chosen.text();
  });
}
