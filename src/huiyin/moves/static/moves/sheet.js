/* A form that is opened within a page, or that comes back with reasons, gets the focus: nobody has to look for it with
   the tab key. On a phone the sheet itself gets it, so that no keyboard covers what is to be read first. */
"use strict";

const IS_TOUCHED = window.matchMedia("(pointer: coarse)").matches;

function startOf(sheet) {
  const wrong = sheet.querySelector("form [aria-invalid=true]");
  if (wrong) return wrong;
  const toRead = sheet.querySelector("[role=alert], .aid");
  if ((toRead && toRead.textContent.trim()) || IS_TOUCHED) return sheet;
  const fields = sheet.querySelectorAll("form input:not([type=hidden]), form select, form textarea, form button");
  return Array.from(fields).find((field) => !field.disabled && field.offsetParent !== null) || sheet;
}

function startIn(root) {
  const sheet = root.matches && root.matches(".move-sheet") ? root : root.querySelector(".move-sheet");
  if (!sheet || sheet.contains(document.activeElement)) return;
  sheet.tabIndex = -1;
  const start = startOf(sheet);
  start.focus({ preventScroll: start === sheet || !start.matches("[aria-invalid=true]") });
}

document.addEventListener("htmx:load", (event) => startIn(event.detail.elt));
// A whole page that comes back with reasons: the first of them is where one goes on, unless one did already.
const refused = document.querySelector("main form [aria-invalid=true]");
if (refused && document.activeElement === document.body) refused.focus();
