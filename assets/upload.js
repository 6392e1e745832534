// Reads a file into the field, so that it goes the way of a text that is typed.

const row = document.querySelector("[data-upload]");
const input = row?.querySelector("input");
const state = row?.querySelector("[data-upload-state]");
const text = document.getElementById("text");

if (row) row.hidden = false;
input?.addEventListener("change", async () => {
  const file = input.files[0];
  if (!file) return;
  try {
    // Bytes that are no UTF-8 would be replaced without a word.
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    text.value = decoder.decode(await file.arrayBuffer());
    state.textContent = file.name;
  } catch {
    state.textContent = state.dataset.bad;
    input.value = "";
  }
});
