/* What stands in the box is replaced by typing. Down and up walk from the box through the answers, Enter opens the one that has the focus, as any link. */
"use strict";

document.addEventListener("DOMContentLoaded", () => document.getElementById("search-here").select());

document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  const box = document.getElementById("search-here");
  const stops = [box, ...document.querySelectorAll("#answers .search-hit")];
  const here = stops.indexOf(document.activeElement);
  if (here < 0) return;
  event.preventDefault();
  stops[Math.min(Math.max(here + step, 0), stops.length - 1)].focus();
});
