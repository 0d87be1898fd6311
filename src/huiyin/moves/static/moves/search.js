/* Long choices get a box: a few characters or first letters of pinyin typed there narrow them, arrows and Enter choose.
   Without script they are plain lists. */
"use strict";

const MOST_SHOWN = 7;

function fitsWords(words) {
  const letters = /^[a-z0-9]+$/i.test(words) ? words.toLowerCase() : "";
  return (one, carrier = one) => one.textContent.includes(words)
    || Boolean(letters && (carrier.dataset.initials || "").includes(letters))
    || (one.parentElement && one.parentElement.tagName === "OPTGROUP" && one.parentElement.label.includes(words));
}

function narrowOptions(select, words) {
  const all = select.allOptions ??= Array.from(select.children).map((child) => child.cloneNode(true));
  const chosen = select.value;
  const isFound = fitsWords(words);
  const fits = (option) => option.value === "" || option.value === chosen || isFound(option);
  const kept = all.map((child) => {
    const copy = child.cloneNode(true);
    if (copy.tagName === "OPTGROUP") {
      Array.from(copy.children).filter((option) => !fits(option)).forEach((option) => option.remove());
    }
    return copy;
  }).filter((child) => (child.tagName === "OPTGROUP" ? child.children.length : fits(child)));
  select.replaceChildren(...kept);
  const found = foundIn(select, isFound);
  select.value = words && found.length === 1 ? found[0].value : chosen;
  // What was found is seen at once, as in an open list.
  select.size = words && found.length > 1 ? Math.min(select.querySelectorAll("option, optgroup").length, MOST_SHOWN) : 0;
  // A choice made by a script tells nobody by itself.
  if (select.value !== chosen) select.dispatchEvent(new Event("change", { bubbles: true }));
}

function foundIn(select, isFound) {
  return Array.from(select.options).filter((option) => option.value && isFound(option));
}

function step(select, words, down) {
  const found = foundIn(select, fitsWords(words));
  if (!found.length) return;
  const at = found.findIndex((option) => option.selected);
  const next = at < 0 ? (down ? 0 : found.length - 1) : (at + (down ? 1 : -1) + found.length) % found.length;
  select.value = found[next].value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

function settle(select, box) {
  const words = box.value.trim();
  const found = words ? foundIn(select, fitsWords(words)) : [];
  if (found.length && !found.some((option) => option.selected)) step(select, words, true);
  select.size = 0;
}

function goOnFrom(control) {
  const fields = Array.from(control.form.querySelectorAll("input, select, textarea, button"));
  const visible = fields.slice(fields.indexOf(control) + 1).find((field) => !field.disabled && field.offsetParent !== null);
  if (visible) visible.focus();
}

function narrowBoxes(group, words) {
  const isFound = fitsWords(words);
  group.querySelectorAll("label").forEach((label) => {
    const line = label.closest("div");
    const input = label.querySelector("input");
    line.hidden = !isFound(label, input) && !input.checked;
  });
}

function pressed(event, select, box) {
  if (event.isComposing) return;
  if (event.key === "Enter") {
    event.preventDefault();
    if (event.ctrlKey || select.tagName !== "SELECT") return;
    settle(select, box);
    if (select.value) goOnFrom(select);
  } else if (select.tagName === "SELECT" && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    step(select, box.value.trim(), event.key === "ArrowDown");
  }
}

function addSearch(control) {
  if (control.dataset.searchReady) return;
  control.dataset.searchReady = "1";
  const box = document.createElement("input");
  box.type = "search";
  box.className = "form-control search-box";
  box.placeholder = control.dataset.search;
  box.setAttribute("aria-label", control.dataset.search);
  box.addEventListener("keydown", (event) => pressed(event, control, box));
  box.addEventListener("input", () => {
    const narrow = control.tagName === "SELECT" ? narrowOptions : narrowBoxes;
    narrow(control, box.value.trim());
  });
  if (control.tagName === "SELECT") control.addEventListener("blur", () => { control.size = 0; });
  control.before(box);
}

function addSearches(root) {
  root.querySelectorAll("select[data-search], div[data-search]").forEach(addSearch);
}

addSearches(document);
document.addEventListener("htmx:load", (event) => addSearches(event.detail.elt));
