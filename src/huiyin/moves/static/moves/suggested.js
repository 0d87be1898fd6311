/* What is suggested above a form is taken into it by a click, or by its number while the list has the focus.
   The form is filled, nothing is sent. Without script one chooses in the form itself. */
"use strict";

function fieldFor(list) {
  const form = list.closest(".move-sheet, form, main").querySelector("form[method=post]");
  return form && (list.dataset.fills || "").split(" ").map((name) => form.querySelector(`select[name=${name}]`)).find(Boolean);
}

function takeSuggested(button) {
  const list = button.closest("[data-fills]");
  const select = fieldFor(list);
  if (!select) return;
  // A list that was narrowed by a word may have lost the one that is wanted: the word goes first.
  const box = select.previousElementSibling;
  if (box && box.matches(".search-box") && box.value) {
    box.value = "";
    box.dispatchEvent(new Event("input"));
  }
  select.value = button.dataset.value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  list.querySelectorAll("[data-value]").forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
}

function readySuggestions(root) {
  const lists = root.matches && root.matches("[data-fills]") ? [root] : Array.from(root.querySelectorAll("[data-fills]"));
  lists.filter((list) => fieldFor(list)).forEach((list) => {
    list.querySelectorAll("[data-value]").forEach((button) => { button.hidden = false; });
    // Who just opened the form may press a number at once; who is already typing in a field is left there.
    if (!document.activeElement || !document.activeElement.closest("input, select, textarea")) list.focus({ preventScroll: true });
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fills] [data-value]");
  if (button) takeSuggested(button);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const list = event.target.closest("[data-fills]");
  const button = list && list.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!button) return;
  event.preventDefault();
  takeSuggested(button);
});

readySuggestions(document);
document.addEventListener("htmx:load", (event) => readySuggestions(event.detail.elt));
