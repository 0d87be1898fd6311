/* A call by keyboard: a digit chooses, Enter goes on to what is asked next, after the last question it is kept. */
"use strict";

const reached = document.getElementById("reached");
const notReached = document.getElementById("not-reached");
// Which key does what is declared by the room and stands in the line below the form.
const callKeys = JSON.parse(document.querySelector("[data-page-keys]").dataset.pageKeys);

const ACTS = {
  dial: () => {
    const form = document.getElementById("dial-now");
    if (form) form.requestSubmit();
  },
  missed: () => notReached.querySelector("select").focus(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.isComposing) return;
  const act = ACTS[callKeys[event.key]];
  if (!act) return;
  event.preventDefault();
  act();
});

// With what somebody is not content, and why, is asked only of who is not content.
function isAsked(field) {
  if (field.hasAttribute("data-aside")) return false;
  const section = field.closest("section");
  const grade = section && section.querySelector("[data-discontent]");
  if (!grade || field === grade || field.matches("button")) return true;
  if (field.closest("table, .rows")) return true;
  return grade.dataset.discontent.split(" ").includes(grade.value);
}

// Of boxes that belong together Enter goes on from any to what comes after them; digits tick.
function questions() {
  const seen = new Set();
  return Array.from(reached.querySelectorAll("input:not([type=hidden]), select, textarea, button")).filter((field) => {
    if (field.offsetParent === null || field.disabled) return false;
    const group = field.closest(".boxes");
    if (!group) return true;
    const first = !seen.has(group);
    seen.add(group);
    return first;
  });
}

function goOn(from) {
  const all = questions();
  const group = from.closest(".boxes");
  const here = all.findIndex((field) => field === from || (group && field.closest(".boxes") === group));
  const next = all.slice(here + 1).find(isAsked);
  if (next) next.focus();
}

reached.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  const field = event.target;
  if (event.key === "Enter" && !event.shiftKey && field.matches("input, select, textarea")) {
    event.preventDefault();
    goOn(field);
    return;
  }
  const group = field.closest(".boxes");
  if (!/^[1-9]$/.test(event.key)) return;
  if (group) {
    const box = group.querySelectorAll("input[type=checkbox]")[Number(event.key) - 1];
    if (box) { event.preventDefault(); box.checked = !box.checked; box.focus(); }
  } else if (field.matches("input[type=checkbox]") && event.key === "1") {
    event.preventDefault();
    field.checked = !field.checked;
  }
});

notReached.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("select")) return;
  event.preventDefault();
  notReached.querySelector("button").focus();
});

if ("begin" in reached.dataset && !reached.querySelector(".is-invalid, .errors")) {
  const first = questions()[0];
  if (first) first.focus();
}
