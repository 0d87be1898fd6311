/* Long choices get a box: what is typed there narrows them. Without script they are plain lists. */
"use strict";

function narrowOptions(select, words) {
  const all = select.allOptions ??= Array.from(select.children).map((child) => child.cloneNode(true));
  const chosen = select.value;
  const fits = (option) => option.value === "" || option.value === chosen || option.textContent.includes(words);
  const kept = all.map((child) => {
    const copy = child.cloneNode(true);
    if (copy.tagName === "OPTGROUP" && !copy.label.includes(words)) {
      Array.from(copy.children).filter((option) => !fits(option)).forEach((option) => option.remove());
    }
    return copy;
  }).filter((child) => (child.tagName === "OPTGROUP" ? child.children.length : fits(child)));
  select.replaceChildren(...kept);
  const found = Array.from(select.options).filter((option) => option.value && option.textContent.includes(words));
  select.value = words && found.length === 1 ? found[0].value : chosen;
}

function narrowBoxes(group, words) {
  group.querySelectorAll("label").forEach((label) => {
    const line = label.closest("div");
    line.hidden = !label.textContent.includes(words) && !label.querySelector("input").checked;
  });
}

function addSearch(control) {
  if (control.dataset.searchReady) return;
  control.dataset.searchReady = "1";
  const box = document.createElement("input");
  box.type = "search";
  box.className = "form-control search-box";
  box.placeholder = control.dataset.search;
  box.setAttribute("aria-label", control.dataset.search);
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  box.addEventListener("input", () => {
    const narrow = control.tagName === "SELECT" ? narrowOptions : narrowBoxes;
    narrow(control, box.value.trim());
  });
  control.before(box);
}

function addSearches(root) {
  root.querySelectorAll("select[data-search], div[data-search]").forEach(addSearch);
}

addSearches(document);
document.addEventListener("htmx:load", (event) => addSearches(event.detail.elt));
