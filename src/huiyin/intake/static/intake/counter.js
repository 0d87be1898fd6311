/* The counter by keyboard: Enter goes on, keys of the first row jump, a phrase is taken by its key. */
"use strict";

const registration = document.getElementById("registration");

function category() {
  const select = registration.elements.namedItem("category");
  const before = select && select.previousElementSibling;
  return before && before.matches("input[type=search]") ? before : select;
}

function phrases() {
  return document.getElementById("phrases");
}

const JUMPS = {
  phrases,
  category,
  title: () => registration.elements.namedItem("title"),
  incidents: () => document.querySelector("#incident-offers button"),
  known: () => document.querySelector("#known .known-moves a"),
  clear: () => document.querySelector("button[form=clear]"),
};
// Which key does what is declared by the room and stands in the line below the form.
const counterKeys = JSON.parse(document.querySelector("[data-page-keys]").dataset.pageKeys);

function openAround(field) {
  const group = field.closest("details");
  if (group) group.open = true;
}

function register() {
  registration.requestSubmit(registration.querySelector("button[value=register]"));
}

// Who writes an urge or a supplement beside the registration sends that, not the registration.
function submitHere() {
  const other = document.activeElement.closest("form");
  if (other && other !== registration) other.requestSubmit();
  else register();
}

// What is cleared on purpose is no draft: leaving the page must not keep it once more.
document.getElementById("clear").addEventListener("submit", () => { registration.dataset.sent = "1"; });

let cameFrom = null;

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.shiftKey || event.metaKey || event.isComposing) return;
  const does = counterKeys[event.key];
  if (does === "register" || (event.key === "Enter" && event.ctrlKey)) {
    event.preventDefault();
    if (does === "register") register();
    else submitHere();
    return;
  }
  const jump = !event.ctrlKey && JUMPS[does] && JUMPS[does]();
  if (!jump) return;
  event.preventDefault();
  if (does === "phrases") cameFrom = document.activeElement;
  openAround(jump);
  jump.focus();
});

// Enter in a line goes on to the next field, as one writes while somebody speaks; it does not send what is half typed.
registration.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.ctrlKey || event.isComposing || event.defaultPrevented) return;
  if (!event.target.matches("input:not([type=checkbox]):not([type=submit]), select")) return;
  event.preventDefault();
  const fields = Array.from(registration.querySelectorAll("input:not([type=hidden]), select, textarea, button"));
  const next = fields.slice(fields.indexOf(event.target) + 1).find((field) => !field.disabled && field.offsetParent !== null);
  if (next) next.focus();
});

function take(key) {
  const wanted = Array.from(phrases().querySelectorAll("details[data-key]")).find((one) => one.dataset.key === key);
  if (!wanted) return;
  phrases().querySelectorAll("details[open]").forEach((one) => { one.open = one === wanted; });
  wanted.open = true;
  (wanted.querySelector("button") || wanted.querySelector("summary")).focus();
}

if (phrases()) {
  phrases().addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape" && cameFrom) { event.preventDefault(); cameFrom.focus(); }
    else if (/^[0-9a-z]$/.test(event.key)) { event.preventDefault(); take(event.key); }
  });
}
